"""What may be said of a track in a region's name: its genres, its decade, its mood, and how it sounds here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from recommender.catalogue.names import fold
from recommender.prediction.mood.records import MOODS
from recommender.room.quantities.quantity import read_column
from recommender.room.quantities.sources import Listening, RoomLibrary, Sources
from recommender.room.quantities.table import QUANTITIES
from recommender.room.quantities.values import Numbers

TermKind = Literal["noun", "adjective"]
SLOW_BPM, QUICK_BPM = 90.0, 130.0
"""The same as in the names of mixes."""
_SOUND_WORDS: dict[str, tuple[str, str]] = {
    "loudness": ("quiet", "loud"),
    "brightness": ("dark", "bright"),
    "noisiness": ("smooth", "noisy"),
    "rhythm_strength": ("floating", "rhythmic"),
}
"""By quantity: the word for the lowest quarter of the library and for the highest."""
_QUARTER = 0.25
_MIN_SOUNDS = 8
"""Known values of which quarters can be told."""


class Term(NamedTuple):
    """One word."""

    text: str
    kind: TermKind


@dataclass(frozen=True, eq=False)
class TermTable:
    """Which track has which term."""

    terms: tuple[Term, ...]
    rows: np.ndarray
    """int32 [m]: tracks."""
    codes: np.ndarray
    """int32 [m]: what they have, as places in `terms`; no pair comes twice."""
    n_tracks: int

    def count(self, clusters: np.ndarray, k: int) -> np.ndarray:
        """Return how many tracks of each cluster have each term, int64 [k, n_terms]; `clusters` is int64 [n_tracks]."""
        n = len(self.terms)
        counts: np.ndarray = np.bincount(clusters[self.rows] * n + self.codes, minlength=k * n).reshape(k, n)
        return counts


def terms_of(library: RoomLibrary) -> TermTable:
    """Return the terms of the tracks in the map."""
    places: dict[Term, int] = {}
    rows: list[np.ndarray] = []
    codes: list[np.ndarray] = []
    for term, term_rows in (*_genres(library), *_decades(library), *_moods(library), *_sounds(library)):
        if len(term_rows):
            rows.append(term_rows.astype(np.int32))
            codes.append(np.full(len(term_rows), places.setdefault(term, len(places)), dtype=np.int32))
    nothing = [np.empty(0, dtype=np.int32)]
    return TermTable(
        terms=tuple(places),
        rows=np.concatenate(rows or nothing),
        codes=np.concatenate(codes or nothing),
        n_tracks=len(library.seen),
    )


def _genres(library: RoomLibrary) -> Iterator[tuple[Term, np.ndarray]]:
    for genre in library.seen.catalogue.genres:
        if fold(genre.name):
            yield Term(genre.name.strip(), "noun"), np.unique(library.seen.rows_of(genre.positions))


def _decades(library: RoomLibrary) -> Iterator[tuple[Term, np.ndarray]]:
    for decade in library.seen.catalogue.facets["decade"]:
        yield Term(decade.name, "noun"), library.seen.rows_of(decade.positions)


def _moods(library: RoomLibrary) -> Iterator[tuple[Term, np.ndarray]]:
    if library.moods is None:
        return
    likeliest = np.append(library.moods.likeliest, -1)[library.mood_rows]
    for place, mood in enumerate(MOODS):
        yield Term(mood.lower(), "adjective"), np.flatnonzero(likeliest == place)


def _sounds(library: RoomLibrary) -> Iterator[tuple[Term, np.ndarray]]:
    tempo = _numbers(library, "tempo")
    if tempo is not None:
        yield Term("slow", "adjective"), np.flatnonzero(tempo.values < SLOW_BPM)
        yield Term("quick", "adjective"), np.flatnonzero(tempo.values > QUICK_BPM)
    for name, (low_word, high_word) in _SOUND_WORDS.items():
        column = _numbers(library, name)
        if column is None or len(column.ascending) < _MIN_SOUNDS:
            continue
        low, high = np.quantile(column.ascending, [_QUARTER, 1 - _QUARTER]).tolist()
        if low < high:
            yield Term(low_word, "adjective"), np.flatnonzero(column.values <= low)
            yield Term(high_word, "adjective"), np.flatnonzero(column.values >= high)


def _numbers(library: RoomLibrary, name: str) -> Numbers | None:
    quantity = QUANTITIES[name]
    if quantity.missing(library):
        return None
    column = read_column(quantity, Sources(library, Listening.nothing(len(library.seen.catalogue))))
    assert isinstance(column, Numbers)
    return column

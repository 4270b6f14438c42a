"""What is known of the artists: sums over training tracks, from which a row's own release is left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

from recommender.prediction.popularity.records import LabelledTracks, folded_artist

ARTIST_FACTS = (
    "artist_popularity", "artist_shrunk", "artist_zero_share", "artist_high_share", "artist_n",
    "credit_best", "credit_mean", "credit_n", "credit_popularity",
)  # fmt: skip
SHRINKAGE = 3.0
"""An artist's mean counts as if this many average tracks were among his."""
_HIGH = 50.0
_N, _SUM, _ZEROS, _HIGHS = range(4)


@dataclass(frozen=True, eq=False)
class ArtistTable:
    """Sums over the training tracks of each credited artist."""

    places: dict[str, int]
    """Row of each folded name."""
    sums: np.ndarray
    """float64 [artists, 4]: tracks, popularity, tracks at 0, tracks above 50."""
    mean: float
    """Popularity of all training tracks."""

    @classmethod
    def of(cls, tracks: LabelledTracks) -> "ArtistTable":
        """Count the training tracks."""
        names = sorted({folded_artist(name) for names in tracks.artists for name in names})
        places = {name: place for place, name in enumerate(names)}
        rows, artists = _credits(tracks, places)
        sums = _summed(_counted(tracks.popularity)[rows], artists, len(names))
        return cls(places, sums, float(tracks.popularity.mean()))

    def facts(self, tracks: LabelledTracks) -> np.ndarray:
        """Return the facts of tracks that are not in the table, float64 [n, 9]; NaN for an unknown artist."""
        rows, artists = _credits(tracks, self.places)
        return self._facts(tracks, rows, self._known(artists))

    def facts_of_training(self, tracks: LabelledTracks, releases: np.ndarray) -> np.ndarray:
        """Return the facts of the very tracks the table was made of: each without its own release's."""
        rows, artists = _credits(tracks, self.places)
        _, pairs = np.unique(artists * (int(releases.max()) + 1) + releases[rows], return_inverse=True)
        own = _summed(_counted(tracks.popularity)[rows], pairs, int(pairs.max()) + 1)
        return self._facts(tracks, rows, self._known(artists) - own[pairs])

    def popularity_of(self, name: str) -> float | None:
        """Return the mean popularity of an artist's training tracks; None for one without any."""
        place = self.places.get(folded_artist(name))
        return None if place is None else float(self.sums[place, _SUM] / self.sums[place, _N])

    def _known(self, artists: np.ndarray) -> np.ndarray:
        return np.where(artists[:, None] >= 0, self.sums[artists], 0.0)

    def _facts(self, tracks: LabelledTracks, rows: np.ndarray, known: np.ndarray) -> np.ndarray:
        facts = np.full((len(tracks), len(ARTIST_FACTS)), np.nan)
        n_tracks = known[:, _N]
        shrunk = (known[:, _SUM] + SHRINKAGE * self.mean) / (n_tracks + SHRINKAGE)
        is_first = np.r_[True, rows[1:] != rows[:-1]] if len(rows) else np.zeros(0, dtype=bool)
        first = np.flatnonzero(is_first & (n_tracks > 0))
        facts[rows[first], 0] = known[first, _SUM] / n_tracks[first]
        facts[rows[first], 1] = shrunk[first]
        facts[rows[first], 2] = known[first, _ZEROS] / n_tracks[first]
        facts[rows[first], 3] = known[first, _HIGHS] / n_tracks[first]
        facts[rows[first], 4] = np.log1p(n_tracks[first])
        heard = n_tracks > 0
        total = _summed(np.column_stack([known, shrunk, heard])[heard], rows[heard], len(tracks))
        some = np.flatnonzero(total[:, -1] > 0)
        best = np.full(len(tracks), -np.inf)
        np.maximum.at(best, rows[heard], shrunk[heard])
        facts[some, 5] = best[some]
        facts[some, 6] = total[some, -2] / total[some, -1]
        facts[some, 7] = np.log1p(total[some, _N])
        facts[some, 8] = total[some, _SUM] / total[some, _N]
        return facts


def given_facts(artist_popularity: np.ndarray) -> np.ndarray:
    """Return the facts when nothing but a guess [n] at the artist's popularity is known, float64 [n, 9]."""
    facts = np.full((len(artist_popularity), len(ARTIST_FACTS)), np.nan)
    facts[:, 0] = artist_popularity
    return facts


def _credits(tracks: LabelledTracks, places: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return (row, artist) of each credit, in the order of the rows; -1 for an artist who is not in the table."""

    def each() -> Iterator[tuple[int, int]]:
        for row, names in enumerate(tracks.artists):
            for name in names:
                yield row, places.get(folded_artist(name), -1)

    pairs = np.fromiter(chain.from_iterable(each()), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _counted(popularity: np.ndarray) -> np.ndarray:
    return np.column_stack([np.ones(len(popularity)), popularity, popularity == 0, popularity > _HIGH])


def _summed(values: np.ndarray, groups: np.ndarray, n_groups: int) -> np.ndarray:
    return np.column_stack([np.bincount(groups, column, n_groups) for column in values.T])

"""What is known of the artists: sums over training tracks, from which a row's own release is left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

from recommender.prediction.named_columns import stack_columns
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

    rows_by_name: dict[str, int]
    """Row of each folded name."""
    sums: np.ndarray
    """float64 [artists, 4]: tracks, popularity, tracks at 0, tracks above 50."""
    mean: float
    """Popularity of all training tracks."""

    @classmethod
    def of(cls, tracks: LabelledTracks) -> "ArtistTable":
        """Count the training tracks."""
        names = sorted({folded_artist(name) for names in tracks.artists for name in names})
        rows_by_name = {name: row for row, name in enumerate(names)}
        rows, artists = _credits(tracks, rows_by_name)
        sums = _sum_by_group(_count(tracks.popularity)[rows], artists, len(names))
        return cls(rows_by_name, sums, float(tracks.popularity.mean()))

    def facts(self, tracks: LabelledTracks) -> np.ndarray:
        """Return the facts of tracks that are not in the table, float64 [n, 9]; NaN for an unknown artist."""
        rows, artists = _credits(tracks, self.rows_by_name)
        return self._facts(tracks, rows, self._sums_of(artists))

    def facts_of_training(self, tracks: LabelledTracks, releases: np.ndarray) -> np.ndarray:
        """Return the facts of the very tracks the table was made of: each without its own release's."""
        rows, artists = _credits(tracks, self.rows_by_name)
        _, pairs = np.unique(artists * (int(releases.max()) + 1) + releases[rows], return_inverse=True)
        own = _sum_by_group(_count(tracks.popularity)[rows], pairs, int(pairs.max()) + 1)
        return self._facts(tracks, rows, self._sums_of(artists) - own[pairs])

    def popularity_of(self, name: str) -> float | None:
        """Return the mean popularity of an artist's training tracks; None for one without any."""
        row = self.rows_by_name.get(folded_artist(name))
        return None if row is None else float(self.sums[row, _SUM] / self.sums[row, _N])

    def _sums_of(self, artists: np.ndarray) -> np.ndarray:
        return np.where(artists[:, None] >= 0, self.sums[artists], 0.0)

    def _facts(self, tracks: LabelledTracks, rows: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Return the facts of tracks; `known` [credits, 4] is of the artist of each credit, `rows` its track."""
        shrunk = (known[:, _SUM] + SHRINKAGE * self.mean) / (known[:, _N] + SHRINKAGE)
        heard = known[:, _N] > 0
        first = heard & (np.r_[True, rows[1:] != rows[:-1]] if len(rows) else np.zeros(0, dtype=bool))
        columns = _of_first_artist(len(tracks), rows[first], known[first], shrunk[first])
        columns |= _of_all_credited(len(tracks), rows[heard], known[heard], shrunk[heard])
        return stack_columns(columns, ARTIST_FACTS, n=len(tracks))


def given_facts(artist_popularity: np.ndarray) -> np.ndarray:
    """Return the facts when nothing but a guess [n] at the artist's popularity is known, float64 [n, 9]."""
    columns: dict[str, np.ndarray | float] = dict.fromkeys(ARTIST_FACTS, np.nan)
    columns["artist_popularity"] = artist_popularity
    return stack_columns(columns, ARTIST_FACTS, n=len(artist_popularity))


def _of_first_artist(n: int, rows: np.ndarray, known: np.ndarray, shrunk: np.ndarray) -> dict[str, np.ndarray]:
    n_tracks = known[:, _N]
    return {
        "artist_popularity": _column(n, rows, known[:, _SUM] / n_tracks),
        "artist_shrunk": _column(n, rows, shrunk),
        "artist_zero_share": _column(n, rows, known[:, _ZEROS] / n_tracks),
        "artist_high_share": _column(n, rows, known[:, _HIGHS] / n_tracks),
        "artist_n": _column(n, rows, np.log1p(n_tracks)),
    }


def _of_all_credited(n: int, rows: np.ndarray, known: np.ndarray, shrunk: np.ndarray) -> dict[str, np.ndarray]:
    total, n_artists = _sum_by_group(known, rows, n), np.bincount(rows, minlength=n)
    best = np.full(n, -np.inf)
    np.maximum.at(best, rows, shrunk)
    some = np.flatnonzero(n_artists)
    return {
        "credit_best": _column(n, some, best[some]),
        "credit_mean": _column(n, some, np.bincount(rows, shrunk, n)[some] / n_artists[some]),
        "credit_n": _column(n, some, np.log1p(total[some, _N])),
        "credit_popularity": _column(n, some, total[some, _SUM] / total[some, _N]),
    }


def _column(n: int, rows: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return [n] with the values in these rows and NaN in all others."""
    column = np.full(n, np.nan)
    column[rows] = values
    return column


def _credits(tracks: LabelledTracks, rows_by_name: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return (row, artist) of each credit, in the order of the rows; -1 for an artist who is not in the table."""

    def list_credits() -> Iterator[tuple[int, int]]:
        for row, names in enumerate(tracks.artists):
            for name in names:
                yield row, rows_by_name.get(folded_artist(name), -1)

    pairs = np.fromiter(chain.from_iterable(list_credits()), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _count(popularity: np.ndarray) -> np.ndarray:
    return np.column_stack([np.ones(len(popularity)), popularity, popularity == 0, popularity > _HIGH])


def _sum_by_group(values: np.ndarray, groups: np.ndarray, n_groups: int) -> np.ndarray:
    return np.column_stack([np.bincount(groups, column, n_groups) for column in values.T])

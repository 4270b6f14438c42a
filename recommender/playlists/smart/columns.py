"""One value a track, in arrays: what rules look at and lists are sorted by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from recommender.catalogue.names import fold


@dataclass(frozen=True, eq=False)
class Numbers:
    """Numbers, dates and flags."""

    values: np.ndarray
    """float64 [n_tracks]; NaN where there is none. Dates are seconds since 1970, flags 0 and 1."""

    @property
    def is_missing(self) -> np.ndarray:
        """Return where there is none: bool [n_tracks]."""
        return np.asarray(np.isnan(self.values))

    @property
    def sort_values(self) -> np.ndarray:
        """Return what is sorted by: float64 [n_tracks], NaN where there is none."""
        return self.values


@dataclass(frozen=True, eq=False)
class Texts:
    """Texts, of which a track may have several; compared without case and accents."""

    names: Sequence[str]
    """Every different folded text, ascending."""
    codes: np.ndarray
    """int32 [n_values]: places in `names`, those of the first track first."""
    rows: np.ndarray
    """int32 [n_values], ascending: which track has each."""
    n_tracks: int

    @classmethod
    def of(cls, values: Iterable[Sequence[str]]) -> "Texts":
        """Return the column of each track's texts; empty ones are none."""
        folded: dict[str, str] = {}
        texts: list[str] = []
        rows: list[int] = []
        n_tracks = 0
        for row, of_track in enumerate(values):
            n_tracks += 1
            for text in of_track:
                known = folded.get(text)
                if known is None:
                    known = folded[text] = fold(text)
                if known:
                    texts.append(known)
                    rows.append(row)
        names = sorted(set(texts))
        places = {name: place for place, name in enumerate(names)}
        codes = np.fromiter((places[text] for text in texts), np.int32, len(texts))
        return cls(names, codes, np.array(rows, dtype=np.int32), n_tracks)

    @property
    def is_missing(self) -> np.ndarray:
        """Return where there is none: bool [n_tracks]."""
        missing = np.ones(self.n_tracks, dtype=bool)
        missing[self.rows] = False
        return missing

    @property
    def sort_values(self) -> np.ndarray:
        """Return the place of each track's first text: float64 [n_tracks], NaN where there is none."""
        values = np.full(self.n_tracks, np.nan)
        values[self.rows[::-1]] = self.codes[::-1]
        return values

    def having(self, passing: np.ndarray) -> np.ndarray:
        """Return where one of the texts passes, bool [n_tracks]; `passing`, bool [n_names], says which do."""
        found = np.zeros(self.n_tracks, dtype=bool)
        found[self.rows[passing[self.codes]]] = True
        return found


Column = Numbers | Texts


def texts(values: Iterable[str]) -> Texts:
    """Return the column of one text a track."""
    return Texts.of((value,) if value else () for value in values)


def numbers(values: Iterable[float | None]) -> Numbers:
    """Return the column of one number a track."""
    return Numbers(np.array([np.nan if value is None else value for value in values], dtype=np.float64))


def moments(values: Iterable[datetime | None]) -> Numbers:
    """Return the column of one moment a track."""
    return numbers(value.timestamp() if value else None for value in values)


def flags(values: Iterable[bool]) -> Numbers:
    """Return the column of one yes or no a track."""
    return Numbers(np.fromiter(values, np.float64))

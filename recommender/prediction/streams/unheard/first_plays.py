"""First plays as rows: what was known just before, and the 30 days after, split by time with a gap."""

from dataclasses import dataclass

import numpy as np

from recommender.prediction.streams.known_songs import KnownSongs
from recommender.prediction.streams.log import ListeningLog
from recommender.prediction.streams.unheard.features import (
    MAX_FIRST_PLAYS,
    WINDOW_DAYS,
    FirstPlays,
    first_play_rows,
)

WARM_UP_DAYS = 30
TRAIN_SHARE = 0.7
FEWEST = 100
"""First plays to train on, and a third of them to test on."""
FOLD_SHARE = 0.16
"""Of the time before the test, what one fold holds out."""
N_FOLDS = 3


@dataclass(frozen=True, eq=False)
class FirstPlayPanel:
    """Songs whose 30 days after the first play are over."""

    source: FirstPlays
    songs: np.ndarray
    """int [n], in the order of their first plays."""
    x: np.ndarray
    """float32 [n, k]."""
    plays: np.ndarray
    """int [n]: plays in the 30 days after the first, that one not counted."""
    moment: np.ndarray
    """float64 [n]: days."""
    cut: float
    """Where the test begins."""

    @property
    def train(self) -> np.ndarray:
        """Rows whose 30 days are over when the test begins."""
        return np.flatnonzero(self.moment < self.cut - WINDOW_DAYS)

    @property
    def test(self) -> np.ndarray:
        """Rows of the test."""
        return np.flatnonzero(self.moment >= self.cut)

    @property
    def is_enough(self) -> bool:
        """Whether there is enough to train and to test on."""
        return len(self.train) >= FEWEST and len(self.test) >= FEWEST // 3

    def rows(self, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return features and plays of some rows."""
        return self.x[chosen], self.plays[chosen]

    def folds(self) -> list[tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]]:
        """Return (train, validate) rows in the order of time, all before the test."""
        end = self.cut - WINDOW_DAYS
        folds = []
        for back in range(N_FOLDS, 0, -1):
            first, last = (end - n_back * FOLD_SHARE * end for n_back in (back, back - 1))
            held_out = np.flatnonzero((self.moment >= first) & (self.moment < last))
            folds.append((self.rows(np.flatnonzero(self.moment < first - WINDOW_DAYS)), self.rows(held_out)))
        return folds


def first_play_panel(log: ListeningLog, known: KnownSongs) -> FirstPlayPanel:
    """Return the first plays of a log after its first 30 days; of many the newest."""
    source = FirstPlays(log, known)
    order = np.argsort(source.first_day, kind="stable")
    day = source.first_day[order]
    songs = order[(day >= WARM_UP_DAYS) & (day <= log.last_day - WINDOW_DAYS)][-MAX_FIRST_PLAYS:]
    moment = source.first_day[songs]
    start = moment[0] - WARM_UP_DAYS if len(songs) == MAX_FIRST_PLAYS else 0.0
    cut = start + TRAIN_SHARE * (log.last_day - start)
    return FirstPlayPanel(source, songs, first_play_rows(source, songs), source.replays()[songs], moment, cut)

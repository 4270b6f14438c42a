"""What proposes the next tracks: the engine, and what it must beat."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, Protocol

import numpy as np

from recommender.listening.engine import Engine
from recommender.listening.taste import Taste
from recommender.similarity.track_table import TrackTable

N_PICKS = 12
POPULAR_POOL = 400


class Moment(NamedTuple):
    """What is proposed for."""

    taste: Taste
    """As the events so far have made it."""
    now: datetime
    best: Callable[[], np.ndarray]
    """Returns what the listener would enjoy most, best first, int [k]. Only an oracle may look."""
    heard: frozenset[int]
    """Rows heard lately."""


class Policy(Protocol):
    """Proposes tracks and learns from all listeners."""

    def propose(self, moment: Moment, rng: np.random.Generator) -> np.ndarray:
        """Return rows, best first, int [k]; none when there is nothing to propose."""

    def learn(self, finished: np.ndarray) -> None:
        """Take the rows that one more listener finished, int [n]."""


class EnginePolicy:
    """The engine as it serves, with play counts of the listeners before."""

    def __init__(self, engine: Engine, table: TrackTable, counts: "PlayCounts") -> None:
        self._engine = engine
        self._table = table
        self._counts = counts

    def propose(self, moment: Moment, _rng: np.random.Generator) -> np.ndarray:
        """Return the picks of a slate."""
        slate = self._engine.slate(moment.taste, made_at=moment.now, n=N_PICKS)
        return np.array([self._table.row(pick.track_id) for pick in slate.picks], dtype=np.int64)

    def learn(self, finished: np.ndarray) -> None:
        """Count the plays."""
        self._counts.add(finished)


class PlayCounts:
    """Finished plays per track; `current` is a new object after each change, as the engine expects it."""

    def __init__(self, table: TrackTable) -> None:
        self._ids = table.track_ids
        self._plays = np.zeros(len(table), dtype=np.int64)
        self._current: dict[str, float] = {}

    def add(self, rows: np.ndarray) -> None:
        """Count plays of these rows."""
        np.add.at(self._plays, rows, 1)
        known = np.flatnonzero(self._plays)
        self._current = {self._ids[row]: float(n) for row, n in zip(known, self._plays[known], strict=True)}

    def current(self) -> dict[str, float]:
        """Return plays by track id."""
        return self._current

    def most_played(self, n: int) -> np.ndarray:
        """Return the rows that were played most, most first, int64 [at most n]."""
        known = np.flatnonzero(self._plays)
        return known[np.argsort(-self._plays[known], kind="stable")[:n]]


class Popularity:
    """What the listeners before finished most and this one has not heard lately; chance where nothing is known."""

    def __init__(self, table: TrackTable) -> None:
        self._counts = PlayCounts(table)
        self._n_tracks = len(table)

    def propose(self, moment: Moment, rng: np.random.Generator) -> np.ndarray:
        """Return the most played."""
        known = [row for row in self._counts.most_played(POPULAR_POOL).tolist() if row not in moment.heard][:N_PICKS]
        chance = rng.integers(self._n_tracks, size=N_PICKS - len(known)).tolist()
        return np.array(known + chance, dtype=np.int64)

    def learn(self, finished: np.ndarray) -> None:
        """Count the plays."""
        self._counts.add(finished)


class Chance:
    """Any tracks."""

    def __init__(self, n_tracks: int) -> None:
        self._n_tracks = n_tracks

    def propose(self, _moment: Moment, rng: np.random.Generator) -> np.ndarray:
        """Return tracks by chance."""
        return rng.integers(self._n_tracks, size=N_PICKS)

    def learn(self, finished: np.ndarray) -> None:
        """Learn nothing."""


class Oracle:
    """What the listener would enjoy most: as good as it gets."""

    def propose(self, moment: Moment, _rng: np.random.Generator) -> np.ndarray:
        """Return the best."""
        return moment.best()[:N_PICKS]

    def learn(self, finished: np.ndarray) -> None:
        """Learn nothing: it knows."""

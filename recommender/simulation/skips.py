"""Whether two skips in a row change the kind of the picks at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from recommender.listening.engine import Engine
from recommender.records import EventKind
from recommender.similarity.track_index import TrackIndex
from recommender.simulation.folded_taste import FoldedTaste
from recommender.simulation.hidden_taste import HiddenTaste, Kinds
from recommender.simulation.trial import FIRST_DAY, HALF_LIFE_DAYS, USUAL_DURATION_S

N_FINISHED = 10
N_LOOKED_AT = 5
ENDS: tuple[EventKind, ...] = ("skipped", "finished")
PLAY = timedelta(seconds=USUAL_DURATION_S)


@dataclass(frozen=True, eq=False)
class SkipResponse:
    """Mean cosine of the first picks to the first of two tracks: float64 [n_listeners] each; NaN without picks."""

    before: np.ndarray
    """While the first of them plays."""
    skipped: np.ndarray
    """Once both were skipped."""
    finished: np.ndarray
    """Had both been finished: what plays no longer, and is not proposed again, changes the picks as well."""


def measure_skips(
    engine: Engine,
    index: TrackIndex,
    kinds: Kinds,
    *,
    n_listeners: int,
    seed: int,
    half_life_days: float = HALF_LIFE_DAYS,
) -> SkipResponse:
    """Let each listener finish some tracks they love, then skip, or finish, the first pick and the most like it."""
    measured = np.full((3, n_listeners), np.nan)
    for number in range(n_listeners):
        for outcome, end in enumerate(ENDS, 1):
            rng = np.random.default_rng((seed, number))
            loved = np.argsort(-HiddenTaste.born(kinds, rng).liking, kind="stable")[:N_FINISHED]
            listener = _Listener(FoldedTaste(number, index.table, half_life_days=half_life_days), index, rng)
            for row in loved.tolist():
                listener.do("started", row)
                listener.do("finished", row)
            measured[[0, outcome], number] = _before_and_after(listener, engine, index, end)
    return SkipResponse(*measured)


def _before_and_after(listener: "_Listener", engine: Engine, index: TrackIndex, end: EventKind) -> tuple[float, float]:
    if not len(picks := listener.picks(engine)):
        return float("nan"), float("nan")
    first = int(picks[0])
    listener.do("started", first)
    if not len(picks := listener.picks(engine)):
        return float("nan"), float("nan")
    before = _likeness(index, first, picks)
    listener.do(end, first)
    second = int(picks[(index.rough_vectors_of(picks) @ index.vector(first)).argmax()])
    listener.do("started", second)
    listener.do(end, second)
    return before, _likeness(index, first, listener.picks(engine))


def _likeness(index: TrackIndex, row: int, picks: np.ndarray) -> float:
    first = picks[:N_LOOKED_AT]
    return float((index.rough_vectors_of(first) @ index.vector(row)).mean()) if len(first) else float("nan")


class _Listener:
    """One listener, an event every few minutes."""

    def __init__(self, folded: FoldedTaste, index: TrackIndex, rng: np.random.Generator) -> None:
        self._folded = folded
        self._index = index
        self._rng = rng
        self._now: datetime = FIRST_DAY

    def do(self, kind: EventKind, row: int) -> None:
        """Fold an event; a skip comes after five seconds, a finish after the whole track."""
        position_s = {"skipped": 5.0, "finished": USUAL_DURATION_S}.get(kind, 0.0)
        self._folded.do(kind, row, at=self._now, rng=self._rng, position_s=position_s, duration_s=USUAL_DURATION_S)
        self._now += PLAY

    def picks(self, engine: Engine) -> np.ndarray:
        """Return the rows of the slate now, int64 [k]."""
        slate = engine.slate(self._folded.taste, made_at=self._now)
        return np.array([self._index.table.row(pick.track_id) for pick in slate.picks], dtype=np.int64)

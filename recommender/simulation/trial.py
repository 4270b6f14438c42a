"""One policy tried out by many listeners, play after play."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from recommender.records import EventKind
from recommender.similarity.track_index import TrackIndex
from recommender.simulation.boredom import Boredom
from recommender.simulation.folded_taste import FoldedTaste
from recommender.simulation.hidden_taste import HiddenTaste, Kinds
from recommender.simulation.policies import Moment, Policy
from recommender.simulation.response import choose, respond

FIRST_DAY = datetime(2026, 1, 5, tzinfo=UTC)
TRACKS_PER_SESSION = 12
PAUSE_H = (5.0, 20.0)
USUAL_DURATION_S = 200.0
BEST_POOL = 200
"""The most enjoyed of a part of the day, among which boredom leaves the best."""
HALF_LIFE_DAYS = 14.0


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came of a trial: [n_listeners, n_plays] each."""

    finished: np.ndarray
    """bool."""
    enjoyment: np.ndarray
    """float32 0..1, of the played track."""
    regret: np.ndarray
    """float32: how much more the best of the catalogue would have been enjoyed at that moment."""
    diversity: np.ndarray
    """float32: 1 - mean cosine of two picks of the slate; NaN for a slate of one."""
    n_proposed: np.ndarray
    """int [n_tracks]: in how many slates each track stood."""


def run_trial(
    policy: Policy,
    index: TrackIndex,
    kinds: Kinds,
    *,
    n_listeners: int,
    n_plays: int,
    seed: int,
    half_life_days: float = HALF_LIFE_DAYS,
) -> Outcome:
    """Let listeners listen to what `policy` proposes, one listener after the other.

    Listener i has the same hidden taste, and at play j the same luck, in every trial with the same seed, so that
    policies are compared in pairs. `half_life_days` is that of the tastes.
    """
    shape = n_listeners, n_plays
    finished, enjoyment = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=np.float32)
    regret, diversity = np.zeros(shape, dtype=np.float32), np.full(shape, np.nan, dtype=np.float32)
    n_proposed = np.zeros(len(index), dtype=np.int64)
    for number in range(n_listeners):
        listener = _Listener(number, index, kinds, np.random.default_rng((seed, number)), half_life_days)
        rows = np.empty(n_plays, dtype=np.int64)
        for play in range(n_plays):
            proposed = policy.propose(listener.moment(), np.random.default_rng((seed, number, play, 1)))
            rows[play], played = listener.play(proposed, np.random.default_rng((seed, number, play)))
            finished[number, play], enjoyment[number, play], regret[number, play] = played
            diversity[number, play] = _diversity(index, proposed)
            n_proposed[proposed] += 1
        policy.learn(rows[finished[number]])
    return Outcome(finished, enjoyment, regret, diversity, n_proposed)


class _Listener:
    """One listener with a hidden taste, and the taste that an engine makes of what they do."""

    def __init__(
        self, number: int, index: TrackIndex, kinds: Kinds, rng: np.random.Generator, half_life_days: float
    ) -> None:
        self._folded = FoldedTaste(number, index.table, half_life_days=half_life_days)
        self._index = index
        self._hidden = HiddenTaste.born(kinds, rng)
        self._boredom = Boredom(kinds.kind)
        self._now = FIRST_DAY + timedelta(hours=float(rng.uniform(0, 24)))
        self._heard: list[int] = []
        self._enjoyed: dict[int, tuple[np.ndarray, np.ndarray]] = {}

    def moment(self) -> Moment:
        """Return what is known, and to an oracle what is not."""
        return Moment(self._folded.taste, self._now, self._best_now, frozenset(self._heard[-50:]))

    def _best_now(self) -> np.ndarray:
        enjoyment, best = self._at_this_hour()
        return best[np.argsort(-(enjoyment[best] * self._boredom.left_of(best)), kind="stable")]

    def play(self, proposed: np.ndarray, rng: np.random.Generator) -> tuple[int, tuple[bool, float, float]]:
        """Choose from the list, hear and respond; return the row, and whether finished, enjoyment and regret."""
        enjoyment, best = self._at_this_hour()
        promised = enjoyment[proposed] * self._boredom.left_of(proposed)
        chosen, _ = choose(promised, rng)
        row, enjoyed = int(proposed[chosen]), float(promised[chosen])
        possible = float((enjoyment[best] * self._boredom.left_of(best)).max())
        kind = self._respond(row, enjoyed, rng)
        self._boredom.hear(row)
        self._heard.append(row)
        if len(self._heard) % TRACKS_PER_SESSION == 0:
            self._now += timedelta(hours=float(rng.uniform(*PAUSE_H)))
        return row, (kind == "finished", enjoyed, max(possible - enjoyed, 0.0))

    def _respond(self, row: int, enjoyed: float, rng: np.random.Generator) -> EventKind:
        duration_s = float(np.nan_to_num(self._index.table.durations_s[row], nan=USUAL_DURATION_S)) or USUAL_DURATION_S
        began, acts = self._now, list(respond(enjoyed, duration_s, rng))
        for act in acts:
            self._now = began + timedelta(seconds=act.position_s)
            self._folded.do(act.kind, row, at=self._now, rng=rng, position_s=act.position_s, duration_s=duration_s)
        return acts[-1].kind

    def _at_this_hour(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the enjoyment of all tracks now, and the rows that are enjoyed most."""
        part = self._now.hour // 6
        if part not in self._enjoyed:
            enjoyment = self._hidden.at(self._now.hour)
            n = min(BEST_POOL, len(enjoyment))
            best = np.argpartition(-enjoyment, n - 1)[:n]
            self._enjoyed[part] = enjoyment, best
        return self._enjoyed[part]


def _diversity(index: TrackIndex, rows: np.ndarray) -> float:
    if len(rows) < 2:
        return float("nan")
    vectors = index.rough_vectors_of(rows)
    n = len(rows)
    cosines = vectors @ vectors.T
    return float(1.0 - (cosines.sum() - np.trace(cosines)) / (n * (n - 1)))


def blocks_of(n_plays: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of plays that are told apart, (first, one after the last), from 0."""
    edges = [edge for edge in (0, 10, 30, 60, 100, 200, 400, 800) if edge < n_plays]
    yield from zip(edges, [*edges[1:], n_plays], strict=True)

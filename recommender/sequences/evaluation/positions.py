"""Walks through sessions that were not learned from and asks for each track but the first."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from recommender.sequences.cutting import MAX_PAUSE_DAYS
from recommender.sequences.evaluation.ranking import rank_of
from recommender.sequences.memory import SessionMemory
from recommender.sequences.models.scoring import Model, padded
from recommender.sequences.records import Query, Session

TRAIN_SHARE = 0.8
"""Of the plays; whole sessions, the oldest."""


@dataclass(frozen=True, eq=False)
class Position:
    """One track of a session that is to be foreseen."""

    session: int
    """Position of its session among those that are asked."""
    place: int
    """Tracks before it in the session, 1 at least."""
    query: Query
    target: int
    is_seen: bool
    """Whether the target was heard in what was learned before the first session."""

    @property
    def is_repeat(self) -> bool:
        """Whether the target was played in this session already."""
        return bool((self.query.prefix.tracks == self.target).any())

    def rank(self, scores: np.ndarray, memory: SessionMemory) -> int:
        """Return at which rank the target stands."""
        plays = padded(memory.counts.plays, self.query.n_tracks)
        return rank_of(scores, self.target, current=self.query.current, plays=plays)


def split_by_plays(sessions: Sequence[Session], share: float = TRAIN_SHARE) -> tuple[list[Session], list[Session]]:
    """Return the oldest whole sessions that have at most this share of the plays, and those that began after them.

    Sessions are in the order of their end. One that had begun when the last of the oldest ended is in neither part.
    """
    ends = np.cumsum([len(session) for session in sessions])
    n_learned = int(np.searchsorted(ends, share * ends[-1], side="right")) if len(ends) else 0
    learned, later = list(sessions[:n_learned]), list(sessions[n_learned:])
    return learned, [session for session in later if not learned or _is_over(learned[-1], session)]


def _is_over(ended: Session, begun: Session) -> bool:
    """Return whether one session could be known to have ended when another began."""
    return bool(begun.day[0] - ended.day[-1] > MAX_PAUSE_DAYS)


def walk(
    learned: Sequence[Session], asked: Sequence[Session], *, learns: bool
) -> Iterator[tuple[SessionMemory, Position]]:
    """Yield every position of the asked sessions with what is known then.

    With `learns` each session is learned when it has ended, and candidates are all tracks heard so far, the prefix
    too; else the memory stays as it was, and candidates are its tracks. The asked sessions are in the order of their
    end; they are asked in that of their beginning, so that of several listeners none is helped by what was later.
    """
    memory = SessionMemory(learned)
    n_learned, waiting = memory.n_tracks, deque(asked)
    for number, session in sorted(enumerate(asked), key=_beginning):
        while learns and _is_over(waiting[0], session):
            memory.learn(waiting.popleft())
        for place in range(1, len(session)):
            prefix, target = session.first(place), int(session.tracks[place])
            n_tracks = max(memory.n_tracks, int(prefix.tracks.max()) + 1) if learns else n_learned
            yield memory, Position(number, place, Query(prefix, n_tracks), target, target < n_learned)


def _beginning(numbered: tuple[int, Session]) -> float:
    return float(numbered[1].day[0])


def ranks_of(
    models: dict[str, Model], learned: Sequence[Session], asked: Sequence[Session], *, learns: bool
) -> dict[str, np.ndarray]:
    """Return the ranks of all targets by each model, int64 [n_positions]."""
    ranks: dict[str, list[int]] = {name: [] for name in models}
    for memory, position in walk(learned, asked, learns=learns):
        for name, model in models.items():
            ranks[name].append(position.rank(model.score(memory, position.query), memory))
    return {name: np.array(of_model, dtype=np.int64) for name, of_model in ranks.items()}

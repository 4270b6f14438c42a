"""Tracks that often follow the last ones of the session, resolved to rows of one index."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import numpy as np

from recommender.listening.session.current_session import heard_tracks
from recommender.listening.taste import Taste
from recommender.sequences.serving.served import Follower, HeardTrack
from recommender.similarity.track_index import TrackIndex

MAX_FOLLOWERS = 60
MIN_FOLLOWED = 2
"""Sessions in which a track followed another before that is said to be often."""


class SessionModel(Protocol):
    """Knows what was heard after what."""

    def followers(self, heard: Sequence[HeardTrack], *, at: datetime, n: int, min_sessions: int) -> Sequence[Follower]:
        """Return the likeliest followers of a session so far at a moment; none where they are not known in time."""


def _no_rows() -> np.ndarray:
    return np.empty(0, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Following:
    """What followed, arrays [n]; empty where nothing is known of the session."""

    rows: np.ndarray = field(default_factory=_no_rows)
    """int32, ascending."""
    likelihoods: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.float32))
    """float32, above 0 and at most 1: of being next, beside the likeliest."""
    after: np.ndarray = field(default_factory=_no_rows)
    """int32: the row of the track that each followed most often."""

    @classmethod
    def of(
        cls, taste: Taste, index: TrackIndex, row_of: Callable[[str], int | None], sessions: SessionModel | None
    ) -> "Following":
        """Ask the sessions; tracks without a row, such as hidden ones, are neither asked about nor returned."""
        heard = heard_tracks(taste, index.table, row_of) if sessions is not None else []
        if sessions is None or not heard:
            return cls()
        found = sessions.followers(heard, at=taste.updated_at, n=MAX_FOLLOWERS, min_sessions=MIN_FOLLOWED)
        resolved = sorted(
            (row, each.likelihood, after)
            for each in found
            if (row := row_of(each.track_id)) is not None and (after := row_of(each.after)) is not None
        )
        if not resolved:
            return cls()
        rows, likelihoods, after_rows = zip(*resolved, strict=True)
        return cls(
            np.array(rows, dtype=np.int32),
            np.array(likelihoods, dtype=np.float32),
            np.array(after_rows, dtype=np.int32),
        )

    def track_before(self, row: int) -> int:
        """Return the row of the track that a row of `rows` often follows."""
        return int(self.after[np.searchsorted(self.rows, row)])

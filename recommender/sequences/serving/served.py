"""The published sessions, asked by the names of tracks, learning every session that ends."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct

from recommender.artifacts.opening import refuse_unreadable
from recommender.records import TrackId
from recommender.sequences.memory import UNKNOWN, SessionMemory
from recommender.sequences.models.blend import Blend
from recommender.sequences.models.followers import FOLLOWED_SPAN, followers_of
from recommender.sequences.models.scoring import MAX_PLACES, TIE_BREAK, newest_first
from recommender.sequences.models.sessions_alike import MAX_PREFIX
from recommender.sequences.records import Numbering, Query, Session
from recommender.sequences.serving.artifact import read

PLAY_WORK = 20
"""What looking at one play costs, in tracks: measured, see docs/sessions.md."""


class HeardTrack(Struct, frozen=True):
    """One track of a session."""

    track_id: TrackId
    artist: str
    """Empty where it is not known."""
    day: float
    """When it was heard, days since 1970, UTC."""


class NextTrack(Struct, frozen=True):
    """A track that fits next."""

    track_id: TrackId
    score: float
    """Up to the sum of the blend's weights."""


class Follower(Struct, frozen=True):
    """A track that was heard soon after one of the last tracks of a session, in other sessions."""

    track_id: TrackId
    likelihood: float
    """Of being next, beside that of the likeliest follower: above 0, at most 1."""
    after: TrackId
    """That one of the last tracks which it followed in most sessions."""
    n_sessions: int
    """In how many it did, among those of that track's newest plays."""


class ServedSessions:
    """One version with what was learned since; for one thread."""

    def __init__(self, memory: SessionMemory, blend: Blend, *, tracks: Numbering, artists: Numbering) -> None:
        self._memory = memory
        self._blend = blend
        self._tracks = tracks
        self._artists = artists
        self._track_ids = [TrackId(str(name)) for name in tracks.numbers]

    @property
    def n_tracks(self) -> int:
        """How many tracks were heard in sessions that have ended."""
        return self._memory.n_tracks

    def learn(self, heard: Sequence[HeardTrack]) -> None:
        """Add a session that has ended; O(its length)."""
        session = self._numbered(heard, self._tracks, self._artists)
        for number, track in zip(session.tracks.tolist(), heard, strict=True):
            if number == len(self._track_ids):
                self._track_ids.append(track.track_id)
        self._memory.learn(session)

    def next_tracks(self, heard: Sequence[HeardTrack], *, n: int) -> list[NextTrack]:
        """Return the tracks that fit best after a session so far, best first; those of score 0 are left out.

        Nothing is learned. An empty session has none.
        """
        if not heard or not self.n_tracks:
            return []
        query = Query(self._asked(heard), self.n_tracks)
        scores, touched = self._blend.blend(self._memory, query)
        best = best_of(scores, self._memory.counts.plays, likely=touched, current=query.current, n=n)
        return [NextTrack(self._track_ids[track], float(scores[track])) for track in best.tolist()]

    def followers(self, heard: Sequence[HeardTrack], *, n: int, min_sessions: int = 1) -> list[Follower]:
        """Return the likeliest of the tracks that followed one of the last three soon, best first, at most `n`.

        The blend's weights are those of a logit, so the likelihood is exp(score), here beside the highest.
        """
        if not heard or not self.n_tracks:
            return []
        query = Query(self._asked(heard), self.n_tracks)
        followed = followers_of(self._memory, query, min_sessions=min_sessions)
        scores = self._blend.score_of(followed.track, self._memory, query)
        best = np.lexsort((followed.track, -self._memory.counts.plays[followed.track], -scores))[:n]
        last = newest_first(query.prefix.tracks, FOLLOWED_SPAN)
        likelihoods = np.exp(scores[best] - scores[best].max(initial=-np.inf))
        return [
            Follower(self._track_ids[track], likelihood, self._track_ids[last[after]], n_sessions)
            for track, likelihood, after, n_sessions in zip(
                followed.track[best].tolist(),
                likelihoods.tolist(),
                followed.after[best].tolist(),
                followed.n_sessions[best].tolist(),
                strict=True,
            )
        ]

    def work_of(self, heard: Sequence[HeardTrack]) -> int:
        """Return how many tracks and plays a question makes the blend look at, the plays weighed by what they cost."""
        known = (self._tracks.numbers.get(track.track_id) for track in heard)
        tracks = [track for track in dict.fromkeys(known) if track is not None][-MAX_PREFIX:]
        n_plays = np.minimum(self._memory.counts.plays[tracks], MAX_PLACES).sum() if tracks else 0
        return self.n_tracks + PLAY_WORK * int(n_plays)

    def _asked(self, heard: Sequence[HeardTrack]) -> Session:
        """Return a session in numbers without keeping the new ones."""
        tracks, artists = _Lookup(self._tracks), _Lookup(self._artists)
        return self._numbered(heard, tracks, artists)

    @staticmethod
    def _numbered(
        heard: Sequence[HeardTrack], tracks: "Numbering | _Lookup", artists: "Numbering | _Lookup"
    ) -> Session:
        return Session(
            np.array([tracks.number(track.track_id) for track in heard], dtype=np.int32),
            np.array([artists.number(track.artist) if track.artist else UNKNOWN for track in heard], dtype=np.int32),
            np.array([track.day for track in heard], dtype=np.float64),
        )


def best_of(scores: np.ndarray, plays: np.ndarray, *, likely: np.ndarray, current: int, n: int) -> np.ndarray:
    """Return the `n` tracks with the highest scores above 0, best first, equals by plays and then by number.

    The best of the `likely` say how high a score must be, so that the others are only compared with it.
    """
    scores[current : current + 1] = 0.0
    is_likely = np.zeros(len(scores), dtype=np.bool_)
    is_likely[likely] = True
    least = _nth_highest(scores[is_likely], n) - TIE_BREAK * plays.max(initial=0.0)
    best = np.flatnonzero(scores >= max(least, np.nextafter(0.0, 1.0)))
    final = scores[best] + TIE_BREAK * plays[best]
    is_best = final >= _nth_highest(final, n)
    best, final = best[is_best], final[is_best]
    return best[np.lexsort((best, -final))][:n]


def _nth_highest(values: np.ndarray, n: int) -> float:
    """Return the n-th highest value; minus infinity if there are fewer."""
    return -np.inf if len(values) < n else float(np.partition(values, len(values) - n)[len(values) - n])


class _Lookup:
    """Numbers for one question: a name that is not known gets the next free one, for that question only."""

    def __init__(self, known: Numbering) -> None:
        self._known = known
        self._new = Numbering()

    def number(self, name: str) -> int:
        known = self._known.numbers.get(name)
        return len(self._known) + self._new.number(name) if known is None else known


def load(folder: Path) -> ServedSessions:
    """Open what `artifact.write` wrote; raises `BadArtifact` when it cannot be read."""
    with refuse_unreadable(folder):
        memory, published = read(folder)
    return ServedSessions(
        memory,
        published.blend,
        tracks=Numbering({name: number for number, name in enumerate(published.track_ids)}),
        artists=Numbering({name: number for number, name in enumerate(published.artists)}),
    )

"""The published sessions, asked by the names of tracks, learning every session that ends."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct

from recommender.artifacts.opening import refuse_unreadable
from recommender.records import TrackId
from recommender.sequences.memory import SessionMemory
from recommender.sequences.models.blend import Blend
from recommender.sequences.models.scoring import TIE_BREAK
from recommender.sequences.records import Numbering, Query, Session
from recommender.sequences.serving.artifact import read


class HeardTrack(Struct, frozen=True):
    """One track of a session."""

    track_id: TrackId
    artist: str
    day: float
    """When it was heard, days since 1970, UTC."""


class NextTrack(Struct, frozen=True):
    """A track that fits next."""

    track_id: TrackId
    score: float
    """Up to the sum of the blend's weights."""


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
            np.array([artists.number(track.artist) for track in heard], dtype=np.int32),
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

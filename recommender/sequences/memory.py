"""All that is known of the sessions that have ended, kept so that the next one is learned in its own length."""

from collections.abc import Iterable

import numpy as np

from recommender.sequences.growing import GrowingArray
from recommender.sequences.play_counts import PlayCounts
from recommender.sequences.records import Session
from recommender.sequences.session_log import SessionLog

UNKNOWN = -1


class ArtistTracks:
    """Which tracks each artist has, as far as they were heard."""

    def __init__(self, artist_of: np.ndarray | None = None) -> None:
        """Begin with the artist of each track, int32 [n_tracks], -1 where it is not known; or without a track."""
        self._artist_of = GrowingArray(np.int32, artist_of)
        self._tracks_of: dict[int, list[int]] = {}
        for track, artist in enumerate(self._artist_of.values.tolist()):
            if artist != UNKNOWN:
                self._tracks_of.setdefault(artist, []).append(track)

    def learn(self, session: Session) -> None:
        """Note the artists of a session's tracks; O(its length)."""
        n_known = len(self._artist_of)
        self._artist_of.resize(int(session.tracks.max(initial=-1)) + 1)
        self._artist_of.values[n_known:] = UNKNOWN
        for track, artist in zip(session.tracks.tolist(), session.artists.tolist(), strict=True):
            if artist != UNKNOWN and self._artist_of.values[track] == UNKNOWN:
                self._artist_of.values[track] = artist
                self._tracks_of.setdefault(artist, []).append(track)

    @property
    def artist_of(self) -> np.ndarray:
        """The artist of each track, int32 [n_tracks], -1 where it is not known."""
        return self._artist_of.values

    def tracks_of(self, artist: int) -> np.ndarray:
        """Return the artist's tracks, int64."""
        return np.array(self._tracks_of.get(artist, []), dtype=np.int64)


class SessionMemory:
    """What models are asked with; `learn` is the only way in. It is for one thread."""

    def __init__(
        self,
        sessions: Iterable[Session] = (),
        *,
        log: SessionLog | None = None,
        counts: PlayCounts | None = None,
        artists: ArtistTracks | None = None,
    ) -> None:
        """Begin with what is given, which must be of the same sessions, and learn `sessions`."""
        self.log = log or SessionLog()
        self.counts = counts or PlayCounts()
        self.artists = artists or ArtistTracks()
        for session in sessions:
            self.learn(session)

    @property
    def n_tracks(self) -> int:
        """Numbers of tracks that were heard are below it."""
        return self.log.n_tracks

    def learn(self, session: Session) -> None:
        """Add a session that has ended after all others; O(its length)."""
        self.log.learn(session)
        self.counts.learn(session)
        self.artists.learn(session)

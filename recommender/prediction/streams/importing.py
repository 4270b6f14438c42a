"""What follows from imported plays: ids that make a second import harmless, tracks, and events for the taste."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from uuid import UUID

from recommender.events import IMPORTED
from recommender.prediction.song_names import song_key
from recommender.prediction.streams.records import Play, StoredPlay
from recommender.records import ActivityEvent, ListenerId, Track, TrackId

WORTH_HALF_LIVES = 20
"""A play this many half-lives before the newest one is worth less than a millionth: the taste need not see it."""


class SongMatcher:
    """Finds the catalogue's track of a title and artist, however they are written."""

    def __init__(self, tracks: Iterable[Track]) -> None:
        """Of several tracks of one song the first in the catalogue's order counts."""
        self._tracks: dict[str, TrackId] = {}
        for track in tracks:
            if track.status == "present" and track.title and track.artist:
                self._tracks.setdefault(song_key(track.title, track.artist), track.track_id)
        self._keys: dict[tuple[str, str], str] = {}

    def track_of(self, title: str, artist: str) -> TrackId | None:
        """Return the id of the track, or None when the catalogue does not have the song."""
        return self._tracks.get(self.key_of(title, artist))

    def key_of(self, title: str, artist: str) -> str:
        """Return the song's key; each pair of names is worked out once."""
        names = (title, artist)
        key = self._keys.get(names)
        if key is None:
            key = self._keys[names] = song_key(title, artist)
        return key

    def stored(self, play: Play, listener_id: ListenerId) -> StoredPlay:
        """Return the play with its id and its track."""
        key = self.key_of(play.title, play.artist)
        return StoredPlay(play_id(play, key, listener_id), play, self._tracks.get(key))

    def find_among(self, songs: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], TrackId]:
        """Return the tracks of those (title, artist) that the catalogue has."""
        return {names: track_id for names in songs if (track_id := self.track_of(*names)) is not None}


def play_id(play: Play, key: str, listener_id: ListenerId) -> bytes:
    """Return 16 bytes of listener, minute, song and length.

    Minute and length are what Spotify's two forms agree on, so the same play in both is one play. Of scrobbles, which
    have no length, the second counts instead of the minute.
    """
    second = int(play.at.timestamp())
    when = second if play.listened_s is None else second // 60
    length = "" if play.listened_s is None else f"{play.listened_s:.3f}"
    text = f"{listener_id}\x00{when}\x00{key}\x00{length}"
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def taste_event(stored: StoredPlay, listener_id: ListenerId) -> ActivityEvent:
    """Return the event of a matched play; its id is the play's, so that a second one changes nothing."""
    if stored.track_id is None:
        raise ValueError("a play without a track is no event")
    return ActivityEvent(
        event_id=UUID(bytes=stored.play_id, version=5),
        listener_id=listener_id,
        kind="finished",
        occurred_at=stored.play.at,
        track_id=stored.track_id,
        position_s=stored.play.listened_s,
        source=IMPORTED,
    )

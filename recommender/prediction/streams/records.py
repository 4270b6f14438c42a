"""One play of one song, as an export, a scrobbler or segue itself tells it."""

from typing import Annotated

from msgspec import Meta, Struct

from recommender.records import AwareTime, TrackId

Name = Annotated[str, Meta(min_length=1)]
MIN_PLAY_S = 30.0
"""What was heard for less is a skip, not a play."""


class Play(Struct, frozen=True, gc=False):
    """One song heard by one listener, for however long."""

    at: AwareTime
    """When it ended, or began, whichever the source gives; the two differ by a few minutes."""
    title: Name
    artist: Name
    listened_s: float | None = None
    """None where the source does not give it."""
    is_song: bool = False
    """Whether the source says that it is a song; otherwise it may be an episode of a podcast."""


class StoredPlay(Struct, frozen=True, gc=False):
    """A play that is kept, and what is known of it."""

    play_id: bytes
    """16 bytes that follow from listener, time and song: the same play imported again has the same."""
    play: Play
    track_id: TrackId | None = None
    """The catalogue's track of that title and artist, if there is one."""


def is_heard(play: Play) -> bool:
    """Return whether the play is long enough to count; of unknown length counts."""
    return play.listened_s is None or play.listened_s >= MIN_PLAY_S

"""What every list that segue makes is: tracks in order, each with the reason why it is there."""

from msgspec import Struct

from recommender.records import TrackId

DEFAULT_N = 25
MAX_N = 100
ARTIST_CAP = 2
"""Tracks of one artist in any ten in a row."""


class GeneratedTrack(Struct, frozen=True, kw_only=True):
    """One track of a list."""

    track_id: TrackId
    reason: str
    """A few words for the listener."""
    step: float | None = None
    """1 - cosine to the track before, where the order matters: 0 is the same sound, 1 has nothing in common."""
    is_chosen: bool = False
    """Whether the listener asked for it."""


class LeftOut(Struct, frozen=True, kw_only=True):
    """A track that would have been in the list, and why it is not."""

    track_id: TrackId
    reason: str


class GeneratedList(Struct, frozen=True, kw_only=True):
    """A list as it was made; nothing of it is kept."""

    name: str
    tracks: tuple[GeneratedTrack, ...]
    left_out: tuple[LeftOut, ...] = ()
    message: str = ""
    """What the listener should know of it; why it is empty, when it is."""
    model_version: str
    """Version of the similarity index."""

"""A listener's own arrangements of the room: tracks put elsewhere by hand, each set with a name.

Places are kept by track, so they outlast every version of the map; the map's own places are not touched by them.
"""

from collections.abc import Container
from datetime import datetime
from typing import Annotated, Protocol

from msgspec import Meta, Struct
from msgspec.structs import replace

from recommender.errors import NotFound
from recommender.records import ListenerId, TrackId

MAX_ARRANGEMENTS = 20
"""Of one listener."""
MAX_PLACES = 1_000
"""Of one arrangement."""
MAX_NAME_LENGTH = 80
EDGE = 1.15
"""Nothing is put farther from the middle on any axis; the map itself fills -1 to 1."""

ArrangementId = Annotated[str, Meta(pattern="^[A-Za-z0-9_-]{1,64}$")]
Coordinate = Annotated[float, Meta(ge=-EDGE, le=EDGE)]


class OwnPlace(Struct, frozen=True, kw_only=True):
    """Where a listener has put a track."""

    track_id: Annotated[TrackId, Meta(min_length=1, max_length=64)]
    x: Coordinate
    y: Coordinate
    z: Coordinate


Places = Annotated[tuple[OwnPlace, ...], Meta(max_length=MAX_PLACES)]


class Arrangement(Struct, frozen=True, kw_only=True):
    """One of a listener's own arrangements."""

    arrangement_id: str
    """Made up by the browser that made it."""
    name: str
    revision: int
    """1 at first, one more with each change: whoever changes an older one is told."""
    changed_at: datetime
    places: tuple[OwnPlace, ...] = ()
    """Each track once."""


class NoArrangement(NotFound):
    """The listener has no such arrangement."""

    def __init__(self, arrangement_id: str) -> None:
        super().__init__(f"you have no arrangement {arrangement_id[:64]}; `GET /api/v1/room/arrangements` lists yours")


class ArrangementStore(Protocol):
    """Where arrangements live; every question names the listener."""

    def all(self, listener_id: ListenerId) -> tuple[Arrangement, ...]:
        """Return the listener's, the last changed first."""

    def get(self, listener_id: ListenerId, arrangement_id: str) -> Arrangement | None:
        """Return one; None where the listener has no such."""

    def put(self, listener_id: ListenerId, arrangement: Arrangement) -> bool:
        """Keep it in the place of the revision before, a first revision as a new one; durable when it returns.

        Return False, and keep nothing, where what is stored is of another revision. Raise `BadInput` for a new one
        where the listener has `MAX_ARRANGEMENTS`.
        """

    def delete(self, listener_id: ListenerId, arrangement_id: str) -> bool:
        """Forget one; return whether there was one."""


def place_again(before: tuple[OwnPlace, ...], sent: tuple[OwnPlace, ...], seen: Container[str]) -> tuple[OwnPlace, ...]:
    """Return the places that are sent, each track once, the last counts, with those before of tracks not in `seen`.

    What the listener does not see at the moment, they cannot have put back: it stays where they had put it, as long as
    there is room for it.
    """
    places = {place.track_id: place for place in before if place.track_id not in seen}
    now = {place.track_id: place for place in sent}
    unseen = [place for track_id, place in places.items() if track_id not in now]
    return (*now.values(), *unseen[: max(MAX_PLACES - len(now), 0)])


def only_seen(arrangement: Arrangement, seen: Container[str]) -> Arrangement:
    """Return the arrangement without tracks that are not in `seen`."""
    return replace(arrangement, places=tuple(place for place in arrangement.places if place.track_id in seen))

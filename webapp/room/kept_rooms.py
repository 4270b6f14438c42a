"""The rooms of all who ask: one for each set of hidden libraries, made one at a time of each."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from recommender.catalogue.libraries.records import Library
from recommender.prediction.popularity.served import ServedPopularity
from recommender.room.map.track_map import TrackMap
from recommender.room.room import Room
from recommender.similarity.track_index import TrackIndex
from webapp.api.shelf import Shelf

MAX_ROOMS = 33
"""The whole library, and as many views of a part as catalogues are kept of."""
Hidden = frozenset[str]


@dataclass(frozen=True, eq=False, kw_only=True)
class RoomParts:
    """What a room is made of, as it is seen at one moment."""

    shelf: Shelf
    libraries: tuple[Library, ...]
    """Decide with those that are hidden what the catalogue has; another room may be shown only while they are these."""
    track_map: TrackMap
    index: TrackIndex | None
    popularity: ServedPopularity | None

    @property
    def hidden(self) -> Hidden:
        """From whom asks."""
        return self.shelf.catalogue.hidden

    def are(self, others: "RoomParts") -> bool:
        """Whether the same room would be made of them."""
        mine, theirs = ((one.shelf.catalogue, one.shelf.moods, *one.artifacts) for one in (self, others))
        return _are_same(mine, theirs)

    @property
    def artifacts(self) -> tuple[object, ...]:
        """What is replaced for all views at once."""
        return self.track_map, self.index, self.popularity


@dataclass(frozen=True, eq=False)
class SeenRoom:
    """A room and what it was made of: its rows are tracks of this shelf and of no newer one."""

    parts: RoomParts
    room: Room


@dataclass(eq=False)
class _View:
    newest: SeenRoom | None = None
    asked_in: int = 0
    making: Lock = field(default_factory=Lock)


class KeptRooms:
    """Keeps the newest room of each view."""

    def __init__(self) -> None:
        self._views: OrderedDict[Hidden, _View] = OrderedDict()
        self._artifacts: tuple[object, ...] = ()
        self._refreshes = 0

    def find(self, look: Callable[[], RoomParts], make: Callable[[RoomParts], Room]) -> SeenRoom:
        """Return the room of the parts that `look` sees now.

        Who asks first after a change waits until it is made; the others of that view go on with the older one
        meanwhile, and those of other views wait for nobody.
        """
        while True:
            parts = look()
            view = self._view_of(parts)
            if (known := view.newest) is not None and (
                known.parts.are(parts) or (view.making.locked() and known.parts.libraries == parts.libraries)
            ):
                return known
            with view.making:
                # Who waited looks again: a newer room may have been made, and is not replaced by an older one.
                parts_now = look()
                if parts_now.hidden == parts.hidden:
                    return self._newest(view, parts_now, make)

    def _view_of(self, parts: RoomParts) -> _View:
        view = self._views.setdefault(parts.hidden, _View())
        self._views.move_to_end(parts.hidden)
        if not _are_same(parts.artifacts, self._artifacts):
            self._artifacts = parts.artifacts
            self._refreshes += 1
            self._drop_unasked()
        view.asked_in = self._refreshes
        while len(self._views) > MAX_ROOMS:
            self._views.popitem(last=False)
        return view

    def _drop_unasked(self) -> None:
        """Drop the rooms that nobody asked for between the last two refreshes: they hold the old map and index."""
        for hidden, view in tuple(self._views.items()):
            if view.newest is not None and view.asked_in < self._refreshes - 1:
                del self._views[hidden]

    def _newest(self, view: _View, parts: RoomParts, make: Callable[[RoomParts], Room]) -> SeenRoom:
        if view.newest is None or not view.newest.parts.are(parts):
            view.newest = SeenRoom(parts, make(parts))
        return view.newest


def _are_same(some: tuple[object, ...], others: tuple[object, ...]) -> bool:
    return len(some) == len(others) and all(one is other for one, other in zip(some, others, strict=True))

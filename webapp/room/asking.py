"""Who asks, and which room they see; what follows from a room is worked out once for all who see the same."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
from flask import Request

from recommender.playlists.smart.live_heard import LiveHeard
from recommender.room.quantities.quantity import Quantity, read_column
from recommender.room.quantities.sources import Listening, RoomLibrary, Sources
from recommender.room.room import Room
from recommender.room.seen import NoMap, SeenMap
from webapp.api.endpoint import shelf_of
from webapp.api.shelf import Shelf
from webapp.listener import Listeners
from webapp.problems import OtherVersion
from webapp.room.kept_rooms import KeptRooms, RoomParts
from webapp.room.own_listening import OwnListening, missing_model, require_own_models
from webapp.services import Services


@dataclass(frozen=True, eq=False)
class Look:
    """One request: the room of this moment, and the shelf that its tracks stand on."""

    services: Services
    shelf: Shelf
    room: Room

    def require_version(self, version: str | None) -> None:
        """Raise `OtherVersion` when rows of another version are meant; None means this one."""
        if version is not None and version != self.room.seen.version:
            raise OtherVersion("the map has changed since; load it again, its rows are other tracks now")


class Rooms:
    """Finds the room of who asks."""

    def __init__(self, listeners: Listeners, heard: LiveHeard) -> None:
        self._listeners = listeners
        self._own = OwnListening(heard)
        self._rooms = KeptRooms()

    def find(self, services: Services, *, track_id: str = "") -> Look:
        """Return what is seen now, or a moment ago while a newer room is worked out for others.

        Who asks first after a change waits. Raises `UnknownTrack` for a `track_id` that is not there, `NoMap` before
        there is a map.
        """
        if track_id:
            shelf_of(services).position(track_id)
        seen = self._rooms.find(lambda: _parts_of(services), lambda parts: services.compute(lambda: _make_room(parts)))
        return Look(services, seen.parts.shelf, seen.room)

    def sources(self, look: Look, request: Request, quantities: Collection[Quantity]) -> Sources:
        """Return what these quantities read: what the asking listener did only where one of them is of that.

        Raises as `Listeners.require` when nobody is known to ask, `NotReady` where a model of the listener is missing.
        """
        listener, catalogue = self._listeners.require(request), look.shelf.catalogue
        own = [quantity for quantity in quantities if quantity.is_own]
        if not own:
            return Sources(look.room.library, Listening.nothing(len(catalogue)))
        require_own_models(look.services, listener, own)
        return Sources(look.room.library, self._own.read(look.services, catalogue, listener, own))

    def missing(self, look: Look, request: Request, quantity: Quantity) -> str:
        """Return the command that makes first what a quantity lacks, for who asks; empty where it can be read."""
        visitor = self._listeners.visitor(request)
        listener = None if visitor is None else visitor.listener
        return quantity.missing(look.room.library) or missing_model(look.services, listener, quantity)

    def make_columns(self, look: Look, quantities: Iterable[Quantity], sources: Sources) -> None:
        """Work out the library's columns of these quantities; who asks for one that is being made waits for that."""
        library = look.room.library
        for quantity in quantities:
            if quantity.is_own or quantity.name in library.columns:
                continue
            with library.making(quantity.name):
                if quantity.name not in library.columns:
                    look.services.compute(partial(read_column, quantity, sources))


def _parts_of(services: Services) -> RoomParts:
    libraries = services.libraries.visibility().libraries  # first: a catalogue of older libraries must not pass for new
    track_map = services.track_map()
    if track_map is None:
        raise NoMap
    return RoomParts(
        shelf=shelf_of(services),
        libraries=libraries,
        track_map=track_map,
        index=services.index(),
        popularity=services.lab.popularity(),
    )


def _make_room(parts: RoomParts) -> Room:
    seen = SeenMap.of(parts.track_map, parts.shelf.catalogue)
    return Room(RoomLibrary(seen, parts.shelf.moods, parts.popularity), parts.index)


def catalogue_row(look: Look, row: int) -> int:
    """Return where the track of a row stands in the catalogue."""
    return int(look.room.seen.catalogue_rows[row])


def first_rows(look: Look, catalogue_rows: np.ndarray, n: int) -> tuple[int, ...]:
    """Return the rows of the first `n` of these tracks of the catalogue that are in the map."""
    return tuple(look.room.seen.rows_of(catalogue_rows)[:n].tolist())

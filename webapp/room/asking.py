"""Who asks, and which room they see; what follows from a room is worked out once for all who see the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
from flask import Request

from recommender.catalogue.snapshot import Catalogue
from recommender.listening.taste import Taste
from recommender.playlists.smart.live_heard import LiveHeard
from recommender.records import ListenerId
from recommender.room.quantities.quantity import Quantity, read_column
from recommender.room.quantities.sources import Listening, RoomLibrary, Sources
from recommender.room.room import Room
from recommender.room.seen import NoMap, SeenMap
from webapp.api.endpoint import shelf_of
from webapp.api.shelf import Shelf
from webapp.listener import Listeners
from webapp.problems import OtherVersion
from webapp.room.kept_rooms import KeptRooms, RoomParts
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
        self._heard = heard
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

    def sources(self, look: Look, request: Request, *, with_own: bool = True) -> Sources:
        """Return what quantities read; what the asking listener did only where it is wanted.

        Raises as `Listeners.require` when nobody is known to ask.
        """
        listener = self._listeners.require(request)
        nothing = Listening.nothing(len(look.shelf.catalogue))
        return Sources(look.room.library, self._listening(look, listener) if with_own else nothing)

    def make_columns(self, look: Look, quantities: Iterable[Quantity], sources: Sources) -> None:
        """Work out the library's columns of these quantities; who asks for one that is being made waits for that."""
        library = look.room.library
        for quantity in quantities:
            if quantity.is_own or quantity.name in library.columns:
                continue
            with library.making(quantity.name):
                if quantity.name not in library.columns:
                    look.services.compute(partial(read_column, quantity, sources))

    def _listening(self, look: Look, listener: ListenerId) -> Listening:
        catalogue, taste = look.shelf.catalogue, look.services.taste(listener)
        heard = self._heard.of(listener, catalogue)
        return Listening(
            plays=heard.plays,
            skips=heard.skips,
            liked=frozenset(map(str, taste.liked)),
            refused=find_refused(taste, catalogue),
        )


def find_refused(taste: Taste, catalogue: Catalogue) -> frozenset[str]:
    """Return what the listener turned away, as tracks or by their artist."""
    refused = set(map(str, taste.disliked))
    for track_id, scope in taste.disliked.items():
        place = catalogue.positions.get(track_id)
        artist = None if place is None else catalogue.artists_by_id.get(catalogue.artist_ids[place])
        if scope == "artist" and artist is not None:
            refused |= {catalogue.tracks[position].track_id for position in artist.positions.tolist()}
    return frozenset(refused)


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

"""The map itself: one binary answer, the quantities that there are, and which row is which track."""

from typing import Annotated

from flask import Response, request
from msgspec import Meta, Struct

from recommender.errors import BadInput
from recommender.room.binary import (
    MAX_COLUMNS,
    MEDIA_TYPE,
    MapHeader,
    MethodHeader,
    RegionHeader,
    box_of,
    column_header,
    point,
    write_map,
)
from recommender.room.quantities.encoding import EncodedColumn, encode
from recommender.room.quantities.quantity import Quantity, read_column
from recommender.room.quantities.sources import Sources
from recommender.room.quantities.table import QUANTITIES, require_quantity
from recommender.room.room import Room
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.room.answers import RoomQuantities, RoomQuantity, RoomRow, RoomRows, RoomTrack, RoomTracks
from webapp.room.asking import Look, Rooms, catalogue_row
from webapp.room.map_bodies import KeptBodies, MapBody, answer_with, unchanged
from webapp.services import Services

MAX_ASKED = 200
_MAX_DIGITS = 7
_MAX_IDS_LENGTH = 7_000
"""An address has 8 kB: 200 ids of 32 characters fit."""
_NAME = f"(?:{'|'.join(QUANTITIES)})"
_COLUMNS = {"pattern": f"^(?:{_NAME}(?:,{_NAME}){{0,{MAX_COLUMNS - 1}}})?$"}
_ROWS = {"pattern": r"^\d{1,7}(?:,\d{1,7}){0,199}$"}
Version = Annotated[str, Meta(max_length=64)]


class MapQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """With which quantities."""

    columns: Annotated[str, Meta(max_length=400, extra_json_schema=_COLUMNS)] = ""
    """Up to six names of quantities with commas between."""


class RowsQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Tracks, and the version of the map that is meant."""

    track_ids: Annotated[str, Meta(min_length=1, max_length=_MAX_IDS_LENGTH)]
    """At most 200 ids with commas between."""
    version: Version | None = None
    """Without it the newest is meant."""


class RoomTracksQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rows, and the version of the map that is meant."""

    rows: Annotated[str, Meta(max_length=MAX_ASKED * 8, extra_json_schema=_ROWS)]
    """At most 200 numbers with commas between."""
    version: Version | None = None


class Maps:
    """The endpoints of the map as a whole."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._bodies = KeptBodies()

    def get_map(self, services: Services, query: MapQuery) -> Response:
        """Return every track's place, and a byte a track of each quantity that is asked for."""
        names = list(dict.fromkeys(query.columns.split(","))) if query.columns else []
        if len(names) > MAX_COLUMNS:
            raise BadInput(f"columns: at most {MAX_COLUMNS}, not {len(names)}")
        look = self._rooms.find(services)
        quantities = [require_quantity(name, look.room.library) for name in names]
        sources = self._rooms.sources(look, request, quantities)
        self._rooms.make_columns(look, quantities, sources)
        digest: bytes = services.compute(sources.listening.digest) if any(one.is_own for one in quantities) else b""
        bodies, key = self._bodies.of(look.room), (*names, digest)
        if (known := bodies.etag(key)) is not None and request.if_none_match.contains_weak(known):
            return unchanged(known)
        body = bodies.find(key, lambda: services.compute(lambda: MapBody.of(_bytes_of(look.room, quantities, sources))))
        return answer_with(body, request, services, media_type=MEDIA_TYPE)

    def get_map_quantities(self, services: Services, _: NoQuery) -> RoomQuantities:
        """List all that the room can be coloured, sized and laid out by."""
        look = self._rooms.find(services)
        return RoomQuantities(
            items=tuple(
                RoomQuantity(
                    name=quantity.name,
                    unit=quantity.unit,
                    origin=quantity.origin,
                    scale=quantity.scale,
                    is_available=not (command := self._rooms.missing(look, request, quantity)),
                    why=command,
                )
                for quantity in QUANTITIES.values()
            )
        )

    def get_map_rows(self, services: Services, query: RowsQuery) -> RoomRows:
        """Return the rows of tracks."""
        track_ids = query.track_ids.split(",")
        if len(track_ids) > MAX_ASKED:
            raise BadInput(f"track_ids: at most {MAX_ASKED}, not {len(track_ids)}")
        look = self._rooms.find(services)
        look.require_version(query.version)
        return RoomRows(items=tuple(RoomRow(track_id=one, row=look.room.seen.row(one)) for one in track_ids))

    def get_map_tracks(self, services: Services, query: RoomTracksQuery) -> RoomTracks:
        """Return the tracks of rows."""
        look = self._rooms.find(services)
        look.require_version(query.version)
        return RoomTracks(
            items=tuple(
                RoomTrack(row=row, track=look.shelf.track_answer(catalogue_row(look, row)))
                for row in _parse_rows(query.rows, look)
            )
        )

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/map", access="play", handle=self.get_map, query=MapQuery, answer=MapHeader,
                media_types=(MEDIA_TYPE,), problems=(401, 503),
                summary="Every track's place in the room with up to six quantities, in a binary form",
            ),
            Endpoint(
                path="/map/quantities", access="play", handle=self.get_map_quantities, answer=RoomQuantities,
                problems=(503,), summary="What the room can be coloured, sized and laid out by",
            ),
            Endpoint(
                path="/map/rows", access="play", handle=self.get_map_rows, query=RowsQuery, answer=RoomRows,
                problems=(409, 503), summary="Which rows of the map some tracks are",
            ),
            Endpoint(
                path="/map/tracks", access="play", handle=self.get_map_tracks, query=RoomTracksQuery,
                answer=RoomTracks, problems=(409, 503), summary="Which tracks some rows of the map are",
            ),
        )  # fmt: skip


def _bytes_of(room: Room, quantities: list[Quantity], sources: Sources) -> bytes:
    columns = [encode(quantity, read_column(quantity, sources)) for quantity in quantities]
    return write_map(_header(room, columns), room.seen.positions, columns)


def _header(room: Room, columns: list[EncodedColumn]) -> MapHeader:
    seen, method = room.seen, room.seen.track_map.method
    # These are of the whole library: they are not true of a part, and nothing may tell what is hidden.
    is_whole = not seen.catalogue.hidden
    return MapHeader(
        version=seen.version,
        map_version=seen.track_map.manifest.version,
        method=MethodHeader(
            name=method.name,
            seed=method.seed,
            n_neighbours=method.n_neighbours,
            neighbours_kept=method.neighbours_kept if is_whole else None,
            global_order=method.global_order if is_whole else None,
            n_placed=method.n_placed if is_whole else None,
        ),
        box=box_of(seen.positions),
        columns=tuple(map(column_header, columns)),
        regions=tuple(
            RegionHeader(name=region.name, centre=point(region.centre), radius=region.radius, n_tracks=len(region.rows))
            for region in room.regions
        ),
        n_missing=len(seen.catalogue) - len(seen),
    )


def _parse_rows(text: str, look: Look) -> list[int]:
    parts = text.split(",")
    if len(parts) > MAX_ASKED:
        raise BadInput(f"rows: at most {MAX_ASKED}, not {len(parts)}")
    if not all(part.isascii() and part.isdigit() and len(part) <= _MAX_DIGITS for part in parts):
        raise BadInput("rows: give numbers with commas between")
    rows = list(map(int, parts))
    if max(rows) >= len(look.room.seen):
        raise BadInput(f"rows: the map has {len(look.room.seen)} rows, counted from 0")
    return rows

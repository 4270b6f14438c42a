"""The room as a table: the same quantities with their exact values, page by page, and as one file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import numpy as np
from flask import Response, request
from msgspec import Meta, Struct

from recommender.errors import BadInput
from recommender.room.binary import MAX_COLUMNS
from recommender.room.quantities.quantity import Quantity, read_column
from recommender.room.quantities.table import require_quantity
from recommender.room.quantities.values import Categories, Values
from recommender.room.table.csv_lines import MEDIA_TYPE, Cell, write_csv
from recommender.room.table.selecting import read_chosen, sort_rows
from webapp.api.bodies import JsonBody
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.listener import Listeners
from webapp.room.answers import RoomTable, RoomTableRow
from webapp.room.asking import Look, Rooms, catalogue_row
from webapp.room.week_plays import NAME as WEEK_PLAYS
from webapp.room.week_plays import week_quantity
from webapp.services import Services

MAX_CHOSEN_LENGTH = 200_000
"""Base64 of more than a million rows."""
_LIMIT_BYTES = 256_000
_TRACK_COLUMNS = ("track_id", "title", "artist", "album")


class TableBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which rows and quantities, in which order."""

    version: Annotated[str, Meta(max_length=64)]
    """Of the map whose rows and regions are meant."""
    columns: Annotated[tuple[Annotated[str, Meta(max_length=64)], ...], Meta(min_length=1, max_length=MAX_COLUMNS)]
    """Names of quantities, or `plays_of_week`; the table is sorted by the first."""
    week: date | None = None
    """A day of the week, from Monday on, of which `plays_of_week` are the plays."""
    order: Literal["asc", "desc"] = "desc"
    region: Annotated[int, Meta(ge=0, le=1000)] | None = None
    """Place in the map's `regions`; null for the whole map."""
    chosen: Annotated[str, Meta(max_length=MAX_CHOSEN_LENGTH)] | None = None
    """Base64 of one bit a row, that of row `r` being bit `r % 8` (0 is the lowest) of byte `r // 8`; null for all."""


class TablePageBody(TableBody, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of the table."""

    start: Annotated[int, Meta(ge=0, le=10_000_000)] = 0
    limit: Annotated[int, Meta(ge=1, le=200)] = 100


@dataclass(frozen=True, eq=False)
class _Table:
    look: Look
    rows: np.ndarray
    """In the order asked for."""
    quantities: Sequence[Quantity]
    columns: Sequence[Values]

    def values(self, row: int) -> tuple[Cell, ...]:
        return tuple(_value(column, row) for column in self.columns)


class Tables:
    """The endpoints of the table."""

    def __init__(self, rooms: Rooms, listeners: Listeners) -> None:
        self._rooms = rooms
        self._listeners = listeners

    def post_map_table(self, services: Services, _: NoQuery, body: TablePageBody) -> RoomTable:
        """Return a part of the table; nothing is kept."""
        table = self._make(services, body)
        part = table.rows[body.start : body.start + body.limit].tolist()
        return RoomTable(
            version=table.look.room.seen.version,
            n_rows=len(table.rows),
            items=tuple(
                RoomTableRow(
                    row=row,
                    track=table.look.shelf.track_answer(catalogue_row(table.look, row)),
                    values=table.values(row),
                )
                for row in part
            ),
        )

    def post_map_table_file(self, services: Services, _: NoQuery, body: TableBody) -> Response:
        """Return the whole table as CSV; nothing is kept."""
        table = self._make(services, body)
        text: str = services.compute(lambda: "".join(_lines(table)))
        return Response(
            text.encode("utf-8", "replace"),
            content_type=f"{MEDIA_TYPE}; charset=utf-8; header=present",
            headers={
                "Content-Disposition": 'attachment; filename="segue-room.csv"',
                "Cache-Control": "private, no-cache",
            },
        )

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        problems = (401, 409, 413, 422, 503)
        return (
            Endpoint(
                path="/map/table", access="play", method="POST", handle=self.post_map_table,
                body=JsonBody(TablePageBody, limit_bytes=_LIMIT_BYTES), answer=RoomTable, problems=problems,
                summary="Tracks of the room with the exact values of up to six quantities, page by page",
            ),
            Endpoint(
                path="/map/table-files", access="play", method="POST", handle=self.post_map_table_file,
                body=JsonBody(TableBody, limit_bytes=_LIMIT_BYTES), answer=str, media_types=(MEDIA_TYPE,),
                problems=problems, summary="The whole of such a table as CSV",
            ),
        )  # fmt: skip

    def _make(self, services: Services, body: TableBody) -> _Table:
        look = self._rooms.find(services)
        look.require_version(body.version)
        quantities = [self._quantity(services, look, body, name) for name in dict.fromkeys(body.columns)]
        sources = self._rooms.sources(look, request, quantities)
        self._rooms.make_columns(look, quantities, sources)
        rows = _rows(look, body)

        def make() -> _Table:
            columns = [read_column(quantity, sources) for quantity in quantities]
            return _Table(look, sort_rows(rows, columns[0], descending=body.order == "desc"), quantities, columns)

        made: _Table = services.compute(make)
        return made

    def _quantity(self, services: Services, look: Look, body: TableBody, name: str) -> Quantity:
        if name == WEEK_PLAYS:
            return week_quantity(services, look.shelf.catalogue, self._listeners.require(request), body.week)
        return require_quantity(name, look.room.library)


def _rows(look: Look, body: TableBody) -> np.ndarray:
    room = look.room
    rows = np.arange(len(room.seen)) if body.chosen is None else read_chosen(body.chosen, len(room.seen))
    if body.region is None:
        return rows
    if body.region >= len(room.regions):
        raise BadInput(f"region: the map has {len(room.regions)} regions, counted from 0, and no {body.region}")
    return np.intersect1d(rows, room.regions[body.region].rows, assume_unique=True)


def _lines(table: _Table) -> Iterator[str]:
    names = [f"{one.name} ({one.unit})" if one.unit not in ("", one.name) else one.name for one in table.quantities]
    tracks = table.look.room.seen.tracks
    rows = (
        (track.track_id, track.title, track.artist, track.album, *table.values(row))
        for row, track in ((row, tracks[row]) for row in table.rows.tolist())
    )
    return write_csv([*_TRACK_COLUMNS, *names], rows)


def _value(column: Values, row: int) -> Cell:
    if isinstance(column, Categories):
        return column.text(row) or None
    value = float(column.values[row])
    return value if np.isfinite(value) else None

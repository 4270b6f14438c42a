"""The map as bytes: a header that says what follows, a place a track, and a byte a track and quantity.

Little endian: `SGMP`, uint16 format, uint16 n_columns, uint32 n_tracks, uint32 header_bytes; the header, JSON in UTF-8
with spaces at its end so that the places begin at a multiple of 4; uint16 [n_tracks][3] places, 0..65535 over the box;
then uint8 [n_tracks] of each column. docs/api.md has the same with a reader of its own.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from msgspec import Struct

from recommender.errors import BadInput
from recommender.room.quantities.encoding import EncodedColumn, decode
from recommender.room.quantities.quantity import Origin, Scale

MEDIA_TYPE = "application/vnd.segue.map"
MAGIC = b"SGMP"
FORMAT = 1
MAX_COLUMNS = 6
_HEAD = struct.Struct("<4sHHII")
_FULL = 65_535

Point = tuple[float, float, float]


class MethodHeader(Struct, frozen=True, kw_only=True):
    """How the places were found, and how far they can be believed."""

    name: str
    seed: int
    n_neighbours: int
    neighbours_kept: float | None
    """Share of a track's true neighbours that are among its nearest in the map, 0..1."""
    global_order: float | None
    """Spearman correlation of distances in the map with those in the full space."""
    n_placed: int | None
    """Tracks that came after the layout; null for those from whom a part of the library is hidden."""


class BoxHeader(Struct, frozen=True, kw_only=True):
    """Between which values the places lie, on each axis."""

    min: Point
    max: Point


class ColumnHeader(Struct, frozen=True, kw_only=True):
    """One quantity that follows."""

    name: str
    unit: str
    scale: Scale
    low: float
    """What byte 0 stands for, as `high` for 254; what lies beyond counts as the end. Both 0 for categories."""
    high: float
    categories: tuple[str, ...]
    origin: Origin


class RegionHeader(Struct, frozen=True, kw_only=True):
    """A part of the map with a name."""

    name: str
    centre: Point
    radius: float
    """Four of five of its tracks are nearer to the centre."""
    n_tracks: int


class MapHeader(Struct, frozen=True, kw_only=True):
    """What the bytes are: as JSON inside the binary answer."""

    version: str
    """What the rows mean; to be given back when something is asked of rows."""
    map_version: str
    method: MethodHeader
    box: BoxHeader
    columns: tuple[ColumnHeader, ...]
    regions: tuple[RegionHeader, ...]
    """Larger ones first; one may lie inside another."""
    n_missing: int
    """Tracks of the catalogue that are not in the map yet."""


@dataclass(frozen=True, eq=False)
class ReadMap:
    """What the bytes say."""

    header: MapHeader
    positions: np.ndarray
    """float32 [n, 3]."""
    columns: dict[str, np.ndarray]
    """Numbers, or places in the categories, by name of the quantity: float64 [n], NaN where it is not known."""


def box_of(positions: np.ndarray) -> BoxHeader:
    """Return the box around places, float32 [n, 3]; zeros around none."""
    if not len(positions):
        return BoxHeader(min=(0.0, 0.0, 0.0), max=(0.0, 0.0, 0.0))
    return BoxHeader(min=point(positions.min(axis=0)), max=point(positions.max(axis=0)))


def point(place: np.ndarray) -> Point:
    """Return a place [3] as numbers."""
    x, y, z = (float(each) for each in place)
    return x, y, z


def column_header(column: EncodedColumn) -> ColumnHeader:
    """Return what the header says of a column."""
    return ColumnHeader(
        name=column.name, unit=column.unit, scale=column.scale, low=column.low, high=column.high,
        categories=column.categories, origin=column.origin,
    )  # fmt: skip


def write_map(header: MapHeader, positions: np.ndarray, columns: Sequence[EncodedColumn]) -> bytes:
    """Return the bytes of a map; `positions` are float32 [n, 3], inside the header's box."""
    text = msgspec.json.encode(header)
    text += b" " * (-(_HEAD.size + len(text)) % 4)
    low, high = np.array(header.box.min), np.array(header.box.max)
    extent = np.where(high > low, high - low, 1.0)
    places = np.rint(np.clip((positions - low) / extent, 0.0, 1.0) * _FULL).astype("<u2")
    head = _HEAD.pack(MAGIC, FORMAT, len(columns), len(positions), len(text))
    return b"".join([head, text, places.tobytes(), *(column.data.tobytes() for column in columns)])


def read_map(data: bytes) -> ReadMap:
    """Return what the bytes say; raises `BadInput` for what is no map of this format."""
    try:
        return _read(data)
    except (struct.error, msgspec.MsgspecError, ValueError) as error:
        raise BadInput(f"not a map of segue's format {FORMAT}: {error}") from error


def _read(data: bytes) -> ReadMap:
    magic, version, n_columns, n_tracks, header_bytes = _HEAD.unpack_from(data)
    if magic != MAGIC or version != FORMAT:
        raise ValueError(f"it begins with {magic!r} and says format {version}")
    header = msgspec.json.decode(data[_HEAD.size : _HEAD.size + header_bytes], type=MapHeader)
    at = _HEAD.size + header_bytes
    if len(header.columns) != n_columns or len(data) != at + n_tracks * (6 + n_columns):
        raise ValueError(f"{len(data)} bytes are not {n_tracks} tracks with {n_columns} columns")
    low, high = np.array(header.box.min), np.array(header.box.max)
    places = np.frombuffer(data, "<u2", 3 * n_tracks, at).reshape(n_tracks, 3)
    positions = (low + (high - low) * places / _FULL).astype(np.float32)
    at += 6 * n_tracks
    columns = {}
    for number, column in enumerate(header.columns):
        codes = np.frombuffer(data, np.uint8, n_tracks, at + number * n_tracks)
        columns[column.name] = decode(EncodedColumn(**msgspec.structs.asdict(column), data=codes))
    return ReadMap(header, positions, columns)

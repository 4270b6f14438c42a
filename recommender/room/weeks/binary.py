"""The weeks as bytes: a header that says what follows, where each week begins, then the rows and their plays.

Little endian: `SGWK`, uint16 format, uint16 n_weeks, uint32 n_entries, uint32 header_bytes; the header, JSON in UTF-8
with spaces at its end so that what follows begins at a multiple of 4; uint32 [n_weeks + 1] where the entries of each
week begin; uint32 [n_entries] rows; uint8 [n_entries] plays. docs/api.md has the same in words.
"""

import struct
from datetime import UTC, date, datetime, time

import msgspec
import numpy as np
from msgspec import Struct

from recommender.errors import BadInput
from recommender.room.weeks.counting import RowWeeks

MEDIA_TYPE = "application/vnd.segue.weeks"
MAGIC = b"SGWK"
FORMAT = 1
_HEAD = struct.Struct("<4sHHII")


class WeeksHeader(Struct, frozen=True, kw_only=True):
    """What the bytes are: as JSON inside the binary answer."""

    version: str
    """Of the map whose rows these are."""
    first_monday: date
    """Weeks begin on Mondays at midnight UTC; the last is the one that is under way."""
    n_elsewhere: int
    """Plays in the last 104 weeks of tracks that came after the map."""


def write_weeks(version: str, weeks: RowWeeks) -> bytes:
    """Return the bytes of the weeks of a map's version."""
    header = WeeksHeader(version=version, first_monday=weeks.monday.date(), n_elsewhere=weeks.n_elsewhere)
    text = msgspec.json.encode(header)
    text += b" " * (-(_HEAD.size + len(text)) % 4)
    head = _HEAD.pack(MAGIC, FORMAT, len(weeks), len(weeks.rows), len(text))
    parts = (weeks.starts.astype("<u4"), weeks.rows.astype("<u4"), weeks.plays.astype(np.uint8))
    return b"".join([head, text, *(part.tobytes() for part in parts)])


def read_weeks(data: bytes) -> tuple[str, RowWeeks]:
    """Return the version and the weeks; raises `BadInput` for what is no weeks of this format."""
    try:
        return _read(data)
    except (struct.error, msgspec.MsgspecError, ValueError) as error:
        raise BadInput(f"not weeks of segue's format {FORMAT}: {error}") from error


def _read(data: bytes) -> tuple[str, RowWeeks]:
    magic, version, n_weeks, n_entries, header_bytes = _HEAD.unpack_from(data)
    if magic != MAGIC or version != FORMAT:
        raise ValueError(f"it begins with {magic!r} and says format {version}")
    at = _HEAD.size + header_bytes
    header = msgspec.json.decode(data[_HEAD.size : at], type=WeeksHeader)
    if len(data) != at + 4 * (n_weeks + 1) + 5 * n_entries:
        raise ValueError(f"{len(data)} bytes are not {n_weeks} weeks with {n_entries} entries")
    starts = np.frombuffer(data, "<u4", n_weeks + 1, at)
    rows = np.frombuffer(data, "<u4", n_entries, at + 4 * (n_weeks + 1))
    plays = np.frombuffer(data, np.uint8, n_entries, at + 4 * (n_weeks + 1 + n_entries))
    monday = datetime.combine(header.first_monday, time(), tzinfo=UTC)
    return header.version, RowWeeks(monday, starts, rows, plays, header.n_elsewhere)

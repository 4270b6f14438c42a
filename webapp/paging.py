"""Cursors: an opaque place in a list that survives a change of the catalogue."""

import base64
from collections.abc import Callable
from hashlib import blake2b

import msgspec

from recommender.errors import BadInput

MAX_LIMIT = 500
_MAX_CURSOR = 400


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """Where the next page starts."""

    start: int
    revision: str
    """Of the catalogue that the last page showed."""
    last_id: str
    """Identity of the last row shown: found again after a change, so that nothing is shown twice or left out."""
    list_digest: str
    """Which list it is a place in: order and filters."""


def list_digest(*parts: object) -> str:
    """Return the identity of a list by what was asked for."""
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def encoded(cursor: Cursor) -> str:
    """Return the cursor as clients hand it back."""
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(cursor)).decode().rstrip("=")


def decoded(text: str, *, digest: str) -> Cursor:
    """Return the cursor that was handed back; raise `BadInput` for one that is not ours or of another list."""
    try:
        if len(text) > _MAX_CURSOR:
            raise ValueError("too long")
        cursor = msgspec.msgpack.decode(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=Cursor)
    except ValueError as error:
        raise BadInput("cursor: not one that this API gave; start without it") from error
    if cursor.list_digest != digest or cursor.start < 0:
        raise BadInput("cursor: it belongs to a list with another order or filter; start without it")
    return cursor


def first_row(
    *, cursor: str | None, start: int | None, digest: str, revision: str, row_of: Callable[[str], int | None]
) -> int:
    """Return the row a page starts at; `row_of` finds the row of an identity in the list as it is now."""
    if cursor is None:
        return start or 0
    if start is not None:
        raise BadInput("give cursor or start, not both")
    place = decoded(cursor, digest=digest)
    if place.revision == revision:
        return place.start
    last = row_of(place.last_id)
    return place.start if last is None else last + 1

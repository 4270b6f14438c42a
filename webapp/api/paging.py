"""Pages of long lists, by row or by a cursor: an opaque place in a list that survives a change of the catalogue."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Annotated, Generic, TypeVar

import msgspec
import numpy as np
from msgspec import Meta, Struct

from recommender.errors import BadInput

MAX_LIMIT = 500
_MAX_CURSOR = 400
Row = TypeVar("Row")
Page = TypeVar("Page")


class PageQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a list: the page after a cursor, or from a row."""

    limit: Annotated[int, Meta(ge=1, le=MAX_LIMIT)] = 100
    cursor: str | None = None
    start: Annotated[int, Meta(ge=0, le=2**31)] | None = None


class Cursor(Struct, frozen=True, array_like=True):
    """Where the next page starts."""

    start: int
    revision: str
    """Of the catalogue that the last page showed."""
    last_id: str
    """Identity of the last row shown: found again after a change, so that nothing is shown twice or left out."""
    list_digest: str
    """Which list it is a place in: order and filters."""


@dataclass(frozen=True, kw_only=True)
class Listing(Generic[Row]):
    """A whole list, of which an endpoint answers with the page that its `PageQuery` asks for."""

    name: tuple[object, ...]
    """What it lists, in which order and by which filters: a cursor is good for this list only."""
    rows: Sequence[Row] | np.ndarray
    revision: str
    """Of the catalogue that it was made of."""
    identify: Callable[[Row], str]
    show: Callable[[Row], object]
    """Returns the answer of one row."""
    find: Callable[[str], int | None] | None = None
    """Returns the row of an identity, or None, where that can be known without looking at every row."""
    duration_s: float | None = None
    """Of all that it lists together, for answers that tell it."""

    def page(self, query: PageQuery, answer: Callable[..., Page]) -> Page:
        """Return the page as `answer` of `items`, `next_cursor` and `total`; raises `BadInput` for a bad cursor."""
        digest = list_digest(*self.name)
        total = len(self.rows)
        first = self._first_row(query, digest)
        after = min(first + query.limit, total)
        next_cursor = None
        if first < after < total:
            next_cursor = encode(Cursor(after, self.revision, self.identify(self.rows[after - 1]), digest))
        items = tuple(self.show(row) for row in self.rows[first:after])
        more = {} if self.duration_s is None else {"duration_s": round(self.duration_s, 3)}
        return answer(items=items, next_cursor=next_cursor, total=total, **more)

    def _first_row(self, query: PageQuery, digest: str) -> int:
        if query.cursor is None:
            return query.start or 0
        if query.start is not None:
            raise BadInput("give cursor or start, not both")
        cursor = decode(query.cursor, digest=digest)
        if cursor.revision == self.revision:
            return cursor.start
        last = (self.find or self._look_for)(cursor.last_id)
        return cursor.start if last is None else last + 1

    def _look_for(self, identity: str) -> int | None:
        return next((number for number, row in enumerate(self.rows) if self.identify(row) == identity), None)


def list_digest(*parts: object) -> str:
    """Return the identity of a list by what was asked for."""
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def encode(cursor: Cursor) -> str:
    """Return the cursor as clients hand it back."""
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(cursor)).decode().rstrip("=")


def decode(text: str, *, digest: str) -> Cursor:
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

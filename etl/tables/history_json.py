"""JSON files of many plays, as an array or as lines, taken apart row by row: one broken row costs one row."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import msgspec

from etl.tables.history_rows import BadRow, NoMusic, Read, Unusable
from recommender.prediction.streams.records import Play

_rows = msgspec.json.Decoder(list[msgspec.Raw])
_first = msgspec.json.Decoder()

_LOOKED_AT = 100

Parse = Callable[[Any], Play | None]
"""Makes a play of one decoded row; None for what is no music; raises `Unusable`."""


def is_array(content: bytes) -> bool:
    """Return whether the content is one JSON array."""
    return content.lstrip()[:1] == b"["


def rows_of(content: bytes) -> Iterator[bytes | msgspec.Raw]:
    """Yield each row, undecoded; raise `msgspec.DecodeError` when the content is no array."""
    if is_array(content):
        yield from _rows.decode(content)
        return
    for line in content.splitlines():
        if line := line.strip():
            yield line


def first_object(content: bytes) -> dict[str, Any] | None:
    """Return the first object among the first rows, or None."""
    try:
        for row in islice(rows_of(content), _LOOKED_AT):
            if isinstance(found := _decoded(row), dict):
                return found
    except msgspec.DecodeError:
        return None
    return None


def _decoded(row: bytes | msgspec.Raw) -> object:
    try:
        return _first.decode(row)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def plays_of(content: bytes, kind: type[msgspec.Struct], parse: Parse) -> Iterator[Read]:
    """Yield a play, or what is wrong, for each row; `kind` is how a row must look."""
    decode = msgspec.json.Decoder(kind).decode
    for number, raw in enumerate(rows_of(content), 1):
        try:
            play = parse(decode(raw))
        except (msgspec.DecodeError, UnicodeDecodeError, Unusable) as error:
            yield BadRow(number, str(error))
            continue
        yield NoMusic(number) if play is None else play

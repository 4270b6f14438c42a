"""JSON files of many plays: an array, lines, or pages, taken apart row by row, so that a broken row costs one row."""

import io
import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import msgspec

from etl.histories.rows import BadRow, NoMusic, Read, Unusable
from recommender.prediction.streams.records import Play

LISTS = ("recenttracks", "payload", "scrobbles", "listens", "items", "track")
"""Under which names an object holds plays, or an object that holds them: a page of an API, or a whole export."""
_PAGES = ("recenttracks", "payload")
_MARKS = tuple(f'"{name}"'.encode() for name in LISTS)
_LOOKED_AT = 100
_MAX_DEPTH_IN_PAGES = 4
_WHITE = " \t\r\n,"

_raws = msgspec.json.Decoder(list[msgspec.Raw])
_fields = msgspec.json.Decoder(dict[str, msgspec.Raw])
_any = msgspec.json.Decoder()
_Raw = bytes | msgspec.Raw

Parse = Callable[[Any], Play | None]
"""Makes a play of one decoded row; None for what is no music; raises `Unusable`."""


def rows_of(content: bytes) -> Iterator[_Raw]:
    """Yield each row, undecoded; what is cut off or damaged ends in one row that cannot be decoded."""
    content = content.strip()
    may_have_pages = content[1:].lstrip().startswith(b"[") or any(mark in content for mark in _MARKS)
    for row in _outermost(content):
        if may_have_pages:
            yield from _inner(row, _MAX_DEPTH_IN_PAGES)
        else:
            yield row


def first_objects(content: bytes) -> Iterator[dict[str, Any]]:
    """Yield the objects among the first rows."""
    for row in islice(rows_of(content), _LOOKED_AT):
        try:
            entry = _any.decode(row)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        if isinstance(entry, dict):
            yield entry


def plays_of(content: bytes, kind: type[msgspec.Struct], parse: Parse) -> Iterator[Read]:
    """Yield a play, or what is wrong, for each row; `kind` is how a row must look."""
    decode = msgspec.json.Decoder(kind, strict=False).decode  # some tools write numbers as texts
    for number, raw in enumerate(rows_of(content), 1):
        try:
            play = parse(decode(raw))
        except (msgspec.DecodeError, UnicodeDecodeError, Unusable) as error:
            yield BadRow(number, str(error))
            continue
        yield NoMusic(number) if play is None else play


def _outermost(content: bytes) -> Iterator[_Raw]:
    """Yield the elements of an array, the one object there is, or each line."""
    if content.startswith(b"["):
        try:
            yield from _raws.decode(content)
        except msgspec.DecodeError:
            yield from _as_far_as_whole(content[1:])
    elif _is_one_object(content):
        yield content
    elif _is_lines(content):
        yield from _lines(content)
    else:
        yield from _as_far_as_whole(content)


def _inner(row: _Raw, deepest: int) -> Iterator[_Raw]:
    """Yield the rows in a page, or the row itself when it is none."""
    start = _start(row)
    if deepest and start == b"[":
        for element in _elements(row):
            yield from _inner(element, deepest - 1)
    elif deepest and start == b"{" and (held := _held(row)) is not None:
        yield from _inner(held, deepest - 1)
    else:
        yield row


def _held(row: _Raw) -> _Raw | None:
    """Return what a page holds; None for a play, which may have a `track` too, but no list of them."""
    if not any(mark in bytes(row) for mark in _MARKS):
        return None
    try:
        fields = _fields.decode(row)
    except msgspec.DecodeError:
        return None
    for name in LISTS:
        start = _start(fields[name]) if name in fields else b""
        # A page of one track: the API leaves the brackets out.
        is_page = name in _PAGES or (name == "track" and "@attr" in fields)
        if start == b"[" or (start == b"{" and is_page):
            return fields[name]
    return None


def _start(row: _Raw) -> bytes:
    return bytes(memoryview(row)[:1])


def _elements(row: _Raw) -> Iterator[_Raw]:
    try:
        yield from _raws.decode(row)
    except msgspec.DecodeError:
        yield row


def _is_one_object(content: bytes) -> bool:
    try:
        _fields.decode(content)
    except msgspec.DecodeError:
        return False
    return True


def _is_lines(content: bytes) -> bool:
    first = list(islice(_lines(content), _LOOKED_AT))
    return 2 * sum(map(_is_one_object, first)) > len(first)


def _lines(content: bytes) -> Iterator[bytes]:
    return filter(None, (line.strip() for line in io.BytesIO(content)))


def _as_far_as_whole(content: bytes) -> Iterator[_Raw]:
    """Yield value after value of a text that is no JSON as a whole, and last what could not be read any further."""
    text = content.decode("utf-8", "replace")
    decode = json.JSONDecoder().raw_decode
    offset = 0
    while True:
        while offset < len(text) and text[offset] in _WHITE:
            offset += 1
        if offset >= len(text) or text[offset:].strip() == "]":
            return
        try:
            _, end = decode(text, offset)
        except (ValueError, RecursionError):
            yield text[offset : offset + _LOOKED_AT].encode()
            return
        yield text[offset:end].encode()
        offset = end

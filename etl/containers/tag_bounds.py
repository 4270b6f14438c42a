"""How many parts a file's tags have, counted without reading them: a small file may hold hundreds of thousands.

Parsers make an object of each part, some compare each with all others; a cover is looked for while somebody waits.
"""

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from etl.containers.ogg_pages import pages
from etl.containers.payload import MP4_ATOMS
from etl.containers.tag_blocks import Span, read_at, without_tags
from recommender.errors import BadInput

MAX_TAG_BYTES = 64_000_000
"""A picture of 20 MB, three times over; parsers hold a tag in memory, and copies of it."""
MAX_TAG_PARTS = 2_000
"""Blocks, chunks, atoms, frames or comments; the most thoroughly tagged music has about a hundred."""
_TOO_MANY = MAX_TAG_PARTS + 1
_MP4_FOLDERS = (b"moov", b"udta", b"trak", b"mdia", b"meta", b"ilst", b"stbl", b"minf", b"moof", b"traf")
_COMMENTS = 4
_COMMENT_HEADERS = (b"\x03vorbis", b"OpusTags", b"\x81kate\0\0\0", b"\x84")


class TooManyTags(BadInput):
    """The tags have more parts, or are larger, than anybody's; they are not read."""


def require_bounded_tags(path: Path) -> None:
    """Raise `TooManyTags` when a file's tags are beyond `MAX_TAG_PARTS` or `MAX_TAG_BYTES`; `OSError` without it."""
    with path.open("rb") as file:
        n_parts = 0
        for count in _counts(file):
            n_parts += count
            if n_parts > MAX_TAG_PARTS:
                raise TooManyTags(f"more than {MAX_TAG_PARTS:,} parts, or {MAX_TAG_BYTES:,} bytes, of tags: not read")


def _counts(file: BinaryIO) -> Iterator[int]:
    """Yield how many parts each piece of the tags has; may go on for as long as the file is long."""
    end = file.seek(0, os.SEEK_END)
    sound = without_tags(file)
    yield from _id3_frames(file)
    yield _ape_items(file, end)
    head = read_at(file, sound.start, 16)
    if head.startswith(b"fLaC"):
        yield from _flac_blocks(file, sound)
    elif head.startswith(b"OggS"):
        yield from _ogg_comments(file, sound)
    elif head[4:8] in MP4_ATOMS:
        yield from _mp4_atoms(file, sound)
    elif head[:4] in (b"RIFF", b"RF64", b"BW64", b"FORM"):
        yield from _chunks(file, sound, ">I" if head.startswith(b"FORM") else "<I")


def _id3_frames(file: BinaryIO) -> Iterator[int]:
    header = read_at(file, 0, 10)
    if header[:3] != b"ID3" or len(header) < 10:
        return
    a, b, c, d = header[6:10]
    offset, end = 10, 10 + (a << 21 | b << 14 | c << 7 | d)
    if end > MAX_TAG_BYTES:
        yield _TOO_MANY
        return
    name_bytes, header_bytes = (3, 6) if header[3] == 2 else (4, 10)
    while offset + header_bytes <= end:
        frame = read_at(file, offset, header_bytes)
        if len(frame) < header_bytes or not frame[0]:
            return
        size = frame[name_bytes : header_bytes - (2 if header_bytes == 10 else 0)]
        offset += header_bytes + _id3_size(size, is_synchsafe=header[3] >= 4)
        yield 1


def _id3_size(size: bytes, *, is_synchsafe: bool) -> int:
    if not is_synchsafe or max(size) > 127:
        return int.from_bytes(size, "big")
    return sum(byte << 7 * i for i, byte in enumerate(reversed(size)))


def _ape_items(file: BinaryIO, end: int) -> int:
    starts = (0, max(0, end - 32), max(0, end - 160))  # before the sound, at its end, before an ID3v1 tag
    headers = [header for start in starts if (header := read_at(file, start, 32)).startswith(b"APETAGEX")]
    if any(int.from_bytes(header[12:16], "little") > MAX_TAG_BYTES for header in headers):
        return _TOO_MANY
    return max((int.from_bytes(header[16:20], "little") for header in headers), default=0)


def _flac_blocks(file: BinaryIO, span: Span) -> Iterator[int]:
    offset, is_last = span.start + 4, False
    while not is_last and offset + 4 <= span.end:
        header = read_at(file, offset, 4)
        is_last, kind = bool(header[0] & 0x80), header[0] & 0x7F
        yield 1 + (_comments(file, offset + 4, span.end) if kind == _COMMENTS else 0)
        offset += 4 + int.from_bytes(header[1:], "big")


def _ogg_comments(file: BinaryIO, span: Span) -> Iterator[int]:
    for page in pages(file, span):
        if page.begins_stream:
            continue
        start = read_at(file, page.body.start, 16)
        for header in _COMMENT_HEADERS:
            if start.startswith(header):
                # in Ogg FLAC the comments are behind a block's header
                yield _comments(file, page.body.start + max(4, len(header)), page.body.end)
        return


def _comments(file: BinaryIO, at: int, end: int) -> int:
    """Return how many comments are announced; none is to be had behind a vendor's name that goes on and on."""
    at += 4 + int.from_bytes(read_at(file, at, 4), "little")
    return int.from_bytes(read_at(file, at, 4), "little") if at + 4 <= end else _TOO_MANY


def _mp4_atoms(file: BinaryIO, span: Span) -> Iterator[int]:
    pending = [span]
    while pending:
        offset, end = pending.pop()
        while offset + 8 <= end:
            size, name = struct.unpack(">I4s", read_at(file, offset, 8))
            header_bytes = 8
            if size == 1:
                size, header_bytes = int.from_bytes(read_at(file, offset + 8, 8), "big"), 16
            stop = end if size == 0 or offset + size > end else offset + size
            if name == b"ilst" and stop - offset > MAX_TAG_BYTES:
                yield _TOO_MANY
            if name in _MP4_FOLDERS:
                pending.append(Span(offset + header_bytes + (4 if name == b"meta" else 0), stop))
            yield 1
            if stop < offset + header_bytes:
                break
            offset = stop


def _chunks(file: BinaryIO, span: Span, size_format: str) -> Iterator[int]:
    offset = span.start + 12
    while offset + 8 <= span.end:
        (size,) = struct.unpack(size_format, read_at(file, offset + 4, 4))
        offset += 8 + size + (size & 1)
        yield 1

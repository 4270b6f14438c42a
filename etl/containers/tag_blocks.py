"""Tags that stand around a sound and belong to no container: ID3, APE, Lyrics3."""

import os
import struct
from typing import BinaryIO, NamedTuple

_APE_HEADER_BYTES = 32
_HAS_HEADER = 1 << 31


class Span(NamedTuple):
    """Bytes of a file: `start` included, `end` not."""

    start: int
    end: int


def read_at(file: BinaryIO, start: int, size: int) -> bytes:
    """Return up to `size` bytes from `start` on."""
    file.seek(start)
    return file.read(size)


def without_tags(file: BinaryIO) -> Span:
    """Return where the sound lies: behind the tags at the beginning of the file, before those at its end."""
    start, end = 0, file.seek(0, os.SEEK_END)
    while (size := _leading_tag_bytes(read_at(file, start, _APE_HEADER_BYTES))) and start + size <= end:
        start += size
    while size := _trailing_tag_bytes(file, start, end):
        end -= size
    return Span(start, end)


def _leading_tag_bytes(header: bytes) -> int:
    """Return the size of the ID3v2 or APEv2 tag that begins here, 0 when none does."""
    if header.startswith(b"APETAGEX") and len(header) == _APE_HEADER_BYTES:
        return _APE_HEADER_BYTES + int.from_bytes(header[12:16], "little")
    if len(header) < 10 or header[:3] != b"ID3" or max(header[6:10]) > 127:
        return 0
    a, b, c, d = header[6:10]
    footer = 10 if header[5] & 0x10 else 0
    return 10 + (a << 21 | b << 14 | c << 7 | d) + footer


def _trailing_tag_bytes(file: BinaryIO, start: int, end: int) -> int:
    if end - start >= 128 and read_at(file, end - 128, 3) == b"TAG":
        return 128
    footer = read_at(file, end - 32, 32) if end - start >= 32 else b""
    if footer.startswith(b"APETAGEX"):
        size, _items, flags = struct.unpack("<III", footer[12:24])
        size += _APE_HEADER_BYTES if flags & _HAS_HEADER else 0
        return size if 32 <= size <= end - start else 0
    if footer[-9:] == b"LYRICS200" and footer[-15:-9].isdigit():
        size = int(footer[-15:-9]) + 15
        return size if size <= end - start else 0
    return 0

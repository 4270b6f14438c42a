"""The texts in the chunks of WAV (RIFF INFO) and AIFF (NAME, AUTH): tags from before there were tags."""

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from etl.tags.texts import TagTexts, named_texts

MAX_TEXT_BYTES = 1 << 16
MAX_CHUNKS = 10_000
_INFO = {
    b"INAM": "title", b"IART": "artist", b"IPRD": "album", b"IAAR": "albumartist", b"ICRD": "date", b"IGNR": "genre",
    b"IPRT": "track", b"ITRK": "track", b"ICMT": "comment", b"ILNG": "language", b"ISRC": "isrc",
    b"IMUS": "composer", b"IWRI": "writer", b"IPRO": "producer", b"IPUB": "label",
}  # fmt: skip
_AIFF = {b"NAME": "title", b"AUTH": "artist", b"ANNO": "comment"}


def read_chunk_tags(path: Path) -> TagTexts:
    """Return what the text chunks of a WAV or AIFF file say; of another file nothing. Raises `OSError`."""
    with path.open("rb") as file:
        head, size = file.read(12), os.fstat(file.fileno()).st_size
        if head[:4] in (b"RIFF", b"RF64", b"BW64"):
            return named_texts(_riff_texts(file, size))
        if head[:4] == b"FORM" and head[8:] in (b"AIFF", b"AIFC"):
            return named_texts(_texts(file, 12, size, ">I", _AIFF))
    return {}


def _riff_texts(file: BinaryIO, size: int) -> Iterator[tuple[str, str]]:
    for name, start, end in _chunks(file, 12, size, "<I"):
        if name == b"LIST" and _read(file, start, 4) == b"INFO":
            yield from _texts(file, start + 4, end, "<I", _INFO)


def _texts(
    file: BinaryIO, start: int, end: int, size_format: str, names: dict[bytes, str]
) -> Iterator[tuple[str, str]]:
    for name, begin, stop in _chunks(file, start, end, size_format):
        if known := names.get(name):
            yield known, _decode(_read(file, begin, min(stop - begin, MAX_TEXT_BYTES)))


def _chunks(file: BinaryIO, at: int, end: int, size_format: str) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, first byte and end of each chunk."""
    for _ in range(MAX_CHUNKS):
        header = _read(file, at, 8)
        if at + 8 > end or len(header) < 8:
            return
        (size,) = struct.unpack(size_format, header[4:])
        stop = min(at + 8 + size, end)
        yield header[:4], at + 8, stop
        at = stop + (size & 1)


def _decode(raw: bytes) -> str:
    """Return the text before the first NUL; UTF-8 where it is that, else Windows' Latin-1."""
    raw = raw.split(b"\0", 1)[0]
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _read(file: BinaryIO, start: int, size: int) -> bytes:
    file.seek(start)
    return file.read(size)

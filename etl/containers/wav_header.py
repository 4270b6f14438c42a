"""WAV files whose recorder was cut off before it wrote the sizes: all the sound is there, and the header denies it."""

import struct
from pathlib import Path
from typing import BinaryIO

from etl.containers.spliced_file import SplicedFile
from etl.containers.tag_blocks import Span, read_at, without_tags

_UNKNOWN = 0xFFFFFFFF
_MAX_FORMAT_BYTES = 4096
_MAX_CHUNKS = 10_000
_EXTENSIBLE = b"\xfe\xff"
"""The codec's number stands further back."""


def finished_wav(path: Path) -> SplicedFile | None:
    """Return an unfinished file's sound behind a header with its real size; None when there is nothing to mend."""
    with path.open("rb") as file:
        whole = without_tags(file)
        magic = read_at(file, whole.start, 12)
        if magic[:4] not in (b"RIFF", b"RF64", b"BW64") or magic[8:] != b"WAVE":
            return None
        is_64 = magic[:4] != b"RIFF"
        layout, n_bytes = b"", 0
        offset = whole.start + 12
        while offset + 8 <= whole.end:
            name, size = struct.unpack("<4sI", read_at(file, offset, 8))
            if name == b"ds64":
                n_bytes = int.from_bytes(read_at(file, offset + 16, 8), "little")
            elif name == b"fmt ":
                layout = read_at(file, offset + 8, min(size, _MAX_FORMAT_BYTES))
            elif name == b"data":
                n_bytes = size if size != _UNKNOWN or not is_64 else n_bytes
                sound = Span(offset + 8, whole.end)
                is_unfinished = n_bytes == 0 or (is_64 and n_bytes > sound.end - sound.start)
                if not layout or not is_unfinished or _begins_chunk(file, sound):
                    return None
                return SplicedFile(path, sound, before=_header(layout, sound.end - sound.start))
            offset += 8 + size + (size & 1)
    return None


def wav_format(file: BinaryIO) -> tuple[int, int]:
    """Return codec number (1: integers, 3: floats) and bits per sample of a WAV file; zeros without a format."""
    offset, end = 12, file.seek(0, 2)
    for _ in range(_MAX_CHUNKS):
        if offset + 8 > end:
            break
        name, size = struct.unpack("<4sI", read_at(file, offset, 8))
        if name == b"fmt " and size >= 16:
            layout = read_at(file, offset + 8, 26)
            codec = int.from_bytes(layout[24:26] if layout[:2] == _EXTENSIBLE else layout[:2], "little")
            return codec, int.from_bytes(layout[14:16], "little")
        offset += 8 + size + (size & 1)
    return 0, 0


def _begins_chunk(file: BinaryIO, rest: Span) -> bool:
    """Say whether nothing, or another chunk, follows: then the sound is empty indeed."""
    name, size = read_at(file, rest.start, 4), read_at(file, rest.start + 4, 4)
    fits = rest.start + 8 + int.from_bytes(size, "little") <= rest.end
    return len(size) < 4 or ((name.isalnum() or name.strip().isalnum()) and name.isascii() and fits)


def _header(layout: bytes, n_bytes: int) -> bytes:
    chunk = struct.pack("<4sI", b"fmt ", len(layout)) + layout + b"\0" * (len(layout) & 1)
    total = 4 + len(chunk) + 8 + n_bytes
    if total < _UNKNOWN:
        return struct.pack("<4sI4s", b"RIFF", total, b"WAVE") + chunk + struct.pack("<4sI", b"data", n_bytes)
    sizes = struct.pack("<4sIQQQI", b"ds64", 28, total + 36, n_bytes, 0, 0)
    return struct.pack("<4sI4s", b"RF64", _UNKNOWN, b"WAVE") + sizes + chunk + struct.pack("<4sI", b"data", _UNKNOWN)

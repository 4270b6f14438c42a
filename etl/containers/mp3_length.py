"""MP3 files that do not tell their length, or whose sound is not where decoders look for it.

Most MP3 files begin with a frame that tells how many follow (Xing, Info, VBRI). Of the others decoders guess the length
from size and first bit rate: a cover picture makes it too long, a variable rate wrong by any factor. Here the frames
are counted, and a Xing frame with the count is put before them. What stands before the first frame is left out.
"""

import struct
from pathlib import Path
from typing import BinaryIO, NamedTuple

from etl.containers.mpeg_frames import (
    LAYER_III,
    count_frames,
    find_frames,
    frame_length,
    is_free_format,
    is_mpeg_1,
    layer,
)
from etl.containers.spliced_file import SplicedFile
from etl.containers.tag_blocks import Span, read_at, without_tags

MAX_SEARCHED_BYTES = 64_000_000
"""How far behind the tags the first frame is looked for."""
_MIN_REST_BYTES = 16_384
"""Fewer bytes behind the told ones are a rounding, not another sound."""
_SEARCHED_REST_BYTES = 1 << 20
_FRAMES_AND_BYTES = 3
_MONO = 3
_HEAD_BYTES = 200


class _LengthHeader(NamedTuple):
    """What the frame before the sound tells; 0 where it does not."""

    is_there: bool
    n_frames: int = 0
    n_bytes: int = 0


def mp3_with_length(path: Path) -> SplicedFile | None:
    """Return the frames of an MP3 file, their number before them; None when it needs that not or is no MP3 file."""
    with path.open("rb") as file:
        sound = without_tags(file)
        first = _first_frame(file, sound)
        if first is None:
            return None
        head = read_at(file, first, _HEAD_BYTES)
        header = _read_header(head) if layer(head) == LAYER_III else _LengthHeader(False)
        if _is_meant_for_all(header, file, Span(first, sound.end)):
            return None if first == sound.start else SplicedFile(path, Span(first, sound.end))
        if layer(head) != LAYER_III:
            return SplicedFile(path, Span(first, sound.end))
        if header.is_there:  # an empty promise: decoders would believe it
            first += frame_length(head)
            head = read_at(file, first, _HEAD_BYTES)
        frames = Span(first, sound.end)
        n_frames = count_frames(file, frames)
    if n_frames < 2:
        return None
    return SplicedFile(path, frames, before=_xing_frame(head, n_frames, frames.end - frames.start))


def has_mpeg_frames(path: Path) -> bool:
    """Say whether there are frames that decoders can be believed to have found."""
    with path.open("rb") as file:
        sound = without_tags(file)
        return is_free_format(read_at(file, sound.start, 4)) or _first_frame(file, sound) is not None


def _first_frame(file: BinaryIO, sound: Span) -> int | None:
    header = read_at(file, sound.start, 4)
    if is_free_format(header):
        return None
    length = frame_length(header)
    if length and frame_length(read_at(file, sound.start + length, 4)):
        return sound.start
    return find_frames(file, Span(sound.start, min(sound.end, sound.start + MAX_SEARCHED_BYTES)))


def _read_header(head: bytes) -> _LengthHeader:
    offset = 4 + _side_info_bytes(head)
    for xing in (head[offset:], head[offset + 2 :]):  # a checksum may stand before it
        if xing[:4] in (b"Xing", b"Info"):
            flags = xing[7]
            n_frames = int.from_bytes(xing[8:12], "big") if flags & 1 else 0
            n_bytes = int.from_bytes(xing[12:16], "big") if flags & _FRAMES_AND_BYTES == _FRAMES_AND_BYTES else 0
            return _LengthHeader(True, n_frames, n_bytes)
    if head[36:40] == b"VBRI":
        return _LengthHeader(True, int.from_bytes(head[50:54], "big"), int.from_bytes(head[46:50], "big"))
    return _LengthHeader(False)


def _is_meant_for_all(header: _LengthHeader, file: BinaryIO, sound: Span) -> bool:
    """Say whether the count holds for all that is there: files that were joined tell the first one's only."""
    if not header.n_frames:
        return False
    rest = Span(sound.start + header.n_bytes, min(sound.end, sound.start + header.n_bytes + _SEARCHED_REST_BYTES))
    is_joined = header.n_bytes and rest.end - rest.start > _MIN_REST_BYTES and find_frames(file, rest) is not None
    return not is_joined


def _side_info_bytes(head: bytes) -> int:
    """Return the bytes between a frame's header and its data."""
    mono = head[3] >> 6 == _MONO
    if is_mpeg_1(head):
        return 17 if mono else 32
    return 9 if mono else 17


def _xing_frame(head: bytes, n_frames: int, n_bytes: int) -> bytes:
    """Return a frame of the same kind, large enough, that holds the number of frames and bytes after it."""
    header = bytes((head[0], head[1] | 1, head[2] & 0x0C | 0x90, head[3]))  # no checksum, 128 or 80 kbit/s, no padding
    length = frame_length(header)
    body = b"Xing" + struct.pack(">III", _FRAMES_AND_BYTES, n_frames, min(n_bytes + length, 0xFFFFFFFF))
    return (header + bytes(_side_info_bytes(head)) + body).ljust(length, b"\0")

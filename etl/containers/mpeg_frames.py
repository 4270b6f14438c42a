"""The frames of MPEG audio (layers I to III): where they are in a file, and how many there are."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import BinaryIO

from etl.containers.tag_blocks import Span, read_at

LAYER_III = 1
_MPEG_1, _MPEG_2, _MPEG_2_5 = 3, 2, 0
_RATES = {_MPEG_1: (44_100, 48_000, 32_000), _MPEG_2: (22_050, 24_000, 16_000), _MPEG_2_5: (11_025, 12_000, 8_000)}
_LAYER_I, _LAYER_II = 3, 2
_KBITS_1 = {
    _LAYER_I: tuple(range(32, 449, 32)),
    _LAYER_II: (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    LAYER_III: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
}
_KBITS_2 = {
    _LAYER_I: (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    _LAYER_II: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    LAYER_III: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAME_KIND = 0xFFFE0C00
"""Bits of a frame's header that are those of every frame of a stream: version, layer, sample rate."""
_BLOCK_BYTES = 1 << 20
_LOOK_AHEAD_BYTES = 16_384
"""More than three frames of any kind."""
_SYNC = re.compile(rb"\xff[\xe2-\xe5\xf2-\xf5\xfa-\xfd]", re.DOTALL)
"""How frames of layer II and III begin."""
N_IN_A_ROW = 4
"""Frames of one kind, one behind the other, that do not come about by chance."""


def layer(header: bytes) -> int:
    """Return the layer's code: 1 is layer III, 2 layer II, 3 layer I."""
    return header[1] >> 1 & 3


def is_mpeg_1(header: bytes) -> bool:
    """Say whether the frame is of MPEG 1, not 2 or 2.5."""
    return header[1] >> 3 & 3 == _MPEG_1


def frame_length(header: bytes) -> int:
    """Return the bytes of the frame that begins here, 0 when none does (or one of a free bit rate)."""
    if len(header) < 4 or header[0] != 0xFF:
        return 0
    return _lengths().get(header[1] << 8 | header[2], 0)


def is_free_format(header: bytes) -> bool:
    """Say whether a frame may begin here that does not tell its bit rate."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0 or header[2] >> 4:
        return False
    return header[1] >> 3 & 3 != 1 and layer(header) != 0 and header[2] >> 2 & 3 != 3


@cache
def _lengths() -> Mapping[int, int]:
    """Frame lengths by the second and third byte of the header."""
    return dict(_all_lengths())


def _all_lengths() -> Iterator[tuple[int, int]]:
    for key in range(0xE000, 0x10000):
        version, code = key >> 11 & 3, key >> 9 & 3
        bitrate, rate, padding = key >> 4 & 15, key >> 2 & 3, key >> 1 & 1
        if version == 1 or code == 0 or bitrate in (0, 15) or rate == 3:
            continue
        bits = 1000 * (_KBITS_1 if version == _MPEG_1 else _KBITS_2)[code][bitrate - 1]
        hz = _RATES[version][rate]
        if code == _LAYER_I:
            yield key, (12 * bits // hz + padding) * 4
        else:
            samples_by_8 = 72 if code == LAYER_III and version != _MPEG_1 else 144
            yield key, samples_by_8 * bits // hz + padding


def find_frames(file: BinaryIO, span: Span, *, in_a_row: int = N_IN_A_ROW) -> int | None:
    """Return where the first `in_a_row` frames of one kind stand in a row; None when nowhere in the span.

    Layer I is left out: nobody uses it, and its mark is that of UTF-16 text.
    """
    offset = span.start
    while offset < span.end:
        block = read_at(file, offset, min(_BLOCK_BYTES + _LOOK_AHEAD_BYTES, span.end - offset))
        for match in _SYNC.finditer(block, 0, _BLOCK_BYTES + 1):
            if _stand_in_a_row(block, match.start(), in_a_row):
                return offset + match.start()
        offset += _BLOCK_BYTES
    return None


def _stand_in_a_row(block: bytes, at: int, n: int) -> bool:
    kind = int.from_bytes(block[at : at + 4], "big") & _SAME_KIND
    for _ in range(n):
        header = block[at : at + 4]
        length = frame_length(header)
        if not length or int.from_bytes(header, "big") & _SAME_KIND != kind:
            return False
        at += length
    return True


def count_frames(file: BinaryIO, span: Span) -> int:
    """Walk from frame to frame; what is no frame is skipped up to the next two frames in a row."""
    count, offset = 0, span.start
    block, base = b"", span.start
    lengths = _lengths()
    while offset + 4 <= span.end:
        index = offset - base
        if index + 4 > len(block):
            base, index = offset, 0
            block = read_at(file, base, min(_BLOCK_BYTES, span.end - base))
            if len(block) < 4:
                break
        length = lengths.get(block[index + 1] << 8 | block[index + 2], 0) if block[index] == 0xFF else 0
        if length and offset + length <= span.end:
            count += 1
            offset += length
        elif (next_frame := find_frames(file, Span(offset + 1, span.end), in_a_row=2)) is not None:
            offset = next_frame
            base, block = offset, b""
        else:
            break
    return count

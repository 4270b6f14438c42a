"""MP3 files without a length: most begin with a frame that tells it (Xing, Info, VBRI), old ones do not.

Of those, decoders guess the length from size and first bit rate: a cover picture makes it too long, a variable rate
wrong by any factor. Here their frames are counted, and a Xing frame with the count is put before them.
"""

import io
import struct
from pathlib import Path

_BITRATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_MPEG_1, _LAYER_III, _MONO = 3, 1, 3
_FRAMES_AND_BYTES = 3


def with_length(path: Path) -> io.BytesIO | None:
    """Return an MP3 file's sound with its length put before it; None when it needs none or is no MP3 file."""
    with path.open("rb") as file:
        start = _after_tags(file.read(10))
        while start and (more := _tag_at(file, start)):
            start += more
        file.seek(start)
        head = file.read(200)
        if not _frame_length(head, 0) or _tells_length(head):
            return None
        sound = head + file.read()
    n_frames = _count_frames(sound)
    return io.BytesIO(_xing_frame(head, n_frames, len(sound)) + sound) if n_frames > 1 else None


def _after_tags(head: bytes) -> int:
    """Return the size of the ID3v2 tag that begins here, 0 when none does."""
    if head[:3] != b"ID3" or len(head) < 10:
        return 0
    size = 0
    for byte in head[6:10]:
        size = size << 7 | byte & 0x7F
    return size + 10 + (10 if head[5] & 0x10 else 0)


def _tag_at(file: io.BufferedReader, start: int) -> int:
    file.seek(start)
    return _after_tags(file.read(10))


def _frame_length(data: bytes, at: int) -> int:
    """Return the bytes of the layer III frame that begins here, 0 when none does."""
    if len(data) < at + 4 or data[at] != 0xFF or data[at + 1] & 0xE0 != 0xE0:
        return 0
    version, layer = data[at + 1] >> 3 & 3, data[at + 1] >> 1 & 3
    bitrate, rate = data[at + 2] >> 4, data[at + 2] >> 2 & 3
    if version == 1 or layer != _LAYER_III or bitrate in (0, 15) or rate == 3:
        return 0
    kbits = (_BITRATES_1 if version == _MPEG_1 else _BITRATES_2)[bitrate]
    factor = 144_000 if version == _MPEG_1 else 72_000
    return factor * kbits // _RATES[version][rate] + (data[at + 2] >> 1 & 1)


def _side_info(head: bytes) -> int:
    """Return the bytes between a frame's header and its data."""
    mono = head[3] >> 6 == _MONO
    if head[1] >> 3 & 3 == _MPEG_1:
        return 17 if mono else 32
    return 9 if mono else 17


def _tells_length(head: bytes) -> bool:
    at = 4 + _side_info(head)
    return any(head[at + crc : at + crc + 4] in (b"Xing", b"Info") for crc in (0, 2)) or head[36:40] == b"VBRI"


def _count_frames(sound: bytes) -> int:
    """Walk from frame to frame; what is no frame is skipped up to the next two frames in a row."""
    at = count = 0
    while 0 <= at < len(sound) - 4:
        length = _frame_length(sound, at)
        if length and at + length <= len(sound):
            count += 1
            at += length
        else:
            at = _next_pair(sound, at + 1)
    return count


def _next_pair(sound: bytes, at: int) -> int:
    while (at := sound.find(b"\xff", at)) >= 0:
        length = _frame_length(sound, at)
        if length and _frame_length(sound, at + length):
            return at
        at += 1
    return -1


def _xing_frame(head: bytes, n_frames: int, n_bytes: int) -> bytes:
    """Return a frame of the same kind, large enough, that holds the number of frames and bytes after it."""
    header = bytes((head[0], head[1] | 1, head[2] & 0x0C | 0x90, head[3]))  # no checksum, 128 or 80 kbit/s, no padding
    length = _frame_length(header, 0)
    body = b"Xing" + struct.pack(">III", _FRAMES_AND_BYTES, n_frames, n_bytes + length)
    return (header + bytes(_side_info(head)) + body).ljust(length, b"\0")

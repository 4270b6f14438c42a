"""Where the audio stream lies in a file, without the tags around it, so that retagging does not change it."""

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

ASF_HEADER = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")


class Span(NamedTuple):
    """Bytes of a file: `start` included, `end` not."""

    start: int
    end: int


def audio_spans(file: BinaryIO) -> Iterator[Span]:
    """Yield the parts of a file that belong to the sound, in order.

    MP3, AAC and their like without ID3 and APE tags; FLAC frames; Ogg packets but comments; MP4 `mdat`;
    RIFF and AIFF format and samples; ASF without its header; anything else whole. A damaged container
    yields what can be told apart, at worst everything.
    """
    whole = _without_tags(file, Span(0, file.seek(0, os.SEEK_END)))
    head = _read(file, whole.start, 16)
    if head.startswith(b"fLaC"):
        return _flac(file, whole)
    if head.startswith(b"OggS"):
        return _ogg(file, whole)
    if head[4:8] == b"ftyp":
        return _mp4(file, whole)
    if head[:4] in (b"RIFF", b"RF64", b"BW64"):
        return _chunks(file, whole, "<I", (b"fmt ", b"data"))
    if head[:4] == b"FORM":
        return _chunks(file, whole, ">I", (b"COMM", b"SSND"))
    if head == ASF_HEADER:
        return iter([Span(min(whole.start + struct.unpack("<Q", _read(file, 16, 8))[0], whole.end), whole.end)])
    return iter([whole])


def _read(file: BinaryIO, start: int, size: int) -> bytes:
    file.seek(start)
    return file.read(size)


def _without_tags(file: BinaryIO, span: Span) -> Span:
    start, end = span
    while (size := _id3v2_size(_read(file, start, 10))) and start + size <= end:
        start += size
    while size := _trailing_tag_size(file, start, end):
        end -= size
    return Span(start, end)


def _id3v2_size(header: bytes) -> int:
    if len(header) < 10 or header[:3] != b"ID3" or max(header[6:10]) > 127:
        return 0
    a, b, c, d = header[6:10]
    footer = 10 if header[5] & 0x10 else 0
    return 10 + (a << 21 | b << 14 | c << 7 | d) + footer


def _trailing_tag_size(file: BinaryIO, start: int, end: int) -> int:
    if end - start >= 128 and _read(file, end - 128, 3) == b"TAG":
        return 128
    footer = _read(file, end - 32, 32) if end - start >= 32 else b""
    if footer.startswith(b"APETAGEX"):
        size, _items, flags = struct.unpack("<III", footer[12:24])
        size += 32 if flags & 1 << 31 else 0
        return size if 32 <= size <= end - start else 0
    if footer[-9:] == b"LYRICS200" and footer[-15:-9].isdigit():
        size = int(footer[-15:-9]) + 15
        return size if size <= end - start else 0
    return 0


def _flac(file: BinaryIO, span: Span) -> Iterator[Span]:
    at, last = span.start + 4, False
    while not last and at + 4 <= span.end:
        header = _read(file, at, 4)
        last = bool(header[0] & 0x80)
        at += 4 + int.from_bytes(header[1:], "big")
    yield Span(min(at, span.end), span.end)


def _ogg(file: BinaryIO, span: Span) -> Iterator[Span]:
    """Packets of all pages in file order, but the second packet (the comments) of each stream."""
    packets_done: dict[bytes, int] = {}
    at = span.start
    while at + 27 <= span.end:
        header = _read(file, at, 27 + 255)
        if header[:4] != b"OggS":
            yield Span(at, span.end)
            return
        stream, n_segments = header[14:18], header[26]
        lacing = header[27 : 27 + n_segments]
        at += 27 + n_segments
        end = min(at + sum(lacing), span.end)
        if packets_done.get(stream, 0) > 1:
            yield Span(at, end)
        else:
            yield from _header_packets(at, end, lacing, stream, packets_done)
        at = end


def _header_packets(
    at: int, page_end: int, lacing: bytes, stream: bytes, packets_done: dict[bytes, int]
) -> Iterator[Span]:
    for size in lacing:
        done = packets_done.get(stream, 0)
        if done != 1:
            yield Span(at, min(at + size, page_end))
        at += size
        if size < 255:
            packets_done[stream] = done + 1


def _mp4(file: BinaryIO, span: Span) -> Iterator[Span]:
    at = span.start
    while at + 8 <= span.end:
        header = _read(file, at, 16)
        size, body = int.from_bytes(header[:4], "big"), at + 8
        if size == 1:
            size, body = int.from_bytes(header[8:16], "big"), at + 16
        end = span.end if size == 0 or at + size > span.end else at + size
        if header[4:8] == b"mdat":
            yield Span(body, end)
        if end <= at:
            return
        at = end


def _chunks(file: BinaryIO, span: Span, size_format: str, wanted: tuple[bytes, ...]) -> Iterator[Span]:
    at = span.start + 12
    while at + 8 <= span.end:
        header = _read(file, at, 8)
        (size,) = struct.unpack(size_format, header[4:])
        # A recorder that was cut off leaves 0 or the largest number as the size of the samples.
        endless = header[:4] == b"data" and size in (0, 0xFFFFFFFF)
        end = span.end if endless else min(at + 8 + size, span.end)
        if header[:4] in wanted:
            yield Span(at + 8, end)
        at = end + (size & 1)

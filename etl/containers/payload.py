"""Where the audio stream lies in a file, without the tags around it, so that retagging does not change it."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from etl.containers.mp4_atoms import ATOM_HEADER_BYTES, atom_at
from etl.containers.ogg_pages import PAGE_HEADER_BYTES, Page, pages
from etl.containers.tag_blocks import Span, read_at, without_tags

MP4_ATOMS = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
"""What an MP4 or QuickTime file may begin with; those before 2001 have no `ftyp`."""
ASF_HEADER = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")


def audio_spans(file: BinaryIO) -> Iterator[Span]:
    """Yield the parts of a file that belong to the sound, in order.

    MP3, AAC and their like without ID3 and APE tags; FLAC frames; Ogg packets but comments; MP4 `mdat`;
    RIFF and AIFF format and samples; ASF without its header; anything else whole. A damaged container
    yields what can be told apart, at worst everything.
    """
    whole = without_tags(file)
    head = read_at(file, whole.start, 16)
    if head.startswith(b"fLaC"):
        return iter([flac_sound(file, whole)])
    if head.startswith(b"OggS"):
        return _ogg(file, whole)
    if head[4:8] in MP4_ATOMS:
        return _mp4(file, whole)
    if head[:4] in (b"RIFF", b"RF64", b"BW64"):
        return _chunks(file, whole, "<I", (b"fmt ", b"data"))
    if head[:4] == b"FORM":
        return _chunks(file, whole, ">I", (b"COMM", b"SSND"))
    if head == ASF_HEADER:
        header_bytes = int.from_bytes(read_at(file, whole.start + 16, 8), "little")
        return iter([Span(min(whole.start + header_bytes, whole.end), whole.end)])
    return iter([whole])


def flac_sound(file: BinaryIO, span: Span) -> Span:
    """Return where the frames of a FLAC file lie that is at `span`."""
    offset, last = span.start + 4, False
    while not last and offset + 4 <= span.end:
        header = read_at(file, offset, 4)
        last = bool(header[0] & 0x80)
        offset += 4 + int.from_bytes(header[1:], "big")
    return Span(min(offset, span.end), span.end)


def _ogg(file: BinaryIO, span: Span) -> Iterator[Span]:
    """Packets of all pages in file order, but the second packet (the comments) of each stream."""
    packets_done: dict[bytes, int] = {}
    end = span.start
    for page in pages(file, span):
        if packets_done.get(page.serial, 0) > 1:
            yield page.body
        else:
            yield from _header_packets(page, packets_done)
        end = page.body.end
    if span.end - end >= PAGE_HEADER_BYTES:  # what is no page
        yield Span(end, span.end)


def _header_packets(page: Page, packets_done: dict[bytes, int]) -> Iterator[Span]:
    offset = page.body.start
    for size in page.lacing:
        n_done = packets_done.get(page.serial, 0)
        if n_done != 1:
            yield Span(offset, min(offset + size, page.body.end))
        offset += size
        if size < 255:
            packets_done[page.serial] = n_done + 1


def _mp4(file: BinaryIO, span: Span) -> Iterator[Span]:
    offset = span.start
    while offset + ATOM_HEADER_BYTES <= span.end:
        name, content = atom_at(file, offset, within=span)
        if name == b"mdat":
            yield content
        if content.end <= offset:
            return
        offset = content.end


def _chunks(file: BinaryIO, span: Span, size_format: str, wanted: tuple[bytes, ...]) -> Iterator[Span]:
    offset = span.start + 12
    while offset + 8 <= span.end:
        header = read_at(file, offset, 8)
        (size,) = struct.unpack(size_format, header[4:])
        # A recorder that was cut off leaves 0 or the largest number as the size of the samples.
        endless = header[:4] in (b"data", b"SSND") and size in (0, 0xFFFFFFFF)
        end = span.end if endless else min(offset + 8 + size, span.end)
        if header[:4] in wanted:
            yield Span(offset + 8, end)
        offset = end + (size & 1)

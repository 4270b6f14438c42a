"""What the pages of an Ogg file say: which streams it holds, side by side or one behind the other."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from etl.containers.tag_blocks import Span, read_at, without_tags

PAGE_HEADER_BYTES = 27
_MAX_SEGMENTS = 255
_BEGINS = 2


class Page(NamedTuple):
    """One page."""

    begins_stream: bool
    serial: bytes
    lacing: bytes
    """Lengths of its segments; a packet ends with one that is shorter than 255."""
    body: Span


class Stream(NamedTuple):
    """One logical stream."""

    first_packet: bytes
    """Its beginning, which names the codec."""
    link: int
    """How many groups of streams end before it."""


def pages(file: BinaryIO, span: Span) -> Iterator[Page]:
    """Yield the pages up to the first place where none begins."""
    offset = span.start
    while offset + PAGE_HEADER_BYTES <= span.end:
        header = read_at(file, offset, PAGE_HEADER_BYTES + _MAX_SEGMENTS)
        if header[:4] != b"OggS":
            return
        lacing = header[PAGE_HEADER_BYTES : PAGE_HEADER_BYTES + header[26]]
        offset += PAGE_HEADER_BYTES + header[26]
        end = min(offset + sum(lacing), span.end)
        yield Page(bool(header[5] & _BEGINS), header[14:18], lacing, Span(offset, end))
        offset = end


def streams(path: Path) -> list[Stream]:
    """Return the streams of an Ogg file in the order they begin; none for another file."""
    begun: list[Stream] = []
    link, data_came = 0, False
    with path.open("rb") as file:
        for page in pages(file, without_tags(file)):
            if not page.begins_stream:
                data_came = True
                continue
            link += data_came
            data_came = False
            begun.append(Stream(read_at(file, page.body.start, min(64, page.body.end - page.body.start)), link))
    return begun


def n_links(path: Path) -> int:
    """Return how many groups of streams follow each other in an Ogg file; 1 for another file."""
    return 1 + max((stream.link for stream in streams(path)), default=0)

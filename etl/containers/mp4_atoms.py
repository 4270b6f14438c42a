"""The atoms (boxes) that an MP4 or QuickTime file is made of: ISO/IEC 14496-12, 4.2."""

from typing import BinaryIO

from etl.containers.tag_blocks import Span, read_at

ATOM_HEADER_BYTES = 8


def atom_at(file: BinaryIO, start: int, *, within: Span) -> tuple[bytes, Span]:
    """Return the name of the atom that begins at `start` and where its content lies.

    Its end is that of `within` at the latest; in a damaged file it may lie before the content's start.
    """
    header = read_at(file, start, 16)
    size, content = int.from_bytes(header[:4], "big"), start + ATOM_HEADER_BYTES
    if size == 1:
        size, content = int.from_bytes(header[8:16], "big"), start + 16
    end = within.end if size == 0 else min(start + size, within.end)
    return header[4:8], Span(content, end)

"""A part of a file, with other bytes put before it, as a file of its own: nothing of it is held in memory."""

import io
import os
from pathlib import Path

from etl.containers.tag_blocks import Span


class SplicedFile(io.RawIOBase):
    """First `before`, then the bytes of `span`; for reading."""

    def __init__(self, path: Path, span: Span, *, before: bytes = b"") -> None:
        """Open the file; raises `OSError`."""
        self._before = before
        self._span = span
        self._size = len(before) + span.end - span.start
        self._at = 0
        self._file = path.open("rb", buffering=0)

    def close(self) -> None:
        """Close the file beneath."""
        if not self.closed:
            self._file.close()
        super().close()

    def readable(self) -> bool:
        """Say yes."""
        return True

    def seekable(self) -> bool:
        """Say yes."""
        return True

    def tell(self) -> int:
        """Return the place of the next byte."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to a place, which may be behind the end."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as one read goes; 0 at the end."""
        wanted = min(len(buffer), self._size - self._at)
        if wanted <= 0:
            return 0
        if self._at < len(self._before):
            part = self._before[self._at : self._at + wanted]
            buffer[: len(part)] = part
            n = len(part)
        else:
            self._file.seek(self._span.start + self._at - len(self._before))
            n = self._file.readinto(memoryview(buffer)[:wanted]) or 0
        self._at += n
        return n

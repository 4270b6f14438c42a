"""Files of text as people have them: plain, gzipped or in a zip, and in whichever encoding."""

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO, cast

from recommender.errors import BadInput

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
PARQUET = b"PAR1"
"""How a Parquet file begins."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
_LOOKED_AT = 4096
WESTERN = ("cp1252", "latin-1")
"""What a text is taken for that is in no Unicode encoding."""
_NOT_IN_1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")
MAX_UNPACKED_BYTES = 4 << 30
"""A packed file that grows to more is refused."""


class Encoding(NamedTuple):
    """How bytes become text."""

    name: str
    errors: str = "strict"


@dataclass(frozen=True)
class TextFile:
    """A file, or one of those in a zip."""

    path: Path
    member: str = ""

    def __str__(self) -> str:
        return f"{self.path} ({self.member})" if self.member else str(self.path)

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open it for reading, unpacked; raises `BadInput` when it cannot be read or unpacked."""
        try:
            with _unpack(self.path, self.member) as file:
                yield file
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise BadInput(f"{self} cannot be read: {reason}; copy or export it again") from error

    def content(self) -> bytes:
        """Return all of it, unpacked."""
        with self.open() as file:
            content = file.read(MAX_UNPACKED_BYTES + 1)
        if len(content) > MAX_UNPACKED_BYTES:
            raise self.too_large()
        return content

    def too_large(self) -> BadInput:
        """Return the error for a file that grows beyond all measure."""
        return BadInput(f"{self} has more than {MAX_UNPACKED_BYTES >> 30} GiB; split it")

    @contextmanager
    def text(self) -> Iterator[TextIO]:
        """Open it as text, its encoding found by its content, its line ends as they are."""
        with self.open() as file:
            encoding = encoding_of(iter(partial(file.read, _CHUNK), b""))
        with self.open() as file:
            yield io.TextIOWrapper(file, encoding=encoding.name, errors="replace", newline="")

    @contextmanager
    def as_utf8(self) -> Iterator[BinaryIO]:
        """Open it as text in UTF-8 without a byte order mark, whichever its encoding; its last line ends."""
        with self.text() as text:
            yield cast(BinaryIO, _Utf8(text, self))


class _Utf8(io.RawIOBase):
    """Encodes a text while it is read."""

    def __init__(self, text: TextIO, file: TextFile) -> None:
        self._text, self._file = text, file
        self._pending = bytearray()
        self._n_read = 0
        self._has_ended = False

    def readable(self) -> bool:
        """Return True: that is all it can do."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return the next `size` bytes, fewer at the end; raises `BadInput` for a text too large to be meant."""
        while not self._has_ended and (size < 0 or len(self._pending) < size):
            text = self._text.read(_CHUNK)
            self._has_ended = not text
            self._pending += text.encode() if text else b"\n"
        size = len(self._pending) if size < 0 else size
        content = bytes(self._pending[:size])
        del self._pending[:size]
        self._n_read += len(content)
        if self._n_read > MAX_UNPACKED_BYTES:
            raise self._file.too_large()
        return content


def as_utf8(content: bytes) -> bytes:
    """Return a text as UTF-8 without a byte order mark."""
    encoding = encoding_of(content[at : at + _CHUNK] for at in range(0, len(content), _CHUNK))
    if encoding == Encoding("utf-8"):
        return content
    return content.decode(encoding.name, "replace").encode()


def text_files(path: Path) -> list[TextFile]:
    """Return the file, or those in it when it is a zip; raises `BadInput` for a zip that cannot be read."""
    if not _starts_with(path, _ZIP):
        return [TextFile(path)]
    try:
        with zipfile.ZipFile(path) as packed:
            names = [
                member.filename
                for member in packed.infolist()
                if not member.is_dir() and not _is_aside(member.filename)
            ]
    except (OSError, zipfile.BadZipFile) as error:
        raise BadInput(f"{path} is a damaged zip ({error}); copy or export it again") from error
    return [TextFile(path, name) for name in names]


def table_file(path: Path) -> TextFile:
    """Return the one table that a file is, or that is in a zip; raises `BadInput` naming what is wrong."""
    if path.is_dir():
        raise BadInput(f"{path} is a folder; give a CSV or Parquet file")
    if not path.is_file():
        raise BadInput(f"{path} is not a file; give a CSV or Parquet file")
    files = text_files(path)
    names = [file.member for file in files]
    if "xl/workbook.xml" in names:
        raise BadInput(f"{path} is an Excel workbook; save its sheet as CSV and give that")
    if len(files) != 1:
        shown = ", ".join(names[:5]) or "nothing"
        raise BadInput(f"{path} is a zip of {len(files)} files ({shown}); unpack it and give the one with the table")
    return files[0]


def encoding_of(chunks: Iterable[bytes]) -> Encoding:
    """Return the encoding of a text: by its mark, else UTF-8, else what Windows' western programs write.

    A few damaged bytes in a text that is UTF-8 otherwise become U+FFFD, they do not change the whole text.
    """
    rest = iter(chunks)
    first = next(rest, b"")
    for mark, name in _MARKS:
        if first.startswith(mark):
            return Encoding(name)
    if wide := _without_mark(first[:_LOOKED_AT]):
        return Encoding(wide)
    decoder = codecs.getincrementaldecoder("utf-8")()
    chunk = first
    while chunk:
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            return _damaged_or_western(chunk)
        chunk = next(rest, b"")
    return Encoding("utf-8") if not decoder.getstate()[0] else Encoding("utf-8", "replace")


def _without_mark(start: bytes) -> str:
    """Return UTF-16's name for text in it that does not say so: of western text every other byte is 0."""
    if start.count(0) * 3 < len(start) or len(start) < 2:
        return ""
    return "utf-16-be" if start[0::2].count(0) > start[1::2].count(0) else "utf-16-le"


def _damaged_or_western(chunk: bytes) -> Encoding:
    text = chunk.decode("utf-8", "replace")
    n_bad = text.count("\ufffd")
    if sum(character > "\x7f" for character in text) - n_bad > n_bad:
        return Encoding("utf-8", "replace")
    return Encoding(WESTERN[1] if _NOT_IN_1252 & set(chunk) else WESTERN[0], "replace")


@contextmanager
def _unpack(path: Path, member: str) -> Iterator[BinaryIO]:
    if member:
        with zipfile.ZipFile(path) as packed, packed.open(member) as inside:
            yield cast(BinaryIO, inside)
    elif _starts_with(path, _GZIP):
        with gzip.open(path) as unpacked:
            yield cast(BinaryIO, unpacked)
    else:
        with path.open("rb") as file:
            yield file


def _starts_with(path: Path, mark: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(mark)) == mark
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}") from error


def _is_aside(name: str) -> bool:
    """Return whether it is what macOS and others put beside the files that were packed."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")

"""The picture of a track: embedded in its tags, or lying beside it in the folder."""

import base64
import binascii
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mutagen
from mutagen.flac import Picture
from mutagen.flac import error as FlacError  # noqa: N812 - mutagen names its exception class in lower case

from etl.containers.tag_bounds import require_bounded_tags
from etl.locations import file_path

EMBEDDED = "embedded"
"""Value of `Track.cover` for a picture inside the sound file."""
MAX_BYTES = 20_000_000
"""A larger picture is not a cover."""
_SIGNATURES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"))
FRONT = 3
"""The picture type of a front cover in ID3, FLAC and Vorbis."""


@dataclass(frozen=True)
class Cover:
    """A picture as it was found."""

    content: bytes
    mime: str
    """By its first bytes, never by what a tag claims."""


def read_cover(url: str, cover: str) -> Cover | None:
    """Return the picture of the track whose audio is at `url` and whose `Track.cover` is `cover`.

    None when there is none, when it is gone meanwhile, or when it is no JPEG, PNG, GIF or WebP.
    """
    if not cover:
        return None
    if cover == EMBEDDED:
        return embedded_cover(file_path(url))
    return folder_cover(file_path(cover))


def embedded_cover(path: Path) -> Cover | None:
    """Return the front cover in a file's tags, else any picture there, else None."""
    try:
        require_bounded_tags(path)
        file = mutagen.File(path)
        return next(pictures(file), None) if file is not None else None
    except Exception:  # a damaged tag or a vanished file: there is no picture to be had
        return None


def folder_cover(path: Path) -> Cover | None:
    """Return a picture file's content, or None when it cannot be read."""
    try:
        with path.open("rb") as file:
            return cover_of(file.read(MAX_BYTES + 1))
    except OSError:
        return None


def pictures(file: mutagen.FileType) -> Iterator[Cover]:
    """Yield the embedded pictures, front covers first."""
    covers = [(kind, cover) for kind, content in _raw_pictures(file) if (cover := cover_of(content))]
    yield from (cover for kind, cover in sorted(covers, key=lambda pair: pair[0] != FRONT))


def _raw_pictures(file: mutagen.FileType) -> Iterator[tuple[int, bytes]]:
    for picture in getattr(file, "pictures", None) or ():
        yield picture.type, picture.data
    tags = file.tags
    if not tags:
        return
    if hasattr(tags, "getall"):
        yield from ((frame.type, frame.data) for frame in tags.getall("APIC"))
        return
    for name in ("metadata_block_picture", "coverart", "covr", "Cover Art (Front)", "WM/Picture"):
        for value in _values(tags, name):
            yield from _raw_picture(name, value)


def _values(tags: Any, name: str) -> list[Any]:
    try:
        value = tags[name]
    except (KeyError, ValueError):
        return []
    return value if isinstance(value, list) else [value]


def _raw_picture(name: str, value: Any) -> Iterator[tuple[int, bytes]]:
    if name == "metadata_block_picture":
        try:
            picture = Picture(base64.b64decode(value))  # type: ignore[no-untyped-call]
        except (binascii.Error, struct.error, ValueError, FlacError):
            return
        yield picture.type, picture.data
    elif name == "coverart":  # of Ogg files before 2006: the picture, without its type
        with suppress(binascii.Error):
            yield FRONT, base64.b64decode(value)
    elif name == "covr":
        yield FRONT, bytes(value)
    elif name == "Cover Art (Front)":  # APE: a file name, NUL, the picture
        yield FRONT, bytes(value.value).partition(b"\0")[2]
    else:  # ASF: type, size, two NUL-ended UTF-16 texts, the picture
        content = bytes(value.value)
        starts = [at for signature, _mime in _SIGNATURES if (at := content.find(signature, 5)) > 0]
        yield content[0] if content else 0, content[min(starts) :] if starts else b""


def cover_of(content: bytes) -> Cover | None:
    """Return content that is a JPEG, PNG, GIF or WebP picture; None for other content, and for too much of it."""
    if len(content) > MAX_BYTES:
        return None
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Cover(content, "image/webp")
    return next((Cover(content, mime) for signature, mime in _SIGNATURES if content.startswith(signature)), None)

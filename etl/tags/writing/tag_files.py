"""The formats whose tags are written: MP3, FLAC, Ogg Vorbis, Opus and MP4; how what was there is kept and put back."""

import base64
from pathlib import Path
from typing import Any

import mutagen
from mutagen.flac import FLAC
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

from etl.containers.payload import flac_sound
from etl.containers.tag_blocks import Span, read_at, without_tags
from etl.containers.tag_bounds import require_bounded_tags
from etl.tags.covers import Cover
from etl.tags.texts import texts_of
from etl.tags.writing.id3 import write_id3
from etl.tags.writing.mp4 import kept_atoms, put_back_atoms, write_mp4
from etl.tags.writing.refusal import CannotWrite
from etl.tags.writing.vorbis import write_vorbis
from recommender.catalogue.corrections import CorrectedFields

KINDS: dict[type, str] = {MP3: "MP3", FLAC: "FLAC", OggVorbis: "Ogg Vorbis", OggOpus: "Opus", MP4: "MP4"}
_BLOCK_BYTES = 1 << 20
KeptTags = dict[str, Any]
"""All tags of a file, in a form that JSON can hold."""


def write_fields(path: Path, fields: CorrectedFields, picture: Cover | None) -> None:
    """Write the fields into the tags of a file, in place: give it a copy. Raises `CannotWrite`.

    `picture` is the cover, where `fields` has one.
    """
    file, kind = _open(path)
    try:
        if kind == "MP3":
            write_id3(path, fields, picture)
        elif kind == "MP4":
            write_mp4(file, fields, picture)
        else:
            write_vorbis(file, fields, picture)
    except (CannotWrite, OSError):
        raise
    except Exception as error:  # mutagen raises anything on damaged tags
        raise CannotWrite(f"its tags cannot be written: {type(error).__name__}: {error}") from error


def kept_tags(path: Path) -> KeptTags:
    """Return all that the file's tags say. Raises `CannotWrite` for a format whose tags are not written."""
    file, kind = _open(path)
    texts = {name: list(values) for name, values in texts_of(file.tags).items()}
    kept: KeptTags = {"format": kind, "texts": texts}
    if kind in ("MP3", "FLAC"):
        head, tail = _around(path, kind)
        return kept | {"head": _text(head), "tail": _text(tail)}
    if kind == "MP4":
        return kept | {"atoms": kept_atoms(file.tags or {})}
    return kept | {"comments": [list(pair) for pair in file.tags]}


def put_back(path: Path, kept: KeptTags) -> None:
    """Make the file's tags those that were kept, in place: give it a copy. Raises `CannotWrite`."""
    file, kind = _open(path)
    if kind != kept.get("format"):
        raise CannotWrite(f"the kept tags are those of a file of {kept.get('format')}, and this one is {kind}")
    if kind in ("MP3", "FLAC"):
        _put_around(path, kind, base64.b64decode(kept["head"]), base64.b64decode(kept["tail"]))
        return
    if kind == "MP4":
        if file.tags is None:
            file.add_tags()
        put_back_atoms(file.tags, kept["atoms"])
    else:
        file.tags.clear()
        file.tags.extend((name, text) for name, text in kept["comments"])
    file.save()


def _open(path: Path) -> tuple[Any, str]:
    """Return the file as mutagen has opened it, and its format."""
    require_bounded_tags(path)
    try:
        file = mutagen.File(path)
    except OSError:
        raise
    except Exception as error:  # mutagen raises anything on damaged tags
        raise CannotWrite(f"its tags cannot be read: {type(error).__name__}: {error}") from error
    if type(file) not in KINDS:
        raise CannotWrite("tags are written into MP3, FLAC, Ogg Vorbis, Opus and MP4 files only, and this is none")
    return file, KINDS[type(file)]


def _around(path: Path, kind: str) -> tuple[bytes, bytes]:
    """Return the bytes before and behind the sound: all tags are there, and they fit again as they are."""
    with path.open("rb") as file:
        sound, end = _sound(file, kind), file.seek(0, 2)
        return read_at(file, 0, sound.start), read_at(file, sound.end, end - sound.end)


def _put_around(path: Path, kind: str, head: bytes, tail: bytes) -> None:
    made = path.with_name(f"{path.name}.put-back")
    try:
        with path.open("rb") as file, made.open("xb") as new:
            sound = _sound(file, kind)
            new.write(head)
            file.seek(sound.start)
            while block := file.read(min(_BLOCK_BYTES, sound.end - file.tell())):
                new.write(block)
            new.write(tail)
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)


def _sound(file: Any, kind: str) -> Span:
    whole = without_tags(file)
    return flac_sound(file, whole) if kind == "FLAC" else whole


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")

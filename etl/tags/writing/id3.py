"""ID3v2 tags of MP3 files: version 2.3 stays 2.3 for the players that read nothing newer, 2.2 becomes 2.3."""

from pathlib import Path
from typing import Any

from mutagen import id3
from mutagen.id3 import ID3, ID3NoHeaderError

from etl.tags.covers import FRONT, Cover
from etl.tags.writing.names import NUMBER_FIELDS, TEXT_FIELDS, numbered, same_names, stale
from recommender.catalogue.corrections import CorrectedFields, given

_FRAMES = {
    "title": "TIT2", "artist": "TPE1", "album": "TALB", "album_artist": "TPE2", "genres": "TCON",
    "track_number": "TRCK", "disc_number": "TPOS", "year": "TDRC",
}  # fmt: skip
_UTF8, _UTF16 = 3, 1
_V23, _V24 = 3, 4


def write_id3(path: Path, fields: CorrectedFields, picture: Cover | None) -> None:
    """Write the fields into the file at `path`; raises what mutagen raises."""
    tags, version = _load(path)
    values = given(fields)
    for field, value in values.items():
        if field == "cover":
            _set_picture(tags, picture, version)
        else:
            _set(tags, field, value, version)
    tags.save(path, v2_version=version, v23_sep=None)


def _load(path: Path) -> tuple[Any, int]:
    """Return the tags and in which version they are to be saved; frames of 2.3 are not made those of 2.4."""
    tags: Any
    try:
        tags = ID3(path)  # type: ignore[no-untyped-call]
    except ID3NoHeaderError:
        return ID3(), _V24  # type: ignore[no-untyped-call]
    if tags.version[:2] == (2, 3):
        return ID3(path, translate=False), _V23  # type: ignore[no-untyped-call]
    if tags.version[:2] == (2, 2):
        tags.update_to_v23()
        return tags, _V23
    return tags, _V24


def _set(tags: Any, field: str, value: Any, version: int) -> None:
    frame = "TYER" if field == "year" and version == _V23 else _FRAMES[field]
    before = next((str(each.text[0]) for each in tags.getall(frame) if each.text), "")
    names = same_names(field, clearing=not value)
    for key in [key for key, each in tags.items() if stale([_name(each)], names)]:
        del tags[key]
    if not value:
        return
    if field in TEXT_FIELDS:
        texts = [value]
    elif field in NUMBER_FIELDS:
        texts = [numbered(value, before)]
    else:
        texts = [f"{value:04d}"] if field == "year" else list(value)
    tags.add(getattr(id3, frame)(encoding=_UTF16 if version == _V23 else _UTF8, text=texts))


def _name(frame: Any) -> str:
    return str(frame.desc if frame.FrameID == "TXXX" else frame.FrameID)


def _set_picture(tags: Any, picture: Cover | None, version: int) -> None:
    for key in [key for key, each in tags.items() if each.FrameID == "APIC" and (not picture or each.type == FRONT)]:
        del tags[key]
    if picture:
        encoding = _UTF16 if version == _V23 else _UTF8
        make: Any = id3.APIC
        tags.add(make(encoding=encoding, mime=picture.mime, type=FRONT, desc="", data=picture.content))

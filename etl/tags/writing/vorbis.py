"""Vorbis comments, of FLAC, Ogg Vorbis and Opus files."""

import base64
from typing import Any

from mutagen.flac import FLAC, Picture

from etl.tags.covers import FRONT, Cover
from etl.tags.writing.names import NUMBER_FIELDS, TEXT_FIELDS, numbered, same_names, stale
from recommender.catalogue.corrections import CorrectedFields, given

_KEYS = {
    "title": "TITLE", "artist": "ARTIST", "album": "ALBUM", "album_artist": "ALBUMARTIST", "genres": "GENRE",
    "track_number": "TRACKNUMBER", "disc_number": "DISCNUMBER", "year": "DATE",
}  # fmt: skip
_PICTURE, _OLD_PICTURE = "metadata_block_picture", "coverart"


def write_vorbis(file: Any, fields: CorrectedFields, picture: Cover | None) -> None:
    """Write the fields into a file that mutagen has opened; raises what mutagen raises."""
    if file.tags is None:
        file.add_tags()
    for field, value in given(fields).items():
        if field != "cover":
            _set(file.tags, field, value)
        elif isinstance(file, FLAC):
            _set_flac_picture(file, picture)
        else:
            _set_comment_picture(file.tags, picture)
    file.save()


def _set(tags: Any, field: str, value: Any) -> None:
    key = _KEYS[field]
    before = tags[key][0] if key in tags else ""
    for old in stale(tags.keys(), same_names(field, clearing=not value)):
        del tags[old]
    if not value:
        return
    if field in TEXT_FIELDS:
        tags[key] = [value]
    elif field in NUMBER_FIELDS:
        tags[key] = [numbered(value, before)]
    else:
        tags[key] = [f"{value:04d}"] if field == "year" else list(value)


def _set_flac_picture(file: Any, picture: Cover | None) -> None:
    others = [each for each in file.pictures if picture and each.type != FRONT]
    file.clear_pictures()
    for each in [*([_block(picture)] if picture else []), *others]:
        file.add_picture(each)
    _drop_comment_pictures(file.tags)


def _set_comment_picture(tags: Any, picture: Cover | None) -> None:
    others = [text for text in tags.get(_PICTURE, []) if picture and _kind(text) != FRONT]
    _drop_comment_pictures(tags)
    if picture:
        tags[_PICTURE] = [base64.b64encode(_block(picture).write()).decode("ascii"), *others]


def _drop_comment_pictures(tags: Any) -> None:
    for key in (_PICTURE, _OLD_PICTURE):
        if key in tags:
            del tags[key]


def _kind(text: str) -> int:
    kind: int = Picture(base64.b64decode(text)).type  # type: ignore[no-untyped-call]
    return kind


def _block(picture: Cover) -> Any:
    block: Any = Picture()  # type: ignore[no-untyped-call]
    block.type, block.mime, block.data = FRONT, picture.mime, picture.content
    return block

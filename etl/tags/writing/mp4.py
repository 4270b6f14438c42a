"""The atoms of MP4 files (`ilst`), as iTunes began them."""

import base64
from typing import Any

from mutagen import mp4

from etl.tags.covers import Cover
from etl.tags.writing.names import NUMBER_FIELDS, TEXT_FIELDS, same_names, stale
from etl.tags.writing.refusal import CannotWrite
from recommender.catalogue.corrections import CorrectedFields, given

_KEYS = {
    "title": "©nam", "artist": "©ART", "album": "©alb", "album_artist": "aART", "genres": "©gen",
    "track_number": "trkn", "disc_number": "disk", "year": "©day",
}  # fmt: skip
MP4Cover: Any = mp4.MP4Cover
MP4FreeForm: Any = mp4.MP4FreeForm
_PICTURES = {"image/jpeg": MP4Cover.FORMAT_JPEG, "image/png": MP4Cover.FORMAT_PNG}


def write_mp4(file: Any, fields: CorrectedFields, picture: Cover | None) -> None:
    """Write the fields into a file that mutagen has opened; raises what mutagen raises, and `CannotWrite`."""
    if file.tags is None:
        file.add_tags()
    for field, value in given(fields).items():
        if field == "cover":
            _set_picture(file.tags, picture)
        else:
            _set(file.tags, field, value)
    file.save()


def kept_atoms(tags: Any) -> dict[str, list[Any]]:
    """Return the atoms in a form that JSON can hold."""
    return {
        key: [_kept(each) for each in (value if isinstance(value, list) else [value])] for key, value in tags.items()
    }


def put_back_atoms(tags: Any, kept: dict[str, list[Any]]) -> None:
    """Make the atoms those that were kept."""
    tags.clear()
    for key, values in kept.items():
        atoms = [_atom(each) for each in values]
        tags[key] = atoms[0] if isinstance(atoms[0], bool) else atoms


def _set(tags: Any, field: str, value: Any) -> None:
    key = _KEYS[field]
    before = tags.get(key)
    for old in stale(tags.keys(), same_names(field, clearing=not value)):
        del tags[old]
    if field in NUMBER_FIELDS:
        total = before[0][1] if before else 0
        if value or total:
            tags[key] = [(value, total)]
    elif value:
        tags[key] = [value] if field in TEXT_FIELDS else [f"{value:04d}"] if field == "year" else list(value)


def _set_picture(tags: Any, picture: Cover | None) -> None:
    others = list(tags.get("covr", []))[1:]
    tags.pop("covr", None)
    if picture is None:
        return
    if picture.mime not in _PICTURES:
        raise CannotWrite(f"an MP4 file holds no {picture.mime} picture; give it a JPEG or PNG")
    tags["covr"] = [MP4Cover(picture.content, imageformat=_PICTURES[picture.mime]), *others]


def _kept(value: Any) -> Any:
    if isinstance(value, MP4Cover):
        return {"picture": base64.b64encode(bytes(value)).decode("ascii"), "format": int(value.imageformat)}
    if isinstance(value, MP4FreeForm):
        content = base64.b64encode(bytes(value)).decode("ascii")
        return {"bytes": content, "format": int(value.dataformat), "version": value.version}
    return {"pair": list(value)} if isinstance(value, tuple) else value


def _atom(kept: Any) -> Any:
    if not isinstance(kept, dict):
        return kept
    if "picture" in kept:
        return MP4Cover(base64.b64decode(kept["picture"]), imageformat=kept["format"])
    if "bytes" in kept:
        return MP4FreeForm(base64.b64decode(kept["bytes"]), dataformat=kept["format"], version=kept["version"])
    return tuple(kept["pair"])

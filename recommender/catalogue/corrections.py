"""What somebody has corrected of a track: laid over what its file says, and taken back one by one."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from recommender.catalogue.clean_texts import MAX_GENRES, MAX_TEXT_LENGTH, clean_genres, clean_text
from recommender.errors import OutOfRange
from recommender.records import AwareTime, ListenerId, Track, TrackId

PICTURE = "picture:"
"""Begins the `Track.cover` of a picture that somebody gave; its id follows."""
MIN_YEAR, MAX_YEAR = 1000, 2999
"""A date outside these years is a slip of whoever wrote it."""
MAX_NUMBER = 999_999
"""Of a track on its disc, and of a disc."""
_TEXTS = ("title", "artist", "album", "album_artist")
_NUMBERS = ("track_number", "disc_number")
TOUCHED: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "title": ("title",),
    "artist": ("artist", "artists"),
    "album": ("album", "musicbrainz_album_id"),
    "album_artist": ("album_artist",),
    "genres": ("genres",),
    "track_number": ("track_number",),
    "disc_number": ("disc_number",),
    "year": ("released_on",),
    "cover": ("cover",),
})  # fmt: skip
"""By corrected field: the fields of a `Track` that stand otherwise then. Contributors and the flag of a compilation are
said of other things, and stay; the list of artists and the MusicBrainz release were those of the wrong name."""


class CorrectedFields(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The corrected fields of a track; unset: as its file says."""

    title: str | UnsetType = UNSET
    artist: str | UnsetType = UNSET
    """As for the other texts, empty: none."""
    album: str | UnsetType = UNSET
    album_artist: str | UnsetType = UNSET
    genres: tuple[str, ...] | UnsetType = UNSET
    track_number: int | UnsetType = UNSET
    """As for the other numbers, 0: none."""
    disc_number: int | UnsetType = UNSET
    year: int | UnsetType = UNSET
    cover: str | UnsetType = UNSET
    """Id of a picture; empty: none, one is drawn."""

    def __bool__(self) -> bool:
        return bool(given(self))


class Changes(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is to be corrected: unset stays as it is, None is taken back to what the file says."""

    title: str | UnsetType | None = UNSET
    artist: str | UnsetType | None = UNSET
    album: str | UnsetType | None = UNSET
    album_artist: str | UnsetType | None = UNSET
    genres: tuple[str, ...] | UnsetType | None = UNSET
    track_number: int | UnsetType | None = UNSET
    """As for the other numbers, 0: none."""
    disc_number: int | UnsetType | None = UNSET
    year: int | UnsetType | None = UNSET
    cover: str | UnsetType | None = UNSET
    """Id of a picture; empty: none, one is drawn."""


class FileValues(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the file says of the fields that are corrected."""

    title: str | UnsetType = UNSET
    artist: str | UnsetType = UNSET
    artists: tuple[str, ...] | UnsetType = UNSET
    album: str | UnsetType = UNSET
    musicbrainz_album_id: str | UnsetType = UNSET
    album_artist: str | UnsetType = UNSET
    genres: tuple[str, ...] | UnsetType = UNSET
    track_number: int | UnsetType | None = UNSET
    disc_number: int | UnsetType | None = UNSET
    released_on: date | UnsetType | None = UNSET
    cover: str | UnsetType = UNSET


class Correction(Struct, frozen=True, kw_only=True):
    """What is corrected of one track, and what stands beneath it."""

    track_id: TrackId
    fields: CorrectedFields
    of_file: FileValues
    revision: int
    """Of this correction: moves with every change of it."""
    corrected_at: AwareTime
    corrected_by: ListenerId


def given(fields: Struct) -> dict[str, Any]:
    """Return the fields that are set, by name."""
    values = ((name, getattr(fields, name)) for name in fields.__struct_fields__)
    return {name: value for name, value in values if value is not UNSET}


def clean_changes(changes: Changes) -> Changes:
    """Return the changes as they are kept; raises `OutOfRange` for what no track can have."""
    cleaned = given(changes)
    for name, value in cleaned.items():
        if value is not None:
            cleaned[name] = _clean(name, value)
    return Changes(**cleaned)


def merge(fields: CorrectedFields, changes: Changes) -> CorrectedFields:
    """Return what is corrected after the changes."""
    merged = {**given(fields), **given(changes)}
    return CorrectedFields(**{name: value for name, value in merged.items() if value is not None})


def undoing(before: CorrectedFields, changes: Changes) -> Changes:
    """Return the changes that make it what it was before these."""
    earlier = given(before)
    return Changes(**{name: earlier.get(name) for name in given(changes)})


def correct(track: Track, fields: CorrectedFields) -> Track:
    """Return the track of a file with the corrections laid over it."""
    values = given(fields)
    if "artist" in values:
        values["artists"] = ()
    if "album" in values:
        values["musicbrainz_album_id"] = ""
    if "year" in values:
        values["released_on"] = _released_in(values.pop("year"), track.released_on)
    for name in _NUMBERS:
        if name in values:
            values[name] = values[name] or None
    if values.get("cover"):
        values["cover"] = PICTURE + values["cover"]
    return replace(track, **values)


def file_values(track: Track, fields: CorrectedFields) -> FileValues:
    """Return what the track of a file says of the corrected fields."""
    names = touched(given(fields))
    return FileValues(**{name: getattr(track, name) for name in names})


def as_file_says(track: Track, of_file: FileValues) -> Track:
    """Return a corrected track as its file says it."""
    return replace(track, **given(of_file))


def touched(names: Iterable[str]) -> list[str]:
    """Return the fields of a `Track` that corrections of these fields touch."""
    return [field for name in names for field in TOUCHED[name]]


def picture_id(cover: str) -> str:
    """Return the id of the picture that a `Track.cover` names; empty for one of its file."""
    return cover.removeprefix(PICTURE) if cover.startswith(PICTURE) else ""


def _released_in(year: int, told: date | None) -> date | None:
    """Return a day of the year; a file that says the year tells maybe the day, too."""
    if not year:
        return None
    return told if told and told.year == year else date(year, 1, 1)


def _clean(name: str, value: Any) -> Any:
    if name in _TEXTS:
        return _clean_text(name, value)
    if name == "genres":
        genres = clean_genres(_clean_text("genres", text) for text in value)
        if len(value) > MAX_GENRES:
            raise OutOfRange(f"genres: {len(value)} are too many; at most {MAX_GENRES} are kept")
        return genres
    if name == "year" and value and not MIN_YEAR <= value <= MAX_YEAR:
        raise OutOfRange(f"year: {value} is none from {MIN_YEAR} to {MAX_YEAR}; 0 says that there is none")
    if name in _NUMBERS and not 0 <= value <= MAX_NUMBER:
        raise OutOfRange(f"{name}: {value} is none from 0 to {MAX_NUMBER}; 0 says that there is none")
    return value


def _clean_text(name: str, text: str) -> str:
    if len(text) > MAX_TEXT_LENGTH:
        raise OutOfRange(f"{name}: {len(text)} characters are too many; at most {MAX_TEXT_LENGTH} are kept")
    cleaned = clean_text(text)
    if name == "title" and not cleaned:
        raise OutOfRange("title: a track needs one; null takes back what was corrected")
    return cleaned

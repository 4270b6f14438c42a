"""Reads a file's own tags: ID3, Vorbis comments, MP4, APE, ASF, each under its own names."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import mutagen

from etl.covers import pictures
from etl.tags import Tags, as_date, as_gain, as_number, clean_genres, clean_text

NAMES = {
    "title": ("TIT2", "©nam", "title"),
    "artist": ("TPE1", "©ART", "artist", "author"),
    "album": ("TALB", "©alb", "album", "WM/AlbumTitle"),
    "album_artist": ("TPE2", "aART", "albumartist", "album artist", "WM/AlbumArtist"),
    "genres": ("TCON", "©gen", "genre", "WM/Genre"),
    "released_on": ("TDRC", "TDRL", "©day", "date", "year", "WM/Year"),
    "track_number": ("TRCK", "trkn", "tracknumber", "track", "WM/TrackNumber"),
    "disc_number": ("TPOS", "disk", "discnumber", "disc", "WM/PartOfSet"),
    "licence": ("WCOP", "license", "licence", "----:com.apple.iTunes:LICENSE"),
    "replaygain": (
        "TXXX:REPLAYGAIN_TRACK_GAIN",
        "replaygain_track_gain",
        "----:com.apple.iTunes:replaygain_track_gain",
    ),
    "r128_gain": ("r128_track_gain",),
    "composer": ("TCOM", "©wrt", "composer", "WM/Composer"),
    "comment": ("COMM", "©cmt", "comment", "description"),
    "language": ("TLAN", "language", "WM/Language"),
    "isrc": ("TSRC", "isrc", "WM/ISRC"),
    "musicbrainz_track_id": ("musicbrainz_trackid", "TXXX:MusicBrainz Release Track Id", "MusicBrainz/Track Id"),
}
"""The same thing in each tag format; ID3, MP4 and ASF names differ, those of Vorbis and APE mostly agree."""
OTHERS = ("composer", "comment", "language", "isrc", "musicbrainz_track_id")
R128_TO_REPLAYGAIN_DB = 5.0
"""Opus' R128 gain aims at -23 LUFS, ReplayGain at -18 (RFC 7845, section 5.2.1)."""


def read_tags(path: Path) -> Tags:
    """Return what the file's tags say; an untagged file yields empty tags.

    Tags that cannot be parsed do not make music unplayable: the error is kept under `others["tags_unreadable"]`.
    """
    try:
        file = mutagen.File(path)
        return Tags() if file is None else _tags(file)
    except Exception as error:  # mutagen's parsers raise anything on damaged tags, from IndexError to struct.error
        return Tags(others={"tags_unreadable": clean_text(f"{type(error).__name__}: {error}")})


def _tags(file: mutagen.FileType) -> Tags:
    found = {field: list(_texts(file.tags, names)) for field, names in NAMES.items()}
    first = {field: texts[0] if texts else "" for field, texts in found.items()}
    return Tags(
        title=clean_text(first["title"]),
        artist=clean_text(", ".join(found["artist"])),
        album=clean_text(first["album"]),
        album_artist=clean_text(", ".join(found["album_artist"])),
        genres=clean_genres(found["genres"]),
        track_number=as_number(first["track_number"]),
        disc_number=as_number(first["disc_number"]),
        released_on=as_date(first["released_on"]),
        licence=clean_text(first["licence"]),
        replaygain_db=_replaygain(file, first),
        has_picture=next(pictures(file), None) is not None,
        others={field: text for field in OTHERS if (text := clean_text(first[field]))},
    )


def _texts(tags: Any, names: Iterable[str]) -> Iterator[str]:
    """Yield the texts of the first of `names` that the tags have."""
    for name in names if tags else ():
        values = _values(tags, name)
        if texts := [text for value in values if (text := _text(value)).strip("\0 ")]:
            yield from texts
            return


def _values(tags: Any, name: str) -> list[Any]:
    if hasattr(tags, "getall"):  # ID3
        frames = tags.getall(name) or [frame for frame in tags.values() if frame.HashKey.lower() == name.lower()]
        return [value for frame in frames for value in _frame_values(frame)]
    try:
        value = tags[name]
    except (KeyError, ValueError):  # Vorbis comments refuse names such as ©nam
        return []
    return (
        list(value)
        if isinstance(value, list) or (hasattr(value, "__iter__") and not isinstance(value, str))
        else [value]
    )


def _frame_values(frame: Any) -> list[Any]:
    if frame.FrameID == "TCON":
        return list(frame.genres)
    return list(frame.text) if isinstance(getattr(frame, "text", None), list) else [getattr(frame, "url", "")]


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, tuple):  # MP4's (number, total)
        return str(value[0]) if value else ""
    return str(value)


def _replaygain(file: mutagen.FileType, first: dict[str, str]) -> float | None:
    if (gain := as_gain(first["replaygain"])) is not None:
        return gain
    if (r128 := as_gain(first["r128_gain"])) is not None:
        return r128 / 256 + R128_TO_REPLAYGAIN_DB
    tags: Any = file.tags
    adjustments = tags.getall("RVA2:track") if hasattr(tags, "getall") else []
    return float(adjustments[0].gain) if adjustments else None

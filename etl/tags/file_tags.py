"""Reads a file's own tags, wherever in it they are: ID3, Vorbis, MP4, APE, ASF, RIFF INFO, AIFF, Matroska."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import mutagen
from mutagen.apev2 import APENoHeaderError, APEv2
from mutagen.id3 import ID3, ID3NoHeaderError
from mutagen.mp4 import MP4

from etl.containers.tag_bounds import require_bounded_tags
from etl.tags.chunk_tags import read_chunk_tags
from etl.tags.covers import pictures
from etl.tags.probed_tags import ProbedFile, probe
from etl.tags.tags import Tags, clean_genres, clean_names, clean_text
from etl.tags.texts import TagTexts, raw_id3_dates, texts_of
from etl.tags.values import as_date, as_flag, as_gain, as_place, as_r128_gain
from recommender.catalogue.contributors import CONTRIBUTOR_KINDS, ContributorKind, join_names

NAMES = {
    "title": ("tit2", "©nam", "title"),
    "artist": ("tpe1", "©art", "artist", "author"),
    "artists": ("artists", "wmartists"),
    "album": ("talb", "©alb", "album", "wmalbumtitle"),
    "album_artist": ("tpe2", "aart", "albumartist", "wmalbumartist"),
    "compilation": ("tcmp", "cpil", "compilation", "itunescompilation", "wmiscompilation"),
    "musicbrainz_album_id": ("musicbrainzalbumid",),
    "genres": ("tcon", "©gen", "genre", "wmgenre"),
    "released_on": (
        *("tdrc", "tyer", "tdrl", "©day", "date", "year", "releasedate", "wmyear", "datereleased", "daterecorded"),
        *("tdor", "originaldate", "originalyear", "wmoriginalreleasetime", "wmoriginalreleaseyear"),
    ),
    "track_number": ("trck", "trkn", "tracknumber", "track", "wmtracknumber", "partnumber"),
    "disc_number": ("tpos", "disk", "discnumber", "disc", "wmpartofset"),
    "licence": ("wcop", "license", "licence"),
    "replaygain": ("replaygaintrackgain", "rva2:track"),
    "r128_gain": ("r128trackgain",),
    "composer": ("tcom", "©wrt", "composer", "wmcomposer"),
    "writer": ("lyricist", "writer", "songwriter", "wmwriter", "writtenby", "tipl:lyricist", "tipl:writer"),
    "producer": ("producer", "tipl:producer", "tipl:coproducer", "©prd", "wmproducer"),
    "label": ("tpub", "label", "organization", "publisher", "©pub", "wmpublisher"),
    "comment": ("comm", "©cmt", "comment", "description"),
    "language": ("tlan", "language", "wmlanguage"),
    "isrc": ("tsrc", "isrc", "wmisrc"),
    "musicbrainz_track_id": ("musicbrainztrackid", "musicbrainzreleasetrackid"),
}
"""The same thing under the names that the formats give it (see `tag_name`), the best first."""
OTHERS = ("comment", "language", "isrc", "musicbrainz_track_id")
READER_REVISION = 1
"""Moves when more is read of the same tags: files that an earlier revision described are then read once more.
1: writers, producers, several composers and labels."""
MAX_DURATION_S = 1e6
"""A container that tells more is damaged."""
_SOUND_DATE = re.compile(r"[12]\d{3}(-\d\d)*\b")


class TaggedFile(NamedTuple):
    """What a file says about itself."""

    tags: Tags
    duration_s: float | None
    """As the container tells it, or as it follows from size and bit rate; None: not told."""


def read_tags(path: Path) -> Tags:
    """Return what the file's tags say, the format's own before the others in it; an untagged file yields empty tags.

    Tags that cannot be parsed do not make music unplayable: where no others are there, `others["tags_unreadable"]`
    holds the error.
    """
    return read_tagged_file(path).tags


def read_tagged_file(path: Path) -> TaggedFile:
    """Return the tags as `read_tags` does, and the length, without decoding anything."""
    if isinstance(too_many := _try(require_bounded_tags, path), Exception):
        return TaggedFile(_merge(iter([too_many])), None)
    file = _try(mutagen.File, path)
    probed = _probe_unknown(path, file)
    length = getattr(getattr(file, "info", None), "length", None) or (probed and probed.duration_s)
    return TaggedFile(_merge(_sources(path, file, probed)), _as_duration_s(length))


def _probe_unknown(path: Path, file: Any) -> ProbedFile | None:
    """Have ffprobe look at what mutagen does not know, or finds no tags in."""
    if getattr(file, "tags", None) is None and (isinstance(file, MP4) or not isinstance(file, mutagen.FileType)):
        return probe(path)
    return None


def _as_duration_s(length: object) -> float | None:
    return float(length) if isinstance(length, int | float) and 0 < length <= MAX_DURATION_S else None


def _merge(sources: Iterator[Tags | Exception]) -> Tags:
    merged, error = Tags(), ""
    for tags in sources:
        if isinstance(tags, Exception):
            error = error or clean_text(f"{type(tags).__name__}: {tags}")
        else:
            merged = merged.over(tags)
    return Tags(others={"tags_unreadable": error}) if error and merged == Tags() else merged


def _sources(path: Path, file: Any, probed: ProbedFile | None) -> Iterator[Tags | Exception]:
    """Yield the tags in each place of the file, the strongest first, or why they could not be read."""
    own = getattr(file, "tags", None)
    id3 = own if isinstance(own, ID3) else _try(ID3, path)
    ape = own if isinstance(own, APEv2) else _try(APEv2, path)
    readers: list[tuple[Any, Callable[[Any], Tags]]] = [
        (file, lambda tagged: _tags(_texts(tagged.tags, path), has_picture=next(pictures(tagged), None) is not None)),
        (None if id3 is own else id3, lambda tags: _tags(_texts(tags, path))),
        (None if ape is own else ape, lambda tags: _tags(_texts(tags, path))),
        (path, lambda file_path: _tags(read_chunk_tags(file_path))),
        (probed, lambda seen: _tags(seen.texts)),
    ]
    if isinstance(id3, ID3) and id3.version < (2,):  # version 1 cuts its texts off after 30 letters
        readers.insert(0, readers.pop(2))
    for source, read in readers:
        if isinstance(source, Exception):
            yield source
        elif source is not None:
            yield _try(read, source)


def _try(read: Callable[[Any], Any], source: Any) -> Any:
    """Return what is read, None where there is nothing to read, or the error itself."""
    try:
        return read(source)
    except (ID3NoHeaderError, APENoHeaderError):
        return None
    except Exception as error:  # mutagen's parsers raise anything on damaged tags, from IndexError to struct.error
        return error


def _texts(tags: Any, path: Path) -> TagTexts:
    texts = texts_of(tags)
    dates = [text for name in ("tdrc", "tdrl", "tdor") for text in texts.get(name, ())]
    if not isinstance(tags, ID3) or (dates and all(map(_SOUND_DATE.match, dates))):
        return texts
    with suppress(ID3NoHeaderError):  # raised where the tag lies in a chunk of a WAV or AIFF file
        return {**texts, **raw_id3_dates(path)}
    return texts


def _tags(texts: TagTexts, *, has_picture: bool = False) -> Tags:
    values_of = {field: next((texts[name] for name in names if name in texts), []) for field, names in NAMES.items()}
    first = {field: values[0] if values else "" for field, values in values_of.items()}
    disc_number, track_number = as_place(first["track_number"], first["disc_number"])
    dates = (as_date(text) for name in NAMES["released_on"] for text in texts.get(name, ()))
    shown = clean_names(values_of["artist"])
    artists = clean_names(name.replace(";", "\0") for name in values_of["artists"]) or shown
    gain = as_gain(first["replaygain"])
    return Tags(
        title=clean_text(first["title"]),
        artist=clean_text(", ".join(shown or artists)),
        artists=artists if len(artists) > 1 else (),
        album=clean_text(first["album"]),
        album_artist=clean_text("; ".join(clean_names(values_of["album_artist"]))),
        is_compilation=as_flag(first["compilation"]),
        musicbrainz_album_id=clean_text(first["musicbrainz_album_id"]).lower(),
        genres=clean_genres(values_of["genres"]),
        track_number=track_number,
        disc_number=disc_number,
        released_on=next((date for date in dates if date), None),
        licence=clean_text(first["licence"]),
        replaygain_db=as_r128_gain(first["r128_gain"]) if gain is None else gain,
        has_picture=has_picture,
        others={
            **{kind: names for kind in CONTRIBUTOR_KINDS if (names := _contributors(texts, kind))},
            **{field: text for field in OTHERS if (text := clean_text(first[field]))},
        },
    )


def _contributors(texts: TagTexts, kind: ContributorKind) -> str:
    """Return the names that any tag of this kind says; labels from the best tag, for a publisher may be no label."""
    found = [texts[name] for name in NAMES[kind] if name in texts]
    return join_names(text for values in (found[:1] if kind == "label" else found) for text in values)

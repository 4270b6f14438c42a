"""From a found file to its track: who it is, and what it is called."""

from dataclasses import dataclass

from etl.covers import EMBEDDED
from etl.file_tags import read_tags
from etl.identity import audio_identity
from etl.listing import FoundFile
from etl.locations import file_path, readable_name
from etl.tags import LONGEST_TEXT, Tags, clean_text
from recommender.records import Track


@dataclass(frozen=True, slots=True)
class Described:
    """A file that was opened, but not listened to."""

    track: Track
    """Without what only the analysis knows; an unnamed one has the file's name as its title."""


def describe(found: FoundFile) -> Described:
    """Read a file's identity and tags; raises `BadAudio` when it cannot be read."""
    path = file_path(found.url)
    track_id = found.track_id or audio_identity(path)
    own = read_tags(path)
    tags = found.tags.over(own) if found.tags else own
    return Described(
        Track(
            track_id=track_id,
            title=tags.title or title_from_name(path.stem),
            artist=tags.artist,
            album=tags.album,
            album_artist=tags.album_artist,
            genres=tags.genres,
            track_number=tags.track_number,
            disc_number=tags.disc_number,
            released_on=tags.released_on,
            licence=tags.licence,
            url=found.url,
            cover=_cover(found, tags),
            replaygain_db=tags.replaygain_db,
            tags=dict(tags.others),
        )
    )


def title_from_name(stem: str) -> str:
    """Return a title for an untagged file; bytes that are not UTF-8 are shown as they are."""
    return clean_text(readable_name(stem))[:LONGEST_TEXT] or "untitled"


def _cover(found: FoundFile, tags: Tags) -> str:
    return EMBEDDED if tags.has_picture else found.cover

"""From a found file to its track: who it is, and what it is called."""

from dataclasses import dataclass

from etl.containers.media_type import media_type
from etl.decode.playback import is_refused_by_ffmpeg
from etl.ingest.identity import audio_identity
from etl.locations import file_path, readable_name
from etl.readers.listing import FoundFile
from etl.tags.covers import EMBEDDED
from etl.tags.file_tags import read_tagged_file
from etl.tags.tags import MAX_TEXT_LENGTH, Tags, clean_text
from recommender.records import Track


@dataclass(frozen=True, slots=True)
class Described:
    """A file that was opened, but not listened to."""

    track: Track
    """Without what only the analysis knows; an unnamed one has the file's name as its title, and its length is what the
    container tells."""


def describe(file: FoundFile) -> Described:
    """Read a file's identity and tags; raises `BadAudio` when it cannot be read."""
    path = file_path(file.url)
    track_id = file.track_id or audio_identity(path)
    own, kind = read_tagged_file(path), media_type(path)
    tags = file.tags.over(own.tags) if file.tags else own.tags
    return Described(
        Track(
            track_id=track_id,
            title=tags.title or title_from_name(path.stem),
            artist=tags.artist,
            artists=tags.artists,
            album=tags.album,
            album_artist=tags.album_artist,
            is_compilation=tags.is_compilation,
            musicbrainz_album_id=tags.musicbrainz_album_id,
            genres=tags.genres,
            track_number=tags.track_number,
            disc_number=tags.disc_number,
            released_on=tags.released_on,
            licence=tags.licence,
            url=file.url,
            cover=_cover(file, tags),
            media_type=kind,
            ffmpeg_refuses=is_refused_by_ffmpeg(path, kind),
            duration_s=own.duration_s,
            replaygain_db=tags.replaygain_db,
            tags=dict(tags.others),
        )
    )


def title_from_name(stem: str) -> str:
    """Return a title for an untagged file; bytes that are not UTF-8 are shown as they are."""
    return clean_text(readable_name(stem))[:MAX_TEXT_LENGTH] or "untitled"


def _cover(file: FoundFile, tags: Tags) -> str:
    return EMBEDDED if tags.has_picture else file.cover

"""What the tags and the file say."""

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import numpy as np

from recommender.catalogue.contributors import ContributorKind, contributors
from recommender.playlists.smart.columns import Numbers, Texts, flags, moments, numbers, texts
from recommender.playlists.smart.fields.field import Field, FieldKind
from recommender.playlists.smart.sources import Sources
from recommender.records import Track

_MIDNIGHT_S = 86_400
_EPOCH_DAY = 719_163
"""`date.toordinal` of 1970-01-01."""


def _text(name: str, words: str, of: Callable[[Track], str]) -> Field:
    return Field(name, "text", "Tags", words, lambda sources: texts(map(of, _tracks(sources))))


def _texts(name: str, words: str, of: Callable[[Track], Iterable[str]]) -> Field:
    return Field(name, "text", "Tags", words, lambda sources: Texts.of(tuple(of(one)) for one in _tracks(sources)))


def _tag(name: str, words: str) -> Field:
    return _text(name, words, lambda track: track.tags.get(name, ""))


def _contributors(kind: ContributorKind, words: str) -> Field:
    return _texts(kind, words, lambda track: contributors(track, kind))


def _file(name: str, words: str, of: Callable[[Track], str]) -> Field:
    return Field(name, "text", "File", words, lambda sources: texts(map(of, _tracks(sources))))


def _number(
    name: str, words: str, of: Callable[[Track], float | None], *, unit: str = "", kind: FieldKind = "number"
) -> Field:
    return Field(name, kind, "Tags", words, lambda sources: numbers(map(of, _tracks(sources))), unit)


def _flag(name: str, words: str, of: Callable[[Track], bool]) -> Field:
    return Field(name, "flag", "File", words, lambda sources: flags(map(of, _tracks(sources))))


def _tracks(sources: Sources) -> tuple[Track, ...]:
    return sources.library.catalogue.tracks


def _path(track: Track) -> str:
    return unquote(urlsplit(track.url).path)


def _day_s(track: Track) -> float | None:
    return float((track.released_on.toordinal() - _EPOCH_DAY) * _MIDNIGHT_S) if track.released_on else None


def _album_sizes(sources: Sources) -> Numbers:
    return _of_album(sources, [float(len(album.positions)) for album in sources.library.catalogue.albums])


def _album_lengths(sources: Sources) -> Numbers:
    return _of_album(sources, [album.duration_s for album in sources.library.catalogue.albums])


def _of_album(sources: Sources, values: list[float]) -> Numbers:
    return Numbers(np.array([*values, np.nan])[sources.library.album_numbers])


def _artist_sizes(sources: Sources) -> Numbers:
    sizes = [float(len(artist.positions)) for artist in sources.library.catalogue.artists]
    return Numbers(np.array([*sizes, np.nan])[sources.library.artist_numbers])


def _artist_albums(sources: Sources) -> Numbers:
    counts = [float(len(artist.album_ids)) for artist in sources.library.catalogue.artists]
    return Numbers(np.array([*counts, np.nan])[sources.library.artist_numbers])


TAG_FIELDS: tuple[Field, ...] = (
    _text("title", "Title", lambda track: track.title),
    _texts("artist", "Artist", lambda track: {track.artist: 0, **dict.fromkeys(track.artists)}),
    _text("album", "Album", lambda track: track.album),
    _text("album_artist", "Album artist", lambda track: track.album_artist),
    _texts("genre", "Genre", lambda track: track.genres),
    _number("year", "Year", lambda track: track.released_on.year if track.released_on else None),
    _number("released_on", "Release date", _day_s, kind="day"),
    _number("duration", "Length", lambda track: track.duration_s, unit="s"),
    _number("track_number", "Track number", lambda track: track.track_number),
    _number("disc_number", "Disc number", lambda track: track.disc_number),
    _contributors("composer", "Composer"),
    _contributors("writer", "Writer"),
    _contributors("producer", "Producer"),
    _contributors("label", "Label"),
    _tag("comment", "Comment"),
    _tag("language", "Language"),
    _text("licence", "Licence", lambda track: track.licence),
    _tag("isrc", "ISRC"),
    _tag("musicbrainz_track_id", "MusicBrainz track id"),
    _text("musicbrainz_album_id", "MusicBrainz album id", lambda track: track.musicbrainz_album_id),
    _number("genre_count", "Number of genres", lambda track: float(len(track.genres))),
    Field("album_tracks", "number", "Tags", "Tracks of the album", _album_sizes, "tracks"),
    Field("album_duration", "number", "Tags", "Length of the album", _album_lengths, "s"),
    Field("artist_tracks", "number", "Tags", "Tracks of the artist", _artist_sizes, "tracks"),
    Field("artist_albums", "number", "Tags", "Albums of the artist", _artist_albums, "albums"),
    Field("added_at", "moment", "File", "Added", lambda sources: moments(t.added_at for t in _tracks(sources))),
    _file("file_path", "Path of the file", _path),
    _file("file_name", "Name of the file", lambda track: PurePosixPath(_path(track)).name),
    _file("file_type", "Ending of the file", lambda track: PurePosixPath(_path(track)).suffix[1:]),
    _file("media_type", "Container and codec", lambda track: track.media_type),
    _flag("is_compilation", "On a compilation", lambda track: track.is_compilation),
    _flag("has_cover", "Has a cover", lambda track: bool(track.cover)),
    _flag("is_analysed", "Sound is analysed", lambda track: track.sound is not None),
)

"""The catalogue as the API shows it: positions in, answers out."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
from pathlib import PurePosixPath
from typing import TypeVar
from urllib.parse import quote, urlsplit

import numpy as np

from recommender.catalogue.contributors import CONTRIBUTOR_KINDS, contributor_key, contributors
from recommender.catalogue.snapshot import Album, Artist, Catalogue, Genre
from recommender.errors import NotFound, UnknownTrack
from recommender.prediction.library.moods import LibraryMoods, NoMoods
from recommender.prediction.mood.records import MoodName
from recommender.records import Track, TrackId
from recommender.similarity.features import fingerprint
from webapp.api.answers import (
    AlbumAnswer,
    AlbumDetail,
    ArtistAnswer,
    ArtistDetail,
    ContributorAnswer,
    DiscAnswer,
    GenreAnswer,
    Playable,
    TrackAnswer,
    TrackDetail,
)

DIRECT_TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".mp4": "audio/mp4",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
    ".webm": "audio/webm",
}
"""What every current browser plays as it is by the ending of its name, with its media type."""
DIRECT_CONTENTS = frozenset({
    "audio/mpeg", "audio/aac", "audio/flac",
    'audio/mp4; codecs="mp4a.40.2"', 'audio/mp4; codecs="mp4a.40.5"', 'audio/mp4; codecs="mp4a.40.29"',
    'audio/mp4; codecs="flac"', 'audio/ogg; codecs="vorbis"', 'audio/ogg; codecs="opus"', 'audio/ogg; codecs="flac"',
    'audio/webm; codecs="opus"', 'audio/webm; codecs="vorbis"', 'audio/wav; codecs="1"', 'audio/wav; codecs="3.32"',
})  # fmt: skip
"""And by its content."""
COVER_VERSION = "1"
"""Moves when generated covers are drawn in another way."""
_MAX_TRACKS = 500
Thing = TypeVar("Thing", Album, Artist)
_COVER_SALT = f"{COVER_VERSION}/{fingerprint()}"


def file_kind(track: Track) -> str:
    """Return the file's ending in small letters, such as `.mp3`."""
    return PurePosixPath(urlsplit(track.url).path).suffix.lower()


def direct_type(track: Track) -> str | None:
    """Return the media type under which browsers play the file as it is; None when they do not.

    The content decides; an ending that browsers do not know, such as that of an audiobook, is believed, too. Of a track
    that was catalogued before contents were looked into, the ending is all there is.
    """
    by_ending = DIRECT_TYPES.get(file_kind(track))
    if by_ending is None or not track.media_type:
        return by_ending
    if track.ffmpeg_refuses or track.media_type not in DIRECT_CONTENTS:
        return None
    return track.media_type.partition(";")[0]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One catalogue with its moods, and whether files that browsers cannot play can be transcoded."""

    catalogue: Catalogue
    can_transcode: bool
    moods: LibraryMoods | None = None
    """Of every described track; None before the first `segue build moods`."""

    def position(self, track_id: str) -> int:
        """Return the position of a track, or raise `UnknownTrack`."""
        position = self.catalogue.positions.get(TrackId(track_id))
        if position is None:
            raise UnknownTrack(track_id[:64])
        return int(position)

    def album(self, album_id: str) -> Album:
        """Return the album of this id, or raise `NotFound`."""
        return _require(self.catalogue.albums_by_id.get(album_id), "album", album_id)

    def artist(self, artist_id: str) -> Artist:
        """Return the artist of this id, or raise `NotFound`."""
        return _require(self.catalogue.artists_by_id.get(artist_id), "artist", artist_id)

    def of_mood(self, mood: MoodName) -> np.ndarray:
        """Return the positions of the tracks whose likeliest mood this is, or raise `NoMoods`."""
        if self.moods is None:
            raise NoMoods
        known = self.catalogue.positions
        positions = [known[track_id] for track_id in self.moods.tracks_of(mood) if track_id in known]
        return np.array(positions, dtype=np.int32)

    def playable(self, track: Track) -> Playable:
        """Return how a browser can play the track."""
        if direct_type(track):
            return "direct"
        return "transcode" if self.can_transcode else "no"

    def track_answer(self, position: int) -> TrackAnswer:
        """Return the track as lists show it."""
        track = self.catalogue.tracks[position]
        return TrackAnswer(
            track_id=track.track_id,
            title=track.title,
            artist=track.artist,
            album=track.album,
            album_id=self.catalogue.album_ids[position],
            artist_id=self.catalogue.artist_ids[position],
            genres=track.genres,
            track_number=track.track_number,
            duration_s=track.duration_s,
            playable=self.playable(track),
            audio_url=f"/audio/{quote(track.track_id, safe='')}",
            cover_url=cover_url(track),
        )

    def track_answers(self, positions: Iterable[int]) -> tuple[TrackAnswer, ...]:
        """Return each of the tracks as lists show it."""
        return tuple(self.track_answer(int(position)) for position in positions)

    def track_detail(self, position: int) -> TrackDetail:
        """Return the track with everything that is known about it."""
        track = self.catalogue.tracks[position]
        short = self.track_answer(position)
        return TrackDetail(
            **{name: getattr(short, name) for name in short.__struct_fields__},
            album_artist=track.album_artist,
            disc_number=track.disc_number,
            released_on=track.released_on,
            licence=track.licence,
            sound=track.sound,
            tags=track.tags,
            contributors=_contributors(track),
            added_at=track.added_at,
            moods=self.moods.moods(track.track_id) if self.moods else None,
        )

    def album_answer(self, album: Album) -> AlbumAnswer:
        """Return the album as lists show it."""
        return AlbumAnswer(
            album_id=album.album_id,
            title=album.title,
            artist=album.artist,
            artist_id=album.artist_id,
            year=album.year,
            n_tracks=len(album.positions),
            duration_s=round(album.duration_s, 3),
            cover_url=cover_url(self.catalogue.tracks[int(album.positions[0])]),
        )

    def album_detail(self, album: Album) -> AlbumDetail:
        """Return the album with its tracks."""
        short = self.album_answer(album)
        shown = album.positions[:_MAX_TRACKS]
        return AlbumDetail(
            **{name: getattr(short, name) for name in short.__struct_fields__},
            tracks=self.track_answers(shown),
            discs=_discs([self.catalogue.tracks[int(position)] for position in shown]),
        )

    def artist_answer(self, artist: Artist) -> ArtistAnswer:
        """Return the artist as lists show it."""
        shown = artist.positions
        if not len(shown) and artist.album_ids:
            shown = self.catalogue.albums_by_id[artist.album_ids[0]].positions
        return ArtistAnswer(
            artist_id=artist.artist_id,
            name=artist.name,
            n_tracks=len(artist.positions),
            n_albums=len(artist.album_ids),
            cover_url=cover_url(self.catalogue.tracks[int(shown[0])]) if len(shown) else None,
        )

    def genre_answer(self, genre: Genre) -> GenreAnswer:
        """Return the genre as lists show it."""
        tracks = (self.catalogue.tracks[int(position)] for position in genre.positions[:_MAX_TRACKS])
        first = self.catalogue.tracks[int(genre.positions[0])]
        return GenreAnswer(
            name=genre.name,
            n_tracks=len(genre.positions),
            cover_url=cover_url(next((track for track in tracks if track.cover), first)),
        )

    def artist_detail(self, artist: Artist) -> ArtistDetail:
        """Return the artist with albums and the first tracks."""
        short = self.artist_answer(artist)
        albums = [self.catalogue.albums_by_id[album_id] for album_id in artist.album_ids[:_MAX_TRACKS]]
        return ArtistDetail(
            **{name: getattr(short, name) for name in short.__struct_fields__},
            albums=tuple(self.album_answer(album) for album in albums),
            tracks=self.track_answers(artist.positions[:_MAX_TRACKS]),
        )


def cover_url(track: Track) -> str:
    """Return where the track's cover is; `v` moves with the picture's place and with the way covers are drawn."""
    key = blake2b(
        f"{_COVER_SALT}/{track.cover}/{track.url}".encode("utf-8", "surrogatepass"), digest_size=4
    ).hexdigest()
    return f"/covers/{quote(track.track_id, safe='')}?v={key}"


def _contributors(track: Track) -> tuple[ContributorAnswer, ...]:
    return tuple(
        ContributorAnswer(kind=kind, name=name, key=contributor_key(name))
        for kind in CONTRIBUTOR_KINDS
        for name in contributors(track, kind)
    )


def _discs(tracks: Iterable[Track]) -> tuple[DiscAnswer, ...]:
    """Return the discs of tracks that stand in the order of the discs."""
    discs = []
    for number, group in groupby(tracks, key=lambda track: track.disc_number or 1):
        members = tuple(group)
        duration_s = sum(track.duration_s or 0.0 for track in members)
        discs.append(DiscAnswer(number=number, n_tracks=len(members), duration_s=round(duration_s, 3)))
    return tuple(discs)


def _require(thing: Thing | None, kind: str, identity: str) -> Thing:
    if thing is None:
        raise NotFound(f"no {kind} {identity[:64]} in the catalogue")
    return thing

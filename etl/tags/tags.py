"""What a file or a catalogue row says about a track, cleaned of what no store or page should see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from recommender.catalogue.clean_texts import (
    MAX_GENRES,
    MAX_NAMES,
    MAX_TEXT_LENGTH,
    clean_genres,
    clean_names,
    clean_text,
)

__all__ = ["MAX_GENRES", "MAX_NAMES", "MAX_TEXT_LENGTH", "Tags", "clean_genres", "clean_names", "clean_text"]


@dataclass(frozen=True, kw_only=True)
class Tags:
    """Every field may be missing: empty, or None."""

    title: str = ""
    artist: str = ""
    artists: tuple[str, ...] = ()
    """Each of them where there are several; `artist` is how they are shown."""
    album: str = ""
    album_artist: str = ""
    is_compilation: bool = False
    musicbrainz_album_id: str = ""
    genres: tuple[str, ...] = ()
    track_number: int | None = None
    disc_number: int | None = None
    released_on: date | None = None
    licence: str = ""
    replaygain_db: float | None = None
    has_picture: bool = False
    others: Mapping[str, str] = field(default_factory=dict)

    def over(self, weaker: "Tags") -> "Tags":
        """Return these tags, with the gaps filled from `weaker`."""
        return Tags(
            title=self.title or weaker.title,
            artist=self.artist or weaker.artist,
            artists=self.artists or (weaker.artists if self.artist in ("", weaker.artist) else ()),
            album=self.album or weaker.album,
            album_artist=self.album_artist or weaker.album_artist,
            is_compilation=self.is_compilation or weaker.is_compilation,
            musicbrainz_album_id=self.musicbrainz_album_id or weaker.musicbrainz_album_id,
            genres=self.genres or weaker.genres,
            track_number=weaker.track_number if self.track_number is None else self.track_number,
            disc_number=weaker.disc_number if self.disc_number is None else self.disc_number,
            released_on=self.released_on or weaker.released_on,
            licence=self.licence or weaker.licence,
            replaygain_db=weaker.replaygain_db if self.replaygain_db is None else self.replaygain_db,
            has_picture=self.has_picture or weaker.has_picture,
            others={**weaker.others, **self.others},
        )

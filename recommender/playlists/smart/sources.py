"""What fields read: the library with all that is known of its tracks, and what one listener did with them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import numpy as np

from recommender.catalogue.snapshot import Catalogue
from recommender.listening.history.plays import TrackPlays
from recommender.listening.taste import Taste
from recommender.playlists.smart.columns import Column
from recommender.prediction.charts.served import ServedChart
from recommender.prediction.library.moods import LibraryMoods
from recommender.prediction.library.songs import LibrarySongs
from recommender.records import TrackId
from recommender.similarity.track_index import TrackIndex


@dataclass(frozen=True, eq=False)
class SmartLibrary:
    """The library of one moment, by the positions of its catalogue; its columns are made when first asked for."""

    catalogue: Catalogue
    moods: LibraryMoods | None = None
    index: TrackIndex | None = None
    chart: ServedChart | None = None
    """Whose last week and forecast popularity is told by."""
    columns: dict[str, Column] = field(default_factory=dict)

    @cached_property
    def durations_s(self) -> np.ndarray:
        """Return how long each track is, float64 [n_tracks]; 0 where that is not known."""
        return np.array([track.duration_s or 0.0 for track in self.catalogue.tracks], dtype=np.float64)

    @cached_property
    def mood_rows(self) -> np.ndarray:
        """Return each track's row in the moods, int32 [n_tracks]; -1 for one that was not described."""
        known = self.moods.rows if self.moods else {}
        return _rows(self.catalogue, known.get)

    @cached_property
    def index_rows(self) -> np.ndarray:
        """Return each track's row in the index, int32 [n_tracks]; -1 for one that it does not know."""
        return _rows(self.catalogue, self.index.table.row if self.index else lambda _track_id: None)

    @cached_property
    def album_numbers(self) -> np.ndarray:
        """Return each track's album as a number, int32 [n_tracks]; -1 for none."""
        return _grouped(len(self.catalogue), (album.positions for album in self.catalogue.albums))

    @cached_property
    def artist_numbers(self) -> np.ndarray:
        """Return each track's artist as a number, int32 [n_tracks]; -1 for none."""
        numbers = {artist.artist_id: number for number, artist in enumerate(self.catalogue.artists)}
        ids = self.catalogue.artist_ids
        return np.fromiter((numbers.get(artist_id, -1) for artist_id in ids), np.int32, len(ids))

    @cached_property
    def songs(self) -> LibrarySongs:
        """Return the songs by name, for charts that name no track."""
        return LibrarySongs.of(self.catalogue)


@dataclass(frozen=True, eq=False)
class Heard:
    """What one listener heard of each track, by position."""

    plays: np.ndarray
    """float64 [n_tracks], as the others; times are seconds since 1970, NaN for never."""
    skips: np.ndarray
    listened_s: np.ndarray
    first_played_s: np.ndarray
    last_played_s: np.ndarray
    last_skipped_s: np.ndarray

    @classmethod
    def nothing(cls, n_tracks: int) -> "Heard":
        """Return what somebody heard who has heard nothing."""
        counts = [np.zeros(n_tracks) for _ in range(3)]
        times = [np.full(n_tracks, np.nan) for _ in range(3)]
        return cls(*counts, *times)

    def copy(self) -> "Heard":
        """Return a table of its own."""
        return Heard(*(getattr(self, name).copy() for name in self.__dataclass_fields__))

    def put(self, position: int, counted: TrackPlays) -> None:
        """Write what was counted of one track, in the place of what was there."""
        self.plays[position], self.skips[position] = counted.plays, counted.skips
        self.listened_s[position] = counted.listened_s
        times = (counted.first_played_at, counted.last_played_at, counted.last_skipped_at)
        for column, at in zip((self.first_played_s, self.last_played_s, self.last_skipped_s), times, strict=True):
            column[position] = at.timestamp() if at else np.nan


@dataclass(frozen=True, eq=False, kw_only=True)
class Listening:
    """What one listener did, at one moment."""

    heard: Heard
    taste: Taste
    now: datetime
    plays_in: Callable[[int], np.ndarray]
    """Returns the plays of each track in the last so many days, int32 [n_tracks]."""
    liked_albums: Callable[[], frozenset[str]]
    liked_artists: Callable[[], frozenset[str]]
    half_life_days: float = 14.0


@dataclass(frozen=True, eq=False)
class Sources:
    """What a field reads."""

    library: SmartLibrary
    listening: Listening

    @property
    def n_tracks(self) -> int:
        """How many tracks there are."""
        return len(self.library.catalogue)

    def positions(self, track_ids: Iterable[str]) -> np.ndarray:
        """Return the positions of those tracks that are here, int32."""
        known = self.library.catalogue.positions
        return np.array([known[TrackId(one)] for one in track_ids if one in known], dtype=np.int32)


def _rows(catalogue: Catalogue, row_of: Callable[[str], int | None]) -> np.ndarray:
    rows = (row_of(track.track_id) for track in catalogue.tracks)
    return np.fromiter((-1 if row is None else row for row in rows), np.int32, len(catalogue))


def _grouped(n_tracks: int, groups: Iterable[np.ndarray]) -> np.ndarray:
    numbers = np.full(n_tracks, -1, dtype=np.int32)
    for number, positions in enumerate(groups):
        numbers[positions] = number
    return numbers

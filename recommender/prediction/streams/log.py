"""One listener's plays as columns: songs, artists, and when each was heard or left."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import numpy as np

from recommender.errors import BadInput
from recommender.prediction.streams.records import MIN_PLAY_S, Play

PODCAST_S = 20 * 60.0
PODCAST_SHARE = 0.5
"""An artist most of whose time was heard in longer plays is taken for a podcast or a book and left out."""


@dataclass(frozen=True, eq=False)
class ListeningLog:
    """Plays of at least 30 seconds, podcasts left out; times are days since `start`."""

    start: datetime
    """Midnight, UTC, of the first play's day."""
    titles: tuple[str, ...]
    """Of each song; songs stand in the order of artist and title."""
    artists: tuple[str, ...]
    song_artist: np.ndarray
    """int32 [n_songs], position in `artists`."""
    day: np.ndarray
    """float64 [n_plays], ascending."""
    song: np.ndarray
    """int32 [n_plays]."""
    skip_day: np.ndarray
    """float64 [n_skips], ascending: songs of the log that were left within 30 seconds."""
    skip_song: np.ndarray
    """int32 [n_skips]."""
    n_left_out: int
    """Plays of at least 30 seconds by artists taken for podcasts."""

    @property
    def n_songs(self) -> int:
        """How many songs."""
        return len(self.titles)

    @property
    def last_day(self) -> float:
        """When the newest play was."""
        return float(self.day[-1])

    @property
    def first_day(self) -> np.ndarray:
        """float64 [n_songs]: when each song was heard first."""
        first = np.full(self.n_songs, np.inf)
        np.minimum.at(first, self.song, self.day)
        return first

    def moment(self, day: float) -> datetime:
        """Return a day as a time."""
        return self.start + timedelta(days=day)


def log_of(plays: Iterable[Play]) -> ListeningLog:
    """Return the plays as columns, each once; raise `BadInput` when none is long enough."""
    ordered = sorted(set(plays), key=lambda play: (play.at, play.artist, play.title))
    podcasts = podcasts_among(ordered)
    lasting = [play for play in ordered if play.listened_s is None or play.listened_s >= MIN_PLAY_S]
    kept = [play for play in lasting if play.is_song or play.artist not in podcasts]
    if not kept:
        raise BadInput("there is no play of at least 30 seconds; `segue import history FILES` brings some in")
    songs = {names: at for at, names in enumerate(sorted({(play.artist, play.title) for play in kept}))}
    artists = {name: at for at, name in enumerate(dict.fromkeys(artist for artist, _ in songs))}
    start = datetime.combine(kept[0].at.astimezone(UTC).date(), time(), UTC)
    skips = [play for play in ordered if play.listened_s is not None and play.listened_s < MIN_PLAY_S]
    known = [skip for skip in skips if (skip.artist, skip.title) in songs]
    return ListeningLog(
        start=start,
        titles=tuple(title for _, title in songs),
        artists=tuple(artists),
        song_artist=np.array([artists[artist] for artist, _ in songs], dtype=np.int32),
        day=_days(kept, start),
        song=np.array([songs[play.artist, play.title] for play in kept], dtype=np.int32),
        skip_day=_days(known, start),
        skip_song=np.array([songs[skip.artist, skip.title] for skip in known], dtype=np.int32),
        n_left_out=len(lasting) - len(kept),
    )


def podcasts_among(plays: Iterable[Play]) -> set[str]:
    """Return the artists taken for podcasts, by the length of their plays; one long song among others makes none."""
    time_s: defaultdict[str, float] = defaultdict(float)
    long_s: defaultdict[str, float] = defaultdict(float)
    for play in plays:
        if play.is_song or play.listened_s is None:
            continue
        time_s[play.artist] += play.listened_s
        if play.listened_s > PODCAST_S:
            long_s[play.artist] += play.listened_s
    return {artist for artist, seconds in long_s.items() if seconds > PODCAST_SHARE * time_s[artist]}


def _days(plays: list[Play], start: datetime) -> np.ndarray:
    return np.array([(play.at - start).total_seconds() / 86_400 for play in plays], dtype=np.float64)

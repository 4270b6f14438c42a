"""A listener's taste, resolved against one index: what the candidate sources and the scores look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

import numpy as np

from recommender.listening.mood_wish import MoodWish
from recommender.listening.taste import Taste, decayed
from recommender.records import TrackId
from recommender.similarity.track_index import TrackIndex

MAX_CENTRES = 5
CENTRE_POOL = 20
"""The strongest affinities among which the centres are chosen."""
MIN_CENTRE_WEIGHT = 0.2
SKIPS_REMEMBERED_FOR = timedelta(hours=3)
MAX_SKIPS = 5
HEARD_WINDOW = 50
"""Tracks among the last plays are not picked again; a small library shortens the window."""


@dataclass(frozen=True)
class Centre:
    """A track the listener likes and that stands for its kind."""

    row: int
    weight: float
    """0..1, relative to the strongest."""
    why: str


@dataclass(frozen=True, eq=False)
class Popular:
    """What is played here, resolved to rows of one index."""

    rows: np.ndarray
    """int32, most played first."""
    shares: np.ndarray
    """float32 0..1, relative to the most played, on a log scale."""

    @classmethod
    def resolve(cls, counts: Mapping[TrackId, float], index: TrackIndex) -> "Popular":
        """Look the counted tracks up in the index; unknown ones are left out."""
        known = [(row, count) for each, count in counts.items() if (row := index.table.row(each)) is not None]
        known.sort(key=lambda pair: (-pair[1], pair[0]))
        rows = np.array([row for row, _ in known], dtype=np.int32)
        plays = np.log1p(np.array([max(count, 0.0) for _, count in known], dtype=np.float32))
        return cls(rows=rows, shares=plays / plays[0] if len(plays) and plays[0] > 0 else plays)


@dataclass(frozen=True, eq=False)
class Situation:
    """Everything about the listener, as rows of the index."""

    index: TrackIndex
    taste: Taste
    popular: Popular
    playing: int | None
    centres: tuple[Centre, ...]
    skips: tuple[int, ...]
    """Tracks left early a short while ago, newest first."""
    allowed: np.ndarray
    """bool [n_tracks]: may be picked."""
    liked_artists: Mapping[int, float]
    """Weight 0..1 per artist code."""
    shown: Mapping[int, int]
    """How often a row was seen on a slate since its last play."""
    resting: tuple[int, ...] = ()
    """Tracks heard so lately that they, and other recordings of the same song, are not picked."""
    wish: MoodWish | None = None

    @classmethod
    def resolve(
        cls,
        taste: Taste,
        index: TrackIndex,
        popular: Popular,
        *,
        half_life_days: float,
        wish: MoodWish | None = None,
    ) -> "Situation":
        """Look the taste's tracks up in the index; those no longer in the catalogue are left out."""
        now = taste.updated_at
        weights = _weights(taste, index, now, half_life_days)
        row = index.table.row
        resting = _resting(taste, index, wish)
        return cls(
            index=index,
            taste=taste,
            popular=popular,
            playing=row(taste.playing) if taste.playing else None,
            centres=_centres(weights, index),
            skips=_recent_skips(taste, index, now),
            allowed=_allowed(taste, index, resting, wish),
            liked_artists=_liked_artists(weights, index),
            shown={found: n for each, n in taste.shown.items() if (found := row(each)) is not None},
            resting=resting,
            wish=wish,
        )


def _weights(taste: Taste, index: TrackIndex, now: datetime, half_life_days: float) -> list[tuple[float, int, str]]:
    """Return (weight, row, why) of the liked tracks, strongest first."""
    found = [
        (decayed(one, now, half_life_days=half_life_days), row, one.why)
        for each, one in taste.affinities.items()
        if one.weight > 0 and (row := index.table.row(each)) is not None
    ]
    return sorted((each for each in found if each[0] >= MIN_CENTRE_WEIGHT), key=lambda each: (-each[0], each[1]))


def _centres(weights: list[tuple[float, int, str]], index: TrackIndex) -> tuple[Centre, ...]:
    """Choose a few strong tracks that differ from one another: one mean would lie where nothing is."""
    pool = weights[:CENTRE_POOL]
    if not pool:
        return ()
    vectors = index.vectors[[row for _, row, _ in pool]]
    alike = np.clip(vectors @ vectors.T, 0.0, 1.0)
    strength = np.array([weight for weight, _, _ in pool], dtype=np.float32)
    strength /= strength[0]
    chosen: list[int] = []
    covered = np.zeros(len(pool), dtype=np.float32)
    for _ in range(min(MAX_CENTRES, len(pool))):
        gain = strength * (1.0 - covered)
        gain[chosen] = -1.0
        best = int(gain.argmax())
        chosen.append(best)
        covered = np.maximum(covered, alike[best])
    return tuple(Centre(pool[i][1], float(strength[i]), pool[i][2]) for i in chosen)


def _recent_skips(taste: Taste, index: TrackIndex, now: datetime) -> tuple[int, ...]:
    recent = [each.track_id for each in taste.skips if now - each.at <= SKIPS_REMEMBERED_FOR][:MAX_SKIPS]
    return tuple(row for each in recent if (row := index.table.row(each)) is not None)


def _resting(taste: Taste, index: TrackIndex, wish: MoodWish | None) -> tuple[int, ...]:
    """Return the last plays; of a wished mood, its own last plays: few tracks of it must come again the sooner."""
    table = index.table
    if wish is None:
        heard = taste.heard[: min(HEARD_WINDOW, len(table) // 3)]
        return tuple(row for each in heard if (row := table.row(each)) is not None)
    fitting = (row for each in taste.heard if (row := table.row(each)) is not None and wish.fits[row])
    return tuple(islice(fitting, min(HEARD_WINDOW, int(wish.fits.sum()) // 3)))


def _allowed(taste: Taste, index: TrackIndex, resting: tuple[int, ...], wish: MoodWish | None) -> np.ndarray:
    table = index.table
    allowed = np.ones(len(table), dtype=bool) if wish is None else wish.fits.copy()
    left_out = [*taste.disliked, *((taste.playing,) if taste.playing else ())]
    rows = [row for each in left_out if (row := table.row(each)) is not None]
    allowed[[*resting, *rows]] = False
    artists = {
        int(table.artist_codes[row])
        for each, scope in taste.disliked.items()
        if scope == "artist" and (row := table.row(each)) is not None
    } - {-1}
    if artists:
        allowed &= ~np.isin(table.artist_codes, list(artists))
    return allowed


def _liked_artists(weights: list[tuple[float, int, str]], index: TrackIndex) -> dict[int, float]:
    sums: dict[int, float] = {}
    for weight, row, _ in weights:
        artist = int(index.table.artist_codes[row])
        if artist >= 0:
            sums[artist] = sums.get(artist, 0.0) + weight
    strongest = max(sums.values(), default=1.0)
    return {artist: weight / strongest for artist, weight in sums.items()}

"""A listener's taste, resolved against one index: what the candidate sources and the scores look at."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

import msgspec
import numpy as np

from recommender.listening.steering import Course
from recommender.listening.taste import Taste, decay
from recommender.listening.wishes.wish import Wish
from recommender.records import TrackId
from recommender.similarity.track_index import TrackIndex

MAX_CENTRES = 5
CENTRE_POOL = 20
"""The strongest affinities among which the centres are chosen."""
MIN_CENTRE_WEIGHT = 0.2
SKIPS_REMEMBERED_FOR = timedelta(hours=3)
MAX_SKIPS = 5
RowOf = Callable[[str], int | None]
"""Looks up the row of a track."""
HEARD_WINDOW = 50
"""Tracks among the last plays are not picked again; a small library shortens the window."""


@dataclass(frozen=True)
class Centre:
    """A track the listener likes and that stands for its kind."""

    row: int
    weight: float
    """0..1, relative to the strongest."""
    why: str


MIN_OFTEN = 1.5
"""Plays, the older weighing less: one is not often, two within a day or so are."""


@dataclass(frozen=True, eq=False)
class Popular:
    """What is played here, resolved to rows of one index."""

    rows: np.ndarray
    """int32, most played first."""
    shares: np.ndarray
    """float32 0..1, relative to the most played, on a log scale."""

    @classmethod
    def resolve(cls, counts: Mapping[TrackId, float], index: TrackIndex) -> "Popular":
        """Look the counted tracks up in the index; those played once, and unknown ones, are left out."""
        often = ((track_id, count) for track_id, count in counts.items() if count >= MIN_OFTEN)
        known = [(row, count) for track_id, count in often if (row := index.table.row(track_id)) is not None]
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
    """Tracks left early, or turned away, a short while ago, newest first."""
    allowed: np.ndarray
    """bool [n_tracks]: may be picked."""
    liked_artists: Mapping[int, float]
    """Weight 0..1 per artist code."""
    shown: Mapping[int, int]
    """How often a row was seen on a slate since its last play."""
    resting: tuple[int, ...] = ()
    """Tracks heard so lately that they, and other recordings of the same song, are not picked."""
    wish: Wish | None = None
    hidden: np.ndarray | None = None
    """bool [n_tracks]: may not be seen, so nothing of it is picked, named or weighed; None where nothing is."""
    course: Course = field(default_factory=Course)

    @classmethod
    def resolve(
        cls,
        taste: Taste,
        index: TrackIndex,
        popular: Popular,
        *,
        half_life_days: float,
        wish: Wish | None = None,
        hidden: np.ndarray | None = None,
        energy: np.ndarray | None = None,
    ) -> "Situation":
        """Look the taste's tracks up in the index; those no longer in the catalogue, and hidden ones, are left out.

        `energy` are `energy_levels` of the index, None before the library has moods.
        """
        now = taste.updated_at
        refused = mask_refused(taste, index)
        row = _row_of(index, hidden)
        weights = [weight for weight in _weights(taste, row, now, half_life_days) if not refused[weight[1]]]
        resting = _resting(taste, row, len(index), wish)
        allowed = _mask_allowed(taste, index, resting, wish) & ~refused
        return cls(
            index=index,
            taste=taste,
            popular=popular,
            playing=row(taste.playing) if taste.playing else None,
            centres=_centres(weights, index),
            skips=_recent_skips(taste, row, now),
            allowed=allowed if hidden is None else allowed & ~hidden,
            liked_artists=_liked_artists(weights, index),
            shown={shown_row: n for track_id, n in taste.shown.items() if (shown_row := row(track_id)) is not None},
            resting=resting,
            wish=wish,
            hidden=hidden,
            course=Course.of(taste, index, energy),
        )


def taste_centres(
    taste: Taste,
    index: TrackIndex,
    *,
    half_life_days: float,
    among: Container[TrackId],
) -> tuple[Centre, ...]:
    """Return the tracks that stand for what the listener likes `among` these, chosen as picks choose them.

    Among all that the listener sees they are the very ones that picks are made from; the taste of an evening is that of
    what was heard in it.
    """
    liked = {track_id: affinity for track_id, affinity in taste.affinities.items() if track_id in among}
    refused = mask_refused(taste, index)
    part = msgspec.structs.replace(taste, affinities=liked)
    weights = _weights(part, index.table.row, taste.updated_at, half_life_days)
    return _centres([weight for weight in weights if not refused[weight[1]]], index)


def _row_of(index: TrackIndex, hidden: np.ndarray | None) -> RowOf:
    """Return what looks a track up among those that the listener may see."""
    row_of = index.table.row
    if hidden is None:
        return row_of

    def visible_row(track_id: str) -> int | None:
        row = row_of(track_id)
        return None if row is None or hidden[row] else row

    return visible_row


def _weights(taste: Taste, row_of: RowOf, now: datetime, half_life_days: float) -> list[tuple[float, int, str]]:
    """Return (weight, row, why) of the liked tracks, strongest first."""
    weights = [
        (decay(affinity, now, half_life_days=half_life_days), row, affinity.why)
        for track_id, affinity in taste.affinities.items()
        if affinity.weight > 0 and (row := row_of(track_id)) is not None
    ]
    return sorted(
        (weight for weight in weights if weight[0] >= MIN_CENTRE_WEIGHT), key=lambda weight: (-weight[0], weight[1])
    )


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


def _recent_skips(taste: Taste, row_of: RowOf, now: datetime) -> tuple[int, ...]:
    recent = [skip.track_id for skip in taste.skips if now - skip.at <= SKIPS_REMEMBERED_FOR][:MAX_SKIPS]
    return tuple(row for track_id in recent if (row := row_of(track_id)) is not None)


def _resting(taste: Taste, row_of: RowOf, n_tracks: int, wish: Wish | None) -> tuple[int, ...]:
    """Return the last plays; of a wish only what fits it, and fewer of them where little fits."""
    if wish is None:
        heard = taste.heard[: min(HEARD_WINDOW, n_tracks // 3)]
        return tuple(row for track_id in heard if (row := row_of(track_id)) is not None)
    fitting = (row for track_id in taste.heard if (row := row_of(track_id)) is not None and wish.fits[row])
    return tuple(islice(fitting, min(HEARD_WINDOW, int(wish.fits.sum()) // 3)))


def _mask_allowed(taste: Taste, index: TrackIndex, resting: tuple[int, ...], wish: Wish | None) -> np.ndarray:
    table = index.table
    allowed = np.ones(len(table), dtype=bool) if wish is None else wish.fits.copy()
    playing = table.row(taste.playing) if taste.playing else None
    allowed[[*resting, *(() if playing is None else (playing,))]] = False
    return allowed


def mask_refused(taste: Taste, index: TrackIndex) -> np.ndarray:
    """Return what was turned away, as tracks or by the artist: bool [n_tracks]."""
    table = index.table
    rows = {row: scope for track_id, scope in taste.disliked.items() if (row := table.row(track_id)) is not None}
    refused = np.zeros(len(table), dtype=bool)
    refused[list(rows)] = True
    artists = {int(table.artist_codes[row]) for row, scope in rows.items() if scope == "artist"} - {-1}
    if artists:
        refused |= np.isin(table.artist_codes, list(artists))
    return refused


def _liked_artists(weights: list[tuple[float, int, str]], index: TrackIndex) -> dict[int, float]:
    sums: dict[int, float] = {}
    for weight, row, _ in weights:
        artist = int(index.table.artist_codes[row])
        if artist >= 0:
            sums[artist] = sums.get(artist, 0.0) + weight
    strongest = max(sums.values(), default=1.0)
    return {artist: weight / strongest for artist, weight in sums.items()}

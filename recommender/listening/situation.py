"""A listener's taste, resolved against one index: what the candidate sources and the scores look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice

import numpy as np

from recommender.listening.centres import Centre, RowOf, choose_centres, liked_artists, weigh
from recommender.listening.refused import Refused
from recommender.listening.session.following import Following, SessionModel
from recommender.listening.steering import Course
from recommender.listening.taste import Taste
from recommender.listening.wishes.wish import Wish
from recommender.records import TrackId
from recommender.similarity.rows import mark
from recommender.similarity.track_index import TrackIndex

SKIPS_REMEMBERED_FOR = timedelta(hours=3)
MAX_SKIPS = 5
HEARD_WINDOW = 50
"""Tracks among the last plays are not picked again; a small library shortens the window."""


MIN_OFTEN = 1.5
"""Plays, the older weighing less: one is not often, two within a day or so are."""


@dataclass(frozen=True, eq=False)
class Popular:
    """What is played here, resolved to rows of one index."""

    rows: np.ndarray
    """int32, most played first."""
    shares: np.ndarray
    """float32 0..1, relative to the most played, on a log scale."""

    @cached_property
    def by_row(self) -> tuple[np.ndarray, np.ndarray]:
        """The same in ascending order of the rows: rows and shares."""
        order = np.argsort(self.rows)
        return self.rows[order], self.shares[order]

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
    closed: np.ndarray
    """int32: what plays, rests or was turned away, and is not picked."""
    liked_artists: Mapping[int, float]
    """Weight -1..1 per artist code."""
    shown: Mapping[int, int]
    """How often a row was seen on a slate since its last play."""
    refused_artists: tuple[int, ...] = ()
    """Codes of artists who were turned away."""
    resting: tuple[int, ...] = ()
    """Tracks heard so lately that they, and other recordings of the same song, are not picked."""
    wish: Wish | None = None
    hidden: np.ndarray | None = None
    """bool [n_tracks]: may not be seen, so nothing of it is picked, named or weighed; None where nothing is."""
    course: Course = field(default_factory=Course)
    following: Following = field(default_factory=Following)
    """What often follows the last tracks of the session."""

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
        sessions: SessionModel | None = None,
    ) -> "Situation":
        """Look the taste's tracks up in the index; those no longer in the catalogue, and hidden ones, are left out.

        `energy` are `energy_levels` of the index, None before the library has moods.
        """
        now = taste.updated_at
        refused = Refused.by(taste, index)
        row = _row_of(index, hidden)
        weights = weigh(taste, row, now, half_life_days, refused, index)
        playing = row(taste.playing) if taste.playing else None
        resting = _resting(taste, row, len(index), wish)
        closed = {*resting, *refused.rows, *(() if playing is None else (playing,))}
        return cls(
            index=index,
            taste=taste,
            popular=popular,
            playing=playing,
            centres=choose_centres(weights, index),
            skips=_recent_skips(taste, row, now),
            closed=np.fromiter(closed, np.int32, len(closed)),
            refused_artists=refused.artists,
            liked_artists=liked_artists(weights, index),
            shown={shown_row: n for track_id, n in taste.shown.items() if (shown_row := row(track_id)) is not None},
            resting=resting,
            wish=wish,
            hidden=hidden,
            course=Course.of(taste, index, energy),
            following=Following.of(taste, index, row, sessions),
        )

    def leave_open(self, rows: np.ndarray) -> np.ndarray:
        """Return those of the rows, ascending, that may be picked."""
        is_open = ~mark(rows, self.closed)
        if self.refused_artists:
            is_open &= ~np.isin(self.index.table.artist_codes[rows], self.refused_artists)
        if self.wish is not None:
            is_open &= self.wish.fits[rows]
        if self.hidden is not None:
            is_open &= ~self.hidden[rows]
        open_rows: np.ndarray = rows[is_open]
        return open_rows


def _row_of(index: TrackIndex, hidden: np.ndarray | None) -> RowOf:
    """Return what looks a track up among those that the listener may see."""
    row_of = index.table.row
    if hidden is None:
        return row_of

    def visible_row(track_id: str) -> int | None:
        row = row_of(track_id)
        return None if row is None or hidden[row] else row

    return visible_row


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

"""How good the picks of an instance are, as the page says it: no listener is named."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

RateName = Literal["plays", "finishes", "early_skips", "likes"]


class PickRate(Struct, frozen=True, kw_only=True):
    """Of how many picks something was done; `low` and `high` are Wilson's 95 % interval, shares 0..1."""

    name: RateName
    n: int
    """Picks in view; of finishes and early skips those of them that were played."""
    n_done: int
    share: float
    low: float
    high: float
    is_few: bool
    """Whether `n` is so small that the share says little."""


class GroupRates(Struct, frozen=True, kw_only=True):
    """The rates of picks of one source or place; one of which nothing was counted is not among them."""

    group: str
    """Name of the source, or the place in the list from 1."""
    rates: tuple[PickRate, ...]


class ShownQuality(Struct, frozen=True, kw_only=True):
    """What all listeners together did with the picks that were in view."""

    hours: int
    """Length of the time that was counted, up to now."""
    n_listeners: int
    n_shown: int
    """Picks that were in view; 0 when there were none, and then there are no rates."""
    rates: tuple[PickRate, ...] = ()
    by_source: tuple[GroupRates, ...] = ()
    by_place: tuple[GroupRates, ...] = ()


class LearnedQuality(Struct, frozen=True, kw_only=True):
    """Whether what was learned from artist tags finds more of the artists that it was not learned from."""

    is_used: bool
    precision: float
    """Share of the ten closest tracks that are of the same artist, 0..1."""
    precision_without: float


class IndexQuality(Struct, frozen=True, kw_only=True):
    """What the similarity index in use measured when it was built."""

    version: str
    made_at: datetime
    n_tracks: int
    recall: float | None
    """Share of the ten closest tracks that the search finds, 0..1; None where it was not measured."""
    learned: LearnedQuality | None
    """None where the catalogue had too few artists to learn from."""


class NextTrackQuality(Struct, frozen=True, kw_only=True):
    """How well the next track of a session is foreseen, on the newest fifth of the sessions, 0..1."""

    n: int
    """Tracks that were to be foreseen."""
    hit_rate: float
    """Share that is among the first twenty."""
    hit_rate_low: float | None
    """Lower end of the 95 % interval, whole sessions resampled; None where the report has none."""
    hit_rate_high: float | None
    hit_rate_best_single: float
    """Of the best single rule; the blend is made of several."""
    hit_rate_popularity: float | None
    """Of what is played most, the better of all-time and recent; None where the report does not have it."""
    mrr: float
    """Mean of 1 / place, 0 behind the twentieth."""
    mrr_best_single: float


class SessionsQuality(Struct, frozen=True, kw_only=True):
    """What the sessions in use measured when they were built."""

    version: str
    made_at: datetime
    n_sessions: int
    is_served: bool
    """Whether picks follow them: only when they do better than popularity, or there are too few to measure by."""
    next_track: NextTrackQuality | None
    """None where there are too few sessions to measure by."""


class PicksQuality(Struct, frozen=True, kw_only=True):
    """How good the picks of this instance are; of all listeners together, none of them is named."""

    counted_at: datetime
    shown: ShownQuality
    index: IndexQuality | None
    """None before the first `segue build index`."""
    sessions: SessionsQuality | None
    """None before the first `segue build sessions`."""

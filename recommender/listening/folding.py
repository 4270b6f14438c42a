"""How an activity event changes a taste.

`updated_taste` is the only rule: the stream applies it event by event, a backfill to a whole archive,
and both end with the same taste.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from msgspec.structs import replace

from recommender.listening.taste import Affinity, Cause, DislikeScope, Skip, Taste, decayed
from recommender.records import ActivityEvent, TrackId

REMEMBERED_EVENTS: Final = 200
REMEMBERED_PLAYS: Final = 100
REMEMBERED_SKIPS: Final = 10
REMEMBERED_OPINIONS: Final = 5_000
"""Likes, and dislikes: the oldest are forgotten beyond this, so that a taste stays a small document."""
KEPT_AFFINITIES: Final = 150
AFFINITY_SLACK: Final = 50
"""The weakest affinities are forgotten, but only when this many too many have gathered."""

FINISHED_GAIN: Final = 1.0
LIKED_GAIN: Final = 2.0
QUEUED_GAIN: Final = 0.5
SKIPPED_AT_ONCE_GAIN: Final = -1.0
SKIPPED_AT_END_GAIN: Final = 0.5
EARLY_SKIP_SHARE: Final = 0.5
"""A track left after this share of it says nothing against its kind."""

STEERING: Final = frozenset({"started", "finished", "skipped", "liked", "disliked", "unliked", "queued"})
"""Kinds after which another slate is wanted."""

IMPORTED: Final = "imported"
"""Source of plays that were heard elsewhere, often long ago: they say what is liked, not what goes on now."""

Changes = dict[str, Any]
"""Fields of a taste and their new values."""


def updated_taste(taste: Taste, event: ActivityEvent, *, half_life_days: float) -> Taste:
    """Return the taste after `event`; the very same taste when the event was folded before."""
    event_id = event.event_id.bytes
    if event_id in taste.seen:
        return taste
    change = _CHANGES.get(event.kind)
    at = moment_of(event)
    changes = change(taste, event.track_id, event, at, half_life_days) if change and event.track_id else {}
    if event.source == IMPORTED:
        changes = {name: value for name, value in changes.items() if name == "affinities"}
    if event.kind in STEERING and (event.source != IMPORTED or at >= taste.updated_at):
        changes["last"] = Cause(event.event_id, event.kind, event.track_id, at)
    seen = (*taste.seen[1 - REMEMBERED_EVENTS :], event_id)
    return replace(taste, n_events=taste.n_events + 1, seen=seen, **changes)


def moment_of(event: ActivityEvent) -> datetime:
    """Return when the event happened, in whole milliseconds, as the archive keeps it.

    It is not later than it was recorded: clocks of pages may run ahead.
    """
    ahead = event.recorded_at is not None and event.occurred_at > event.recorded_at
    moment = event.recorded_at if ahead and event.recorded_at else event.occurred_at
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def heard_share(event: ActivityEvent) -> float:
    """Return how much of the track was heard, 0..1; 0 when unknown."""
    if not event.position_s or not event.duration_s:
        return 0.0
    return min(event.position_s / event.duration_s, 1.0)


def _started(taste: Taste, track_id: TrackId, _event: ActivityEvent, _at: datetime, _half_life: float) -> Changes:
    heard = taste.heard
    if not heard or heard[0] != track_id:
        heard = (track_id, *[each for each in heard if each != track_id][: REMEMBERED_PLAYS - 1])
    shown = taste.shown
    if track_id in shown:
        shown = {each: n for each, n in shown.items() if each != track_id}
    return {"playing": track_id, "heard": heard, "shown": shown}


def _finished(taste: Taste, track_id: TrackId, event: ActivityEvent, at: datetime, half_life: float) -> Changes:
    return {"affinities": _weighed(taste, track_id, event, at, half_life, FINISHED_GAIN), "skip_run": 0}


def _skipped(taste: Taste, track_id: TrackId, event: ActivityEvent, at: datetime, half_life: float) -> Changes:
    share = heard_share(event)
    gain = SKIPPED_AT_ONCE_GAIN + share * (SKIPPED_AT_END_GAIN - SKIPPED_AT_ONCE_GAIN)
    changes: Changes = {"affinities": _weighed(taste, track_id, event, at, half_life, gain)}
    if taste.playing == track_id:
        changes["playing"] = None
    if share < EARLY_SKIP_SHARE:
        earlier = [each for each in taste.skips if each.track_id != track_id]
        changes["skips"] = (Skip(track_id, at), *earlier[: REMEMBERED_SKIPS - 1])
        changes["skip_run"] = taste.skip_run + 1
    return changes


def _liked(taste: Taste, track_id: TrackId, event: ActivityEvent, at: datetime, half_life: float) -> Changes:
    if track_id in taste.liked:
        return {}
    return {
        "liked": (*taste.liked[1 - REMEMBERED_OPINIONS :], track_id),
        "disliked": {each: scope for each, scope in taste.disliked.items() if each != track_id},
        "skips": tuple(each for each in taste.skips if each.track_id != track_id),
        "affinities": _weighed(taste, track_id, event, at, half_life, LIKED_GAIN),
        "skip_run": 0,
    }


def _unliked(taste: Taste, track_id: TrackId, event: ActivityEvent, at: datetime, half_life: float) -> Changes:
    """Take an opinion back, whichever it was."""
    changes: Changes = {}
    if track_id in taste.disliked:
        changes["disliked"] = {each: scope for each, scope in taste.disliked.items() if each != track_id}
    if track_id in taste.liked:
        changes["liked"] = tuple(each for each in taste.liked if each != track_id)
        changes["affinities"] = _weighed(taste, track_id, event, at, half_life, -LIKED_GAIN)
    return changes


def _disliked(taste: Taste, track_id: TrackId, event: ActivityEvent, _at: datetime, _half_life: float) -> Changes:
    scope: DislikeScope = "artist" if event.source == "artist" else "track"
    disliked = {**taste.disliked, track_id: scope}
    if len(disliked) > REMEMBERED_OPINIONS:
        disliked.pop(next(iter(disliked)))
    return {
        "disliked": disliked,
        "liked": tuple(each for each in taste.liked if each != track_id),
        "affinities": {each: worth for each, worth in taste.affinities.items() if each != track_id},
        "playing": None if taste.playing == track_id else taste.playing,
    }


def _queued(taste: Taste, track_id: TrackId, event: ActivityEvent, at: datetime, half_life: float) -> Changes:
    return {"affinities": _weighed(taste, track_id, event, at, half_life, QUEUED_GAIN)}


def _shown(taste: Taste, track_id: TrackId, _event: ActivityEvent, _at: datetime, _half_life: float) -> Changes:
    shown = {**taste.shown, track_id: taste.shown.get(track_id, 0) + 1}
    if len(shown) > REMEMBERED_PLAYS:
        shown.pop(next(iter(shown)))
    return {"shown": shown}


_CHANGES: Final[dict[str, Callable[[Taste, TrackId, ActivityEvent, datetime, float], Changes]]] = {
    "started": _started,
    "finished": _finished,
    "skipped": _skipped,
    "liked": _liked,
    "unliked": _unliked,
    "disliked": _disliked,
    "queued": _queued,
    "shown": _shown,
}

_STRENGTH: Final = {"skipped": 0, "queued": 1, "finished": 2, "liked": 3}


def _weighed(
    taste: Taste, track_id: TrackId, event: ActivityEvent, at: datetime, half_life_days: float, gain: float
) -> dict[TrackId, Affinity]:
    before = taste.affinities.get(track_id)
    now = Affinity(gain, at, str(event.kind))
    if before is not None:
        now = _summed(before, now, half_life_days)
    return _strongest({**taste.affinities, track_id: now}, max(at, taste.updated_at), half_life_days)


def _summed(one: Affinity, other: Affinity, half_life_days: float) -> Affinity:
    """Return both as of the later of their times, so that it does not matter which was told first."""
    at = max(one.at, other.at)
    weight = sum(decayed(each, at, half_life_days=half_life_days) for each in (one, other))
    return Affinity(weight, at, max((one.why, other.why), key=lambda kind: _STRENGTH.get(kind, 0)))


def _strongest(affinities: dict[TrackId, Affinity], at: datetime, half_life_days: float) -> dict[TrackId, Affinity]:
    if len(affinities) <= KEPT_AFFINITIES + AFFINITY_SLACK:
        return affinities
    worth = {each: abs(decayed(one, at, half_life_days=half_life_days)) for each, one in affinities.items()}
    kept = set(sorted(worth, key=lambda each: (-worth[each], each))[:KEPT_AFFINITIES])
    return {each: one for each, one in affinities.items() if each in kept}

"""How an activity event changes a taste.

`update_taste` is the only rule: the stream applies it event by event, a backfill to a whole archive,
and both end with the same taste.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from msgspec.structs import replace

from recommender.events import IMPORTED, moment_of
from recommender.listening.session.current_session import extend_session
from recommender.listening.taste import Affinity, Cause, DislikeScope, Rated, Skip, Taste, decay
from recommender.records import ActivityEvent, TrackId

REMEMBERED_EVENTS: Final = 200
REMEMBERED_PLAYS: Final = 100
REMEMBERED_SKIPS: Final = 10
REMEMBERED_OPINIONS: Final = 5_000
"""Likes, and dislikes: the oldest are forgotten beyond this, so that a taste stays a small document."""
KEPT_AFFINITIES: Final = 150
AFFINITY_SLACK: Final = 50
"""The weakest affinities are forgotten once there are this many too many."""

FINISHED_GAIN: Final = 1.0
LIKED_GAIN: Final = 2.0
QUEUED_GAIN: Final = 0.5
SKIPPED_AT_ONCE_GAIN: Final = -1.0
SKIPPED_AT_END_GAIN: Final = 0.5
RATING_GAINS: Final = (0.0, -2.0, -1.0, 0.5, 1.5, 2.5)
"""By stars. One undoes a like and two are worth a skip at once; three is a play that was queued; four lies between a
finished play and a like, and five above a like, being the strongest thing that can be said."""
GOOD_RATING: Final = 4
EARLY_SKIP_SHARE: Final = 0.5
"""A track left after this share of it says nothing against its kind."""

ALLOWED: Final = "allowed"
"""Kind of the cause when an `unliked` took a refusal back."""

ANSWERED: Final = frozenset(
    {"started", "finished", "skipped", "liked", "disliked", "unliked", "rated", "queued", "steered"}
)
"""Kinds after which another slate is wanted."""


Changes = dict[str, Any]
"""Fields of a taste and their new values."""


def update_taste(taste: Taste, event: ActivityEvent, *, half_life_days: float) -> Taste:
    """Return the taste after `event`; the very same taste when the event was folded before.

    `half_life_days` holds for a listener who has set none.
    """
    event_id = event.event_id.bytes
    if event_id in taste.seen:
        return taste
    change = _CHANGES.get(event.kind)
    at = moment_of(event)
    half_life_days = taste.steering.half_life_days or half_life_days
    changes = change(taste, event.track_id, event, at, half_life_days) if change and event.track_id else {}
    if event.steering is not None:
        changes["steering"] = event.steering
    if event.source == IMPORTED:
        changes = {name: value for name, value in changes.items() if name == "affinities"}
    if event.kind in ANSWERED and (event.source != IMPORTED or at >= taste.updated_at):
        kind = ALLOWED if event.kind == "unliked" and event.track_id in taste.disliked else event.kind
        changes["last"] = Cause(event.event_id, kind, event.track_id, at)
    seen = (*taste.seen[1 - REMEMBERED_EVENTS :], event_id)
    return replace(taste, n_events=taste.n_events + 1, seen=seen, **changes)


def heard_share(event: ActivityEvent) -> float:
    """Return how much of the track was heard, 0..1; 0 when unknown."""
    if not event.position_s or not event.duration_s:
        return 0.0
    return min(event.position_s / event.duration_s, 1.0)


def _fold_started(taste: Taste, track_id: TrackId, _event: ActivityEvent, _at: datetime, _half_life: float) -> Changes:
    heard = taste.heard
    if not heard or heard[0] != track_id:
        heard = (track_id, *[earlier for earlier in heard if earlier != track_id][: REMEMBERED_PLAYS - 1])
    shown = taste.shown
    if track_id in shown:
        shown = {other: n for other, n in shown.items() if other != track_id}
    return {"playing": track_id, "heard": heard, "shown": shown}


def _fold_finished(taste: Taste, track_id: TrackId, event: ActivityEvent, at: datetime, half_life: float) -> Changes:
    return {
        "affinities": _add_affinity(taste, track_id, event, at, half_life, FINISHED_GAIN),
        "session": extend_session(taste.session, event),
        "skip_run": 0,
    }


def _fold_skipped(taste: Taste, track_id: TrackId, event: ActivityEvent, at: datetime, half_life: float) -> Changes:
    share = heard_share(event)
    changes: Changes = {
        "affinities": _add_affinity(taste, track_id, event, at, half_life, _skip_gain(share)),
        "session": extend_session(taste.session, event),
    }
    if taste.playing == track_id:
        changes["playing"] = None
    if share < EARLY_SKIP_SHARE:
        changes["skips"] = (Skip(track_id, at), *_other_skips(taste, track_id)[: REMEMBERED_SKIPS - 1])
        changes["skip_run"] = taste.skip_run + 1
    return changes


def _fold_left(taste: Taste, track_id: TrackId, event: ActivityEvent, at: datetime, half_life: float) -> Changes:
    """Something else was chosen, or the sound failed: it does not count against the track, and ends a run of skips."""
    changes: Changes = {"skip_run": 0, "session": extend_session(taste.session, event)}
    if taste.playing == track_id:
        changes["playing"] = None
    if (gain := _skip_gain(heard_share(event))) > 0:
        changes["affinities"] = _add_affinity(taste, track_id, event, at, half_life, gain)
    return changes


def _other_skips(taste: Taste, track_id: TrackId) -> tuple[Skip, ...]:
    return tuple(skip for skip in taste.skips if skip.track_id != track_id)


def _skip_gain(share: float) -> float:
    return SKIPPED_AT_ONCE_GAIN + share * (SKIPPED_AT_END_GAIN - SKIPPED_AT_ONCE_GAIN)


def _fold_liked(taste: Taste, track_id: TrackId, event: ActivityEvent, at: datetime, half_life: float) -> Changes:
    if track_id in taste.liked:
        return {}
    return {
        "liked": (*taste.liked[1 - REMEMBERED_OPINIONS :], track_id),
        "disliked": {other: scope for other, scope in taste.disliked.items() if other != track_id},
        "skips": _other_skips(taste, track_id),
        "affinities": _add_affinity(taste, track_id, event, at, half_life, LIKED_GAIN),
        "skip_run": 0,
    }


def _fold_unliked(taste: Taste, track_id: TrackId, event: ActivityEvent, at: datetime, half_life: float) -> Changes:
    """Take an opinion back, whichever it was."""
    changes: Changes = {}
    if track_id in taste.disliked:
        changes["disliked"] = {other: scope for other, scope in taste.disliked.items() if other != track_id}
        changes["skips"] = _other_skips(taste, track_id)
    if track_id in taste.liked:
        changes["liked"] = tuple(other for other in taste.liked if other != track_id)
        changes["affinities"] = _add_affinity(taste, track_id, event, at, half_life, -LIKED_GAIN)
    return changes


def _fold_disliked(taste: Taste, track_id: TrackId, event: ActivityEvent, at: datetime, half_life: float) -> Changes:
    """Turn a track, or its artist, away; what it was worth is kept for the day it is allowed again.

    A track by itself is also a word against its kind, as an early skip is; an artist is not: it is who is not wanted.
    """
    scope: DislikeScope = "artist" if event.source == "artist" else "track"
    disliked = {**taste.disliked, track_id: scope}
    if len(disliked) > REMEMBERED_OPINIONS:
        disliked.pop(next(iter(disliked)))
    changes: Changes = {"disliked": disliked, "playing": None if taste.playing == track_id else taste.playing}
    if scope == "track":
        changes["skips"] = (Skip(track_id, at), *_other_skips(taste, track_id)[: REMEMBERED_SKIPS - 1])
    if track_id in taste.liked:
        changes["liked"] = tuple(other for other in taste.liked if other != track_id)
        changes["affinities"] = _add_affinity(taste, track_id, event, at, half_life, -LIKED_GAIN)
    return changes


def _fold_rated(taste: Taste, track_id: TrackId, event: ActivityEvent, at: datetime, half_life: float) -> Changes:
    """Put the new stars in the place of the old ones; what the old ones are still worth is taken back."""
    before = taste.rated.get(track_id)
    rating = event.rating or 0
    gain = RATING_GAINS[rating]
    if before is not None:
        gain -= decay(Affinity(RATING_GAINS[before.rating], before.at, "rated"), at, half_life_days=half_life)
    rated = {other: stars for other, stars in taste.rated.items() if other != track_id}
    if rating:
        rated[track_id] = Rated(rating, at)
    if len(rated) > REMEMBERED_OPINIONS:
        rated.pop(next(iter(rated)))
    why = "rated" if rating >= GOOD_RATING else ""
    return {"rated": rated, "affinities": _add_affinity(taste, track_id, event, at, half_life, gain, why=why)}


def _fold_queued(taste: Taste, track_id: TrackId, event: ActivityEvent, at: datetime, half_life: float) -> Changes:
    return {"affinities": _add_affinity(taste, track_id, event, at, half_life, QUEUED_GAIN)}


def _fold_shown(taste: Taste, track_id: TrackId, _event: ActivityEvent, _at: datetime, _half_life: float) -> Changes:
    shown = {**taste.shown, track_id: taste.shown.get(track_id, 0) + 1}
    if len(shown) > REMEMBERED_PLAYS:
        shown.pop(next(iter(shown)))
    return {"shown": shown}


_CHANGES: Final[dict[str, Callable[[Taste, TrackId, ActivityEvent, datetime, float], Changes]]] = {
    "started": _fold_started,
    "finished": _fold_finished,
    "skipped": _fold_skipped,
    "left": _fold_left,
    "liked": _fold_liked,
    "unliked": _fold_unliked,
    "disliked": _fold_disliked,
    "rated": _fold_rated,
    "queued": _fold_queued,
    "shown": _fold_shown,
}

_STRENGTH: Final = {"queued": 1, IMPORTED: 2, "finished": 3, "rated": 4, "liked": 5}
"""How much each kind of event says for a track, for `Affinity.why`; other kinds say less."""


def _add_affinity(
    taste: Taste,
    track_id: TrackId,
    event: ActivityEvent,
    at: datetime,
    half_life_days: float,
    gain: float,
    *,
    why: str | None = None,
) -> dict[TrackId, Affinity]:
    before = taste.affinities.get(track_id)
    kind = IMPORTED if event.source == IMPORTED else str(event.kind)
    now = Affinity(gain, at, kind if why is None else why)
    if before is not None:
        now = _add_decayed(before, now, half_life_days)
    return _strongest({**taste.affinities, track_id: now}, max(at, taste.updated_at), half_life_days)


def _add_decayed(one: Affinity, other: Affinity, half_life_days: float) -> Affinity:
    """Return both as of the later of their times, so that the order in which they arrive does not matter."""
    at = max(one.at, other.at)
    weight = sum(decay(affinity, at, half_life_days=half_life_days) for affinity in (one, other))
    return Affinity(weight, at, max((one.why, other.why), key=lambda kind: _STRENGTH.get(kind, 0)))


def _strongest(affinities: dict[TrackId, Affinity], at: datetime, half_life_days: float) -> dict[TrackId, Affinity]:
    if len(affinities) <= KEPT_AFFINITIES + AFFINITY_SLACK:
        return affinities
    worth = {
        track_id: abs(decay(affinity, at, half_life_days=half_life_days)) for track_id, affinity in affinities.items()
    }
    kept = set(sorted(worth, key=lambda track_id: (-worth[track_id], track_id))[:KEPT_AFFINITIES])
    return {track_id: affinity for track_id, affinity in affinities.items() if track_id in kept}

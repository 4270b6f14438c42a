"""What an activity event says by itself: where it comes from, and when it happened."""

from datetime import datetime
from typing import Final

from recommender.records import ActivityEvent, ListenerId

IMPORTED: Final = "imported"
"""Source of plays that were heard elsewhere, often long ago: they say what is liked, not what goes on now."""
SIMULATED: Final = "simulated"
"""Source of made-up listening, and how the ids of its listeners begin."""

WITHOUT_TRACK: Final = frozenset({"searched", "shown", "steered"})
"""Kinds that may name no track."""


def is_simulated(listener_id: ListenerId) -> bool:
    """Return whether the listener is made up: nobody's history is theirs, and nobody asks for their plays."""
    return listener_id.startswith(f"{SIMULATED}-")


def moment_of(event: ActivityEvent) -> datetime:
    """Return when the event happened, in whole milliseconds, as the archive keeps it.

    It is not later than it was recorded: clocks of pages may run ahead.
    """
    ahead = event.recorded_at is not None and event.occurred_at > event.recorded_at
    moment = event.recorded_at if ahead and event.recorded_at else event.occurred_at
    return _whole_ms(moment)


def recorded_moment_of(event: ActivityEvent) -> datetime | None:
    """Return when a player took the event, in whole milliseconds; none for what says nothing of it."""
    return _whole_ms(event.recorded_at) if event.recorded_at else None


def fault_of(event: ActivityEvent) -> str:
    """Return what an event of its kind may not lack or have, in words; empty when all is well."""
    if event.track_id is None and event.kind not in WITHOUT_TRACK:
        return f"`{event.kind}` needs a track_id"
    if event.kind == "rated" and event.rating is None:
        return "`rated` needs a rating, 1 to 5, or 0 to take it back"
    if event.kind != "rated" and event.rating is not None:
        return f"`{event.kind}` has no rating; `rated` has"
    if event.kind == "steered" and event.steering is None:
        return "`steered` needs a steering; an empty one steers back to how the instance is set"
    if event.kind != "steered" and event.steering is not None:
        return f"`{event.kind}` has no steering; `steered` has"
    if event.kind == "steered" and event.track_id is not None:
        return "`steered` is of no track; leave the track_id out"
    return _fault_of_shown(event)


def _fault_of_shown(event: ActivityEvent) -> str:
    if event.kind != "shown":
        has_some = event.shown_picks or event.model_version or event.arm
        return f"`{event.kind}` has no shown_picks, model_version or arm; `shown` has" if has_some else ""
    if event.shown_picks and event.track_id is not None:
        return "`shown` names its tracks in shown_picks; leave the track_id out"
    if event.shown_picks and not event.slate_id:
        return "shown_picks need the slate_id of their slate"
    return ""


def _whole_ms(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)

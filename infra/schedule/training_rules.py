"""When charts are to be counted and models trained again: pure rules over what is known of the data."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from recommender.prediction.charts.weeks import end_of, week_of
from recommender.prediction.topics import TOPICS

LATE_EVENTS = timedelta(hours=1)
"""A week is counted this long after its end: pages send what they gathered while they were away."""
RETRY_AFTER = timedelta(minutes=30)
SETTLED_AFTER = timedelta(minutes=10)
"""A file that was just written may still be being written."""
WEEKLY = frozenset(topic.name for topic in TOPICS if topic.is_weekly)


@dataclass(frozen=True, kw_only=True)
class ModelState:
    """What the rule looks at for one model."""

    topic: str
    data_at: datetime | None
    """When its newest data came; None when there are none, or a file is gone."""
    last_run: datetime | None
    """When it was last trained, whatever came of it."""


def charts_due(now: datetime, *, has_newer: bool, last_tried: datetime | None) -> str:
    """Return why the own chart is to be counted, in words; empty when it is not.

    `has_newer` says whether there was listening in a complete week after the last one that was counted.
    """
    week_began = end_of(week_of(now.astimezone(UTC).date()) - 1)
    if not has_newer or now - week_began < LATE_EVENTS:
        return ""
    if last_tried is not None and now - last_tried < RETRY_AFTER:
        return ""
    return "a week is complete"


def moods_due(now: datetime, *, made_at: datetime | None, newest: datetime | None, last_tried: datetime | None) -> str:
    """Return why the library is to be described again, in words; empty when it is not.

    `newest` is when the newest of its models was made or its newest track analysed; None without both models.
    """
    if newest is None or (made_at is not None and newest <= made_at):
        return ""
    if now - newest < SETTLED_AFTER or (last_tried is not None and now - last_tried < RETRY_AFTER):
        return ""
    return "tracks or models are new"


def retraining_due(now: datetime, state: ModelState, *, last_tried: datetime | None) -> str:
    """Return why a model is to be trained again, in words; empty when it is not.

    What learns from files is trained again only when it was trained by hand before, and everything only on newer data
    than the last run had: a run that failed or was not better is not repeated on the same data.
    """
    if state.data_at is None or (state.last_run is not None and state.data_at <= state.last_run):
        return ""
    last = max((moment for moment in (state.last_run, last_tried) if moment is not None), default=None)
    if state.topic in WEEKLY:
        is_time = last is None or week_of(last.astimezone(UTC).date()) < week_of(now.astimezone(UTC).date())
        if is_time and state.last_run is None:
            return "there is something to learn from, and nothing was learnt yet"
    elif state.last_run is None:
        return ""
    else:
        is_time = now - state.data_at >= SETTLED_AFTER and (last_tried is None or now - last_tried >= RETRY_AFTER)
    return f"data of {state.data_at:%Y-%m-%d %H:%M} UTC are newer than the last run" if is_time else ""

"""Experiments, and what was shown in them, in a few words."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from recommender.experiments.outcomes import ShownOutcome, outcomes_of
from recommender.experiments.records import Experiment, arm_label, drawn_arm, start_experiment
from recommender.experiments.watched import INTERLEAVED
from recommender.records import ActivityEvent, EventKind, ListenerId, ShownPick, TrackId
from tests.builders.events import START

_IDS = UUID(int=7)
ARMS = ("as_set", "popular_off")


def experiment(*arms: str, design: str = "ab", name: str = "trial", **rest: float) -> Experiment:
    """One that begins at `START`."""
    return start_experiment(name, arms or ARMS, at=START, design=design, **rest)  # type: ignore[arg-type]


def shown(
    listener_id: str,
    picks: str,
    *,
    slate_id: str = "s1",
    arm: str = "",
    teams: str = "",
    minutes: float = 0,
    source: str = "taste",
    model_version: str = "v1",
) -> ActivityEvent:
    """One event for picks such as `abc`, from the top; `teams` has a letter a pick, `f` for the first arm."""
    names = {"f": ARMS[0], "s": ARMS[1]}
    return ActivityEvent(
        event_id=uuid5(_IDS, f"{listener_id}/{slate_id}/{picks}/shown"),
        listener_id=ListenerId(listener_id),
        kind="shown",
        occurred_at=START + timedelta(minutes=minutes),
        slate_id=slate_id,
        model_version=model_version,
        arm=arm,
        shown_picks=tuple(
            ShownPick(track_id=TrackId(track), position=place, source=source, team=names[teams[place]] if teams else "")
            for place, track in enumerate(picks)
        ),
    )


def did(
    listener_id: str, kind: EventKind, track: str, *, slate_id: str = "s1", minutes: float = 1, position_s: float = 5
) -> ActivityEvent:
    """Something done with a pick of a slate."""
    return ActivityEvent(
        event_id=uuid5(_IDS, f"{listener_id}/{slate_id}/{track}/{kind}"),
        listener_id=ListenerId(listener_id),
        kind=kind,
        occurred_at=START + timedelta(minutes=minutes),
        track_id=TrackId(track),
        position_s=position_s,
        slate_id=slate_id,
    )


def listeners_in(trial: Experiment, arm: str, n: int) -> list[ListenerId]:
    """The first `n` listeners that the draw puts into an arm."""
    found: list[ListenerId] = []
    number = 0
    while len(found) < n:
        listener_id = ListenerId(f"listener-{number}")
        if drawn_arm(trial, listener_id) == arm:
            found.append(listener_id)
        number += 1
    return found


def outcomes_in_arm(trial: Experiment, arm: str, *, n: int, n_skipping: int) -> list[ShownOutcome]:
    """`n` listeners who each play a pick; the first `n_skipping` of them skip it early, the others finish it."""
    events: list[ActivityEvent] = []
    for number, listener_id in enumerate(listeners_in(trial, arm, n)):
        end: EventKind = "skipped" if number < n_skipping else "finished"
        events += [
            shown(listener_id, "abc", arm=arm_label(trial, arm)),
            did(listener_id, "started", "a"),
            did(listener_id, end, "a", minutes=2),
        ]
    return list(outcomes_of(events))


def interleaved_outcomes(trial: Experiment, *, n: int, skipped: str, played: str = "ab") -> list[ShownOutcome]:
    """`n` listeners who are shown a pick of each arm (`a` of the first, `b` of the second) and play some."""
    events: list[ActivityEvent] = []
    for number in range(n):
        listener_id = f"listener-{number}"
        events.append(shown(listener_id, "ab", teams="fs", arm=arm_label(trial, INTERLEAVED)))
        events += [did(listener_id, "started", track) for track in played]
        events += [did(listener_id, "skipped", track, minutes=2) for track in skipped]
    return list(outcomes_of(events))


def after_window(trial: Experiment) -> datetime:
    """A moment at which everybody who began at `START` was watched to the end."""
    return START + trial.window + timedelta(minutes=1)

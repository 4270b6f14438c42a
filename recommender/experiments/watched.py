"""Listeners of an experiment, each watched for the same time: one observation, that does not change any more.

That is what makes looking early honest. A listener's figures grow with each play, and an interval over what still grows
holds nothing; over listeners whose time is up, one after the other, it holds at every moment.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from recommender.experiments.outcomes import Deed, ShownOutcome
from recommender.experiments.rates import Metric
from recommender.experiments.records import Experiment, arm_label, drawn_arm
from recommender.records import ListenerId

INTERLEAVED = "interleaved"
"""The arm of slates that are drawn from two."""


class Counted(NamedTuple):
    """What was counted of one listener."""

    value: float
    n: int
    """Picks."""


@dataclass(frozen=True)
class WatchedListener:
    """What was shown to a listener within their time, and until when what they did counts."""

    listener_id: ListenerId
    arm: str
    until: datetime
    outcomes: tuple[ShownOutcome, ...]

    def has(self, outcome: ShownOutcome, deed: Deed) -> bool:
        """Return whether they did it within their time."""
        return outcome.has(deed, before=self.until)

    def rate(self, metric: Metric, *, team: str | None = None) -> Counted | None:
        """Return the metric, of one team's picks if one is named; None where there is nothing to count."""
        counted = [
            outcome
            for outcome in self.outcomes
            if team in (None, outcome.team) and (metric.of == "shown" or self.has(outcome, "played"))
        ]
        n_done = sum(self.has(outcome, metric.deed) for outcome in counted)
        return Counted(n_done / len(counted), len(counted)) if counted else None


@dataclass(frozen=True)
class Watched:
    """The listeners whose time is up, and how many others there are."""

    listeners: tuple[WatchedListener, ...]
    n_open: int
    """Their time is not up, or was not when their arm was stopped."""
    n_elsewhere: int
    """What pages sent of them names another arm than the draw: they are not counted."""

    def of_arm(self, arm: str) -> list[WatchedListener]:
        """Return those of one arm."""
        return [listener for listener in self.listeners if listener.arm == arm]


def watch(experiment: Experiment, outcomes: Iterable[ShownOutcome], *, now: datetime) -> Watched:
    """Return who was watched to the end by `now`; outcomes of other experiments, and of none, are left out."""
    labels = {arm_label(experiment, arm): arm for arm in _arms(experiment)}
    ends = {each.arm: each.at for each in experiment.stopped_arms}
    own: dict[ListenerId, list[ShownOutcome]] = {}
    elsewhere: set[ListenerId] = set()
    for outcome in outcomes:
        if (arm := labels.get(outcome.arm)) is None:
            continue
        if arm != INTERLEAVED and arm != drawn_arm(experiment, outcome.listener_id):
            elsewhere.add(outcome.listener_id)
            continue
        own.setdefault(outcome.listener_id, []).append(outcome)
    listeners, n_open = [], 0
    for listener_id, shown in own.items():
        arm = labels[shown[0].arm]
        until = min(outcome.shown_at for outcome in shown) + experiment.window
        if until > min(now, experiment.stopped_at or now, ends.get(arm, now)):
            n_open += 1
            continue
        within = tuple(outcome for outcome in shown if outcome.shown_at < until)
        listeners.append(WatchedListener(listener_id, arm, until, within))
    return Watched(tuple(listeners), n_open, len(elsewhere))


def _arms(experiment: Experiment) -> Iterator[str]:
    yield from (INTERLEAVED,) if experiment.design == "interleaved" else experiment.arms

"""Listeners of an experiment, each watched for the same time: one observation, that does not change any more.

That is what makes looking early honest. A listener's figures grow with each play, and an interval over what still grows
holds nothing; over listeners whose time is up, one after the other, it holds at every moment.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from recommender.experiments.outcomes import ShownOutcome
from recommender.experiments.rates import Metric, Tally
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
    """What a listener was shown, and did with it, within their time."""

    listener_id: ListenerId
    arm: str
    teams: Mapping[str, Tally]
    """By the team of the picks; of an arm's slates they have none."""

    def rate(self, metric: Metric, *, team: str | None = None) -> Counted | None:
        """Return the metric, of one team's picks if one is named; None where there is nothing to count."""
        counts = [tally.count(metric) for name, tally in self.teams.items() if team in (None, name)]
        n_done, n = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0)
        return Counted(n_done / n, n) if n else None


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
    """Return who was watched to the end by `now`; outcomes of other experiments, and of none, are left out.

    Outcomes come as `outcomes_of` yields them: listener by listener, in the order in which they were shown.
    """
    labels = {arm_label(experiment, arm): arm for arm in _arms(experiment)}
    ends = {each.arm: each.at for each in experiment.stopped_arms}
    listeners: list[WatchedListener] = []
    n_open = n_elsewhere = 0
    for listener_id, shown in groupby(outcomes, key=lambda outcome: outcome.listener_id):
        own = [outcome for outcome in shown if outcome.arm in labels]
        if not own:
            continue
        arm = labels[own[0].arm]
        if any(labels[outcome.arm] != _arm_of(experiment, listener_id) for outcome in own):
            n_elsewhere += 1
            continue
        until = own[0].shown_at + experiment.window
        if until > min(now, experiment.stopped_at or now, ends.get(arm, now)):
            n_open += 1
            continue
        listeners.append(WatchedListener(listener_id, arm, _tallies(own, until)))
    return Watched(tuple(listeners), n_open, n_elsewhere)


def _tallies(outcomes: Iterable[ShownOutcome], until: datetime) -> Mapping[str, Tally]:
    teams: dict[str, Tally] = {}
    for outcome in outcomes:
        if outcome.shown_at < until:
            teams.setdefault(outcome.team, Tally()).add(outcome, before=until)
    return teams


def _arm_of(experiment: Experiment, listener_id: ListenerId) -> str:
    return INTERLEAVED if experiment.design == "interleaved" else drawn_arm(experiment, listener_id)


def _arms(experiment: Experiment) -> Iterator[str]:
    yield from (INTERLEAVED,) if experiment.design == "interleaved" else experiment.arms

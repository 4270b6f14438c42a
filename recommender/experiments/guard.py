"""Stops what hurts: an arm whose listeners skip early more often than the control's, for certain and by too much."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from recommender.clock import Clock
from recommender.errors import ServerUnavailable
from recommender.experiments.comparison import compare_arms, compare_teams
from recommender.experiments.confidence_sequence import Interval
from recommender.experiments.outcomes import outcomes_of
from recommender.experiments.ports import ExperimentStore, ShownEvents
from recommender.experiments.rates import EARLY_SKIPS
from recommender.experiments.records import Experiment
from recommender.experiments.watched import Watched, watch

LOOK_EVERY: Final = timedelta(minutes=10)
"""A look reads what was shown since the experiment began."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Harm:
    """An arm that is to be stopped, and why."""

    arm: str
    why: str


def find_harm(experiment: Experiment, watched: Watched) -> list[Harm]:
    """Return the arms whose early skips are above the control's by more than the margin, whatever the chance was.

    It may be asked again and again: an arm that is as good is stopped at any time in at most 1 of 40 experiments,
    and far more seldom, for the margin stands between.
    """
    if experiment.design == "interleaved":
        differences = [
            (experiment.arms[1], each.interval) for each in compare_teams(experiment, watched)
            if each.metric == EARLY_SKIPS
        ]  # fmt: skip
    else:
        differences = [
            (each.arm, each.difference) for each in compare_arms(experiment, watched) if each.metric == EARLY_SKIPS
        ]
    return [
        Harm(arm, _words(difference, experiment.margin))
        for arm, difference in differences
        if arm in experiment.running_arms and difference is not None and difference.low > experiment.margin
    ]


class Guard:
    """Looks after the experiment that runs; of all processes that have one, one does so at a time."""

    def __init__(self, store: ExperimentStore, events: ShownEvents, clock: Clock) -> None:
        self._store = store
        self._events = events
        self._clock = clock

    def look(self) -> list[Harm]:
        """Stop the arms that hurt and return them; nothing where no experiment runs, or somebody looked just now.

        Where no arm is left beside the control, the experiment is over; of interleaved slates it is at once.
        """
        try:
            return self._look()
        except ServerUnavailable as error:
            _log.warning("experiment_not_guarded", error=str(error))
            return []

    def _look(self) -> list[Harm]:
        now, experiment = self._clock(), self._store.running()
        if experiment is None or not self._store.claim_look(experiment.name, at=now, every=LOOK_EVERY):
            return []
        outcomes = outcomes_of(self._events.since(experiment.started_at))
        harms = find_harm(experiment, watch(experiment, outcomes, now=now))
        for harm in harms:
            self._store.stop_arm(experiment.name, harm.arm, at=now, why=harm.why)
            _log.warning("arm_stopped", experiment=experiment.name, arm=harm.arm, why=harm.why)
        left = set(experiment.running_arms) - {harm.arm for harm in harms}
        if harms and left <= {experiment.control}:
            self._store.stop(experiment.name, at=now, why=f"no arm is left beside {experiment.control}")
        return harms


def _words(difference: Interval, margin: float) -> str:
    return (
        f"early skips per play are higher by {difference.estimate:.1%}, by {difference.low:.1%} or more for certain; "
        f"the margin is {margin:.1%}"
    )

"""The ports of experiments in memory."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from recommender.errors import BadInput, NotFound
from recommender.experiments.outcomes import KINDS
from recommender.experiments.records import Experiment, StoppedArm
from recommender.records import ActivityEvent


class FakeExperimentStore:
    """Experiments by their names."""

    def __init__(self) -> None:
        self._kept: dict[str, Experiment] = {}
        self._looked_at: dict[str, datetime] = {}

    def add(self, experiment: Experiment) -> None:
        if (running := self.running()) is not None and running.name != experiment.name:
            raise BadInput(f"experiment {running.name} runs, and one runs at a time")
        if experiment.name in self._kept:
            raise BadInput(f"there was an experiment {experiment.name} before")
        self._kept[experiment.name] = experiment

    def running(self) -> Experiment | None:
        return next((each for each in self._kept.values() if each.stopped_at is None), None)

    def get(self, name: str) -> Experiment:
        if name not in self._kept:
            raise NotFound(f"there is no experiment {name}")
        return self._kept[name]

    def all(self) -> Sequence[Experiment]:
        return sorted(self._kept.values(), key=lambda each: each.started_at, reverse=True)

    def stop(self, name: str, *, at: datetime, why: str = "") -> bool:
        if not self._runs(name):
            return False
        self._kept[name] = replace(self._kept[name], stopped_at=at, why=why)
        return True

    def stop_arm(self, name: str, arm: str, *, at: datetime, why: str) -> bool:
        if not self._runs(name) or arm not in self._kept[name].running_arms:
            return False
        stopped = (*self._kept[name].stopped_arms, StoppedArm(arm=arm, at=at, why=why))
        self._kept[name] = replace(self._kept[name], stopped_arms=stopped)
        return True

    def claim_look(self, name: str, *, at: datetime, every: timedelta) -> bool:
        looked_at = self._looked_at.get(name)
        if not self._runs(name) or (looked_at is not None and looked_at > at - every):
            return False
        self._looked_at[name] = at
        return True

    def _runs(self, name: str) -> bool:
        return name in self._kept and self._kept[name].stopped_at is None


class FakeShownEvents:
    """Events that were put in."""

    def __init__(self) -> None:
        self.kept: list[ActivityEvent] = []
        self.n_read = 0

    def since(self, moment: datetime) -> Iterable[ActivityEvent]:
        self.n_read += 1
        return sorted(self._since(moment), key=lambda event: event.listener_id)

    def count_since(self, moment: datetime, *, limit: int) -> int:
        return min(len(self._since(moment)), limit)

    def _since(self, moment: datetime) -> list[ActivityEvent]:
        return [event for event in self.kept if event.kind in KINDS and event.slate_id and event.occurred_at >= moment]

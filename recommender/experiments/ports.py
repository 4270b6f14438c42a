"""Where experiments, and what was shown in them, live."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from recommender.experiments.records import Experiment
from recommender.records import ActivityEvent


class ExperimentStore(Protocol):
    """Every experiment there was; one runs at a time."""

    def add(self, experiment: Experiment) -> None:
        """Begin it; raise `BadInput` when another runs, or one of this name was there before."""

    def running(self) -> Experiment | None:
        """Return the one that runs, if one does."""

    def get(self, name: str) -> Experiment:
        """Return one; raise `NotFound` when there was none of this name."""

    def all(self) -> Sequence[Experiment]:
        """Return every experiment, the newest first."""

    def stop(self, name: str, *, at: datetime, why: str = "") -> bool:
        """End it; False where it was over before, and nothing changes."""

    def stop_arm(self, name: str, arm: str, *, at: datetime, why: str) -> bool:
        """End one arm of a running experiment; False where it was over before."""

    def claim_look(self, name: str, *, at: datetime, every: timedelta) -> bool:
        """Return whether the caller is the one to look after it now: nobody did so within `every`."""


class ShownEvents(Protocol):
    """The events that say what was shown, and what was done with it."""

    def since(self, moment: datetime) -> Iterable[ActivityEvent]:
        """Yield those of kinds `outcomes.KINDS` with a slate that happened since, listener by listener."""

    def count_since(self, moment: datetime, *, limit: int) -> int:
        """Return how many of them happened since, counted up to a limit."""

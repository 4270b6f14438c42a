"""The log of training runs in memory."""

from collections.abc import Sequence

from recommender.records import TrainingRun


class MemoryTrainingLog:
    """Runs in a dict by their id."""

    def __init__(self) -> None:
        self._runs: dict[str, TrainingRun] = {}

    def put(self, run: TrainingRun) -> None:
        """Keep it."""
        self._runs[run.run_id] = run

    def newest(self, n: int, topic: str | None = None) -> Sequence[TrainingRun]:
        """Return the newest, newest first."""
        wanted = [each for each in self._runs.values() if topic in (None, each.topic)]
        return sorted(wanted, key=lambda run: run.started_at, reverse=True)[:n]

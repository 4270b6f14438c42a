"""What the schedule does for a table that was sent to the lab: trains on it, and tells how far it is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from time import monotonic
from types import MappingProxyType

from infra.invocation import NOT_BETTER_EXIT, segue_command
from infra.jobs.sent_tables import forget_all_but, kept_tables
from infra.schedule.loop import Job
from infra.stores.training.table_trainings import TELL_EVERY_S, MongoTableTrainings
from infra.stores.training.training_sources import MongoTrainingSources

STATES: Mapping[int, str] = MappingProxyType({0: "published", NOT_BETTER_EXIT: "not better"})
"""By the training's exit code; any other has failed."""
RunChild = Callable[..., int]


@dataclass(frozen=True, kw_only=True)
class TableTrainingJobs:
    """Makes a job of every table that waits."""

    trainings: MongoTableTrainings
    sources: MongoTrainingSources
    logs: Path
    run_child: RunChild
    """`run_in_child` with its `stop`."""
    stop: Event
    """Whoever ends the schedule will want the table trained on later."""

    def jobs(self) -> Iterator[Job]:
        """Yield a job a table, the table that was sent first first."""
        for topic in self.trainings.due():
            run = partial(self._run, topic)
            name = f"train {topic} on a table"
            yield Job(name=name, why=lambda *_: "a table was sent", run=run, is_awaited=True)

    def _run(self, topic: str) -> int:
        path = self.trainings.take(topic)
        if path is None:
            return 0
        steps = _Steps(lambda step: self.trainings.tell(topic, path, step=_without_folder(step, path)))
        code = self.run_child(
            self.logs / f"train-{topic}.log", command=segue_command("train", topic, str(path)), tell=steps
        )
        if self.stop.is_set() and code != 0:
            self.trainings.tell(topic, path, state="waiting", step="")
            return code
        self.trainings.tell(topic, path, state=STATES.get(code, "failed"), step=_outcome(code, steps.last, path))
        self._forget_what_is_not_needed(topic, path)
        return code

    def _forget_what_is_not_needed(self, topic: str, path: Path) -> None:
        """Keep the table that the model in use was made of, and one that was sent while this one was trained on."""
        kept = kept_tables(path.parent.parent)
        of_model = {Path(file) for source in self.sources.all() if source.kind == topic for file in source.files}
        newest = {self.trainings.path(topic)} - {path}
        forget_all_but(of_model | newest, of=kept)


class _Steps:
    """Passes on what a training says, each step once and again when it stays silent for long."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self.last = ""
        self._passed_on = ""
        self._passed_on_at = monotonic()

    def __call__(self, line: str) -> None:
        self.last = line
        if line != self._passed_on or monotonic() - self._passed_on_at > TELL_EVERY_S:
            self._passed_on, self._passed_on_at = line, monotonic()
            self._tell(line)


def _outcome(code: int, last: str, path: Path) -> str:
    """Return why nothing was published; nothing for a version that was."""
    if code == 0:
        return ""
    reason = _without_folder(last.removeprefix("segue: "), path)
    return (
        f"it was ended by signal {-code}, for want of memory or of time; it said last: {reason}" if code < 0 else reason
    )


def _without_folder(text: str, path: Path) -> str:
    return text.replace(str(path), path.name)

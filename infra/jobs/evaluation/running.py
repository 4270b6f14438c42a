"""Runs one evaluation after another, each in a process of its own, and keeps what each says."""

import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import monotonic

import msgspec
from msgspec import Struct

from infra.invocation import segue_command
from infra.jobs.evaluation.finding import Found, LeftOut
from recommender.prediction.evaluation.report import ReportRow

_SAID = 500
"""Last characters of what a failed evaluation said."""


class Written(Struct, frozen=True):
    """What `--json` of an evaluation holds."""

    task: str
    protocol: str
    rows: tuple[ReportRow, ...]


class Measured(Struct, frozen=True, kw_only=True):
    """One evaluation that was run."""

    topic: str
    command: str
    seconds: float
    headline: str
    """The metric that the short table shows."""
    protocol: str = ""
    rows: tuple[ReportRow, ...] = ()
    failed: str = ""
    """What it said when it could not be run to its end."""

    @property
    def headline_rows(self) -> tuple[ReportRow, ...]:
        """The model and its baselines by the headline's metric, in the order of the report."""
        metric = self.headline if any(row.metric == self.headline for row in self.rows) else self.rows[0].metric
        return tuple(row for row in self.rows if row.metric == metric)


class Topic(Struct, frozen=True):
    """One that was left out."""

    topic: str
    why: str


class Summary(Struct, frozen=True):
    """Everything, for programs."""

    measured: list[Measured]
    left_out: list[Topic]


Run = Callable[[Sequence[str]], str]
"""Runs `segue` with these arguments; returns what it said if it failed, else nothing."""


def run_segue(arguments: Sequence[str]) -> str:
    """Run `segue <arguments>` quietly; return the end of what it said if it failed, else an empty text."""
    ended = subprocess.run(segue_command(*arguments), capture_output=True, text=True, check=False, errors="replace")
    return "" if ended.returncode == 0 else ended.stderr.strip()[-_SAID:] or f"exit code {ended.returncode}"


def run_all(
    found: Iterable[Found], left_out: Iterable[LeftOut], *, progress: Callable[[str], None], run: Run = run_segue
) -> Summary:
    """Run each evaluation; one that fails is kept with what it said, and the others go on."""
    measured = []
    for one in found:
        progress(f"segue evaluate {' '.join((one.topic, *one.arguments))} ...")
        measured.append(_measure(one, run))
        progress(f"  {measured[-1].failed or f'{measured[-1].seconds:,.0f} s'}")
    return Summary(measured, [Topic(each.topic, each.why) for each in left_out])


def _measure(found: Found, run: Run) -> Measured:
    command = ("evaluate", found.topic, *found.arguments)
    began = monotonic()
    with tempfile.TemporaryDirectory(prefix="segue-evaluation-") as folder:
        file = Path(folder) / "report.json"
        failed = run((*command, "--json", str(file)))
        seconds = round(monotonic() - began, 1)
        shown = " ".join(("segue", *command))
        if failed:
            return Measured(topic=found.topic, command=shown, seconds=seconds, headline=found.headline, failed=failed)
        report = msgspec.json.decode(file.read_bytes(), type=Written)
    return Measured(
        topic=found.topic,
        command=shown,
        seconds=seconds,
        headline=found.headline,
        protocol=report.protocol,
        rows=report.rows,
    )

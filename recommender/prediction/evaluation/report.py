"""What an evaluation says: every figure beside its baseline, with interval and n, under a one-line protocol."""

from dataclasses import dataclass

import msgspec
from msgspec import Struct


class ReportRow(Struct, frozen=True, kw_only=True):
    """One figure of one model."""

    model: str
    """As it is shown, see `model_label`."""
    metric: str
    """As it is shown, see `metric_label`."""
    value: float
    low: float | None = None
    """Lower end of the 95 % interval; None where none is known."""
    high: float | None = None
    n: int
    """How many weeks, tracks or windows the figure is made of."""


class Report(Struct, frozen=True, kw_only=True):
    """The table of one evaluation."""

    task: str
    protocol: str
    """Data, split, seed and interval in one line."""
    rows: tuple[ReportRow, ...]
    findings: tuple[str, ...] = ()
    """What follows from the figures, in sentences, such as: not predictable better than chance."""

    def value(self, model: str, metric: str, *, case: str = "", subject: str = "", part: str = "") -> float:
        """Return one figure; raises `KeyError` when the table does not have it."""
        return self.row(model, metric, case=case, subject=subject, part=part).value

    def row(self, model: str, metric: str, *, case: str = "", subject: str = "", part: str = "") -> ReportRow:
        """Return one row; raises `KeyError` when the table does not have it."""
        labels = model_label(model, case=case), metric_label(metric, subject=subject, part=part)
        for row in self.rows:
            if (row.model, row.metric) == labels:
                return row
        raise KeyError(f"{self.task}: no {labels[1]} of {labels[0]}")

    def as_json(self) -> bytes:
        """Return `{"task", "protocol", "rows"}`; the findings stand at the end of the protocol."""
        protocol = " ".join([self.protocol, *(f"Finding: {finding}." for finding in self.findings)])
        content = {"task": self.task, "protocol": protocol, "rows": self.rows}
        return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """What evaluating a topic comes to; topics add what their training goes on with."""

    report: Report
    scores: dict[str, float]
    """Figures of the model that is served, by metric."""
    baselines: dict[str, float]
    """The honest baseline's, the same metrics."""


def model_label(model: str, *, case: str = "") -> str:
    """Return how the model of a figure is shown: with the question it answers."""
    return f"{case}: {model}" if case else model


def metric_label(metric: str, *, subject: str = "", years_ahead: int = 1, part: str = "") -> str:
    """Return how the metric of a figure is shown: with what is forecast, how far ahead, and the rows that count."""
    ahead = f"{years_ahead} years ahead" if years_ahead != 1 else ""
    label = ", ".join(filter(None, (metric, ahead, part)))
    return f"{subject}: {label}" if subject else label

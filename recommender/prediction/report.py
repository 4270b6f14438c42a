"""What an evaluation says: every figure beside its baseline, with interval and n, under a one-line protocol."""

from collections.abc import Iterable

import msgspec
from msgspec import Struct


class ReportRow(Struct, frozen=True, kw_only=True):
    """One figure of one model."""

    model: str
    metric: str
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

    def value(self, model: str, metric: str) -> float:
        """Return one figure; raises `KeyError` when the table does not have it."""
        return self.row(model, metric).value

    def row(self, model: str, metric: str) -> ReportRow:
        """Return one row; raises `KeyError` when the table does not have it."""
        for each in self.rows:
            if (each.model, each.metric) == (model, metric):
                return each
        raise KeyError(f"{self.task}: no {metric} of {model}")

    def as_json(self) -> bytes:
        """Return `{"task", "protocol", "rows"}`; the findings stand at the end of the protocol."""
        protocol = " ".join([self.protocol, *(f"Finding: {each}." for each in self.findings)])
        content = {"task": self.task, "protocol": protocol, "rows": self.rows}
        return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"


def in_order(rows: Iterable[ReportRow], metrics: Iterable[str]) -> tuple[ReportRow, ...]:
    """Return the rows of these metrics, metric by metric."""
    kept = list(rows)
    return tuple(row for metric in metrics for row in kept if row.metric == metric)

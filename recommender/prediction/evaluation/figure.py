"""One figure of an evaluation and what it is a figure of; a report shows and publishes that as two labels."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from recommender.prediction.evaluation.report import ReportRow, metric_label, model_label


class Estimate(NamedTuple):
    """A value with its 95 % interval; None where there is none."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure of one model."""

    model: str
    metric: str
    estimate: Estimate
    n: int
    """How many weeks, tracks or windows the figure is made of."""
    case: str = ""
    """The question, where one report answers several, such as `unknown artist`."""
    subject: str = ""
    """What is forecast, where a report has several: a chart, or songs heard before."""
    years_ahead: int = 1
    part: str = ""
    """The rows that count where not all do, such as `winter weeks`."""

    def row(self) -> ReportRow:
        """Return the row of a report; an end that is NaN is not known."""
        low, high = (None if end is None or math.isnan(end) else end for end in self.estimate[1:])
        return ReportRow(
            model=model_label(self.model, case=self.case),
            metric=metric_label(self.metric, subject=self.subject, years_ahead=self.years_ahead, part=self.part),
            value=self.estimate.value,
            low=low,
            high=high,
            n=self.n,
        )


def side_by_side(figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures so that those which differ in their case only stand one below the other."""
    labels = [(figure.model, figure.metric, figure.subject, figure.years_ahead, figure.part) for figure in figures]
    place = {label: number for number, label in enumerate(dict.fromkeys(labels))}
    return [figure for _, figure in sorted(zip(labels, figures, strict=True), key=lambda pair: place[pair[0]])]

"""Holds the goals, and the baselines beside them, against the kept results."""

from collections.abc import Callable, Mapping, Sequence

from benchmarks.quality.baselines import baseline_of
from benchmarks.quality.goal import RUN_ITSELF, SECONDS, Figure, Goal, Held
from benchmarks.quality.runs import Measured
from recommender.prediction.evaluation.report import ReportRow

Rows = Mapping[tuple[str, str, str], ReportRow]


def held(goals: Sequence[Goal], results: Sequence[Measured]) -> list[Held]:
    """Hold each goal against the results."""
    rows = {(result.name, row.model, row.metric): row for result in results for row in result.evaluation.rows}
    rows |= {
        (result.name, RUN_ITSELF, SECONDS): ReportRow(model=RUN_ITSELF, metric=SECONDS, value=result.seconds, n=1)
        for result in results
    }
    return [Held(goal, _combine(goal, rows), _combine(goal, rows, of_figure=baseline_of)) for goal in goals]


def _combine(
    goal: Goal, rows: Rows, *, of_figure: Callable[[Figure], Figure | None] = lambda figure: figure
) -> float | None:
    values = [_value(of_figure(figure), rows) for figure in goal.figures]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    if goal.of == "least":
        return min(known)
    if goal.of == "most":
        return max(known)
    return sum(known) / len(known)


def _value(figure: Figure | None, rows: Rows) -> float | None:
    if figure is None or (row := rows.get((figure.run, figure.model, figure.metric))) is None:
        return None
    return {"value": row.value, "low": row.low, "high": row.high}[figure.part]

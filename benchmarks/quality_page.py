"""The page docs/quality.md in Markdown: goals, what does not hold, then every evaluation with its baselines."""

from collections.abc import Sequence

from benchmarks.quality_goals import Held
from benchmarks.quality_runs import Measured, Run
from recommender.prediction.report import ReportRow


def page_of(results: Sequence[Measured], goals: Sequence[Held], runs: Sequence[Run]) -> str:
    """Return the page; a run without a result is named as not measured."""
    lines = [
        "# Quality of the predictions",
        "",
        "Made by `make quality` (`python -m benchmarks.quality`) from `benchmarks/results/quality/`; nothing here is",
        "typed by hand. [predictions.md](predictions.md) says how the models work.",
        "",
        "## Goals",
        "",
        *_markdown(("goal", "task", "target", "measured", "holds"), [_goal_cells(each) for each in goals], n_left=2),
        "",
        "## What does not hold",
        "",
        *(_short(goals) or ["All that was measured holds."]),
    ]
    by_name = {each.name: each for each in results}
    for run in runs:
        lines += ["", f"## {run.task}: {run.what}", ""]
        found = by_name.get(run.name)
        lines += ["Not measured yet."] if found is None else _section(found)
    return "\n".join([*lines, ""])


def _section(measured: Measured) -> list[str]:
    machine, rows = measured.machine, measured.evaluation.rows
    return [
        f"`{measured.command}`, {measured.made_at:%Y-%m-%d %H:%M} UTC, {measured.seconds:,.0f} s on {machine.cores} "
        f"cores of {machine.cpu}.",
        "",
        f"Protocol: {measured.evaluation.protocol}",
        "",
        *_markdown(
            ("metric", "model", "value", "95 % interval", "n"),
            [_row_cells(row, rows[at - 1] if at else None) for at, row in enumerate(rows)],
            n_left=2,
        ),
    ]


def _short(goals: Sequence[Held]) -> list[str]:
    return [
        f"- {each.goal.task}: {each.goal.what}{' (an aim)' if each.goal.is_aim else ''}: "
        + ("not measured" if each.measured is None else f"{_digits(each.measured)}, not {_target(each)}")
        for each in goals
        if not each.holds
    ]


def _goal_cells(each: Held) -> tuple[str, ...]:
    aim = " (aim)" if each.goal.is_aim else ""
    if each.measured is None:
        return (each.goal.what + aim, each.goal.task, _target(each), "not measured", "")
    holds = "yes" if each.holds else "**no**"
    return (each.goal.what + aim, each.goal.task, _target(each), _digits(each.measured), holds)


def _target(each: Held) -> str:
    return f"{each.goal.op} {each.goal.target:g}"


def _row_cells(row: ReportRow, before: ReportRow | None) -> tuple[str, ...]:
    """Name the metric in the first row of its group only: the models under one metric are beside each other."""
    interval = "" if row.low is None or row.high is None else f"{_digits(row.low)} .. {_digits(row.high)}"
    metric = "" if before is not None and before.metric == row.metric else row.metric
    return (metric, row.model, _digits(row.value), interval, f"{row.n:,}")


def _digits(value: float) -> str:
    return f"{value:.4f}" if abs(value) < 10 else f"{value:,.2f}"


def _markdown(columns: tuple[str, ...], rows: list[tuple[str, ...]], *, n_left: int) -> list[str]:
    ruler = tuple("---" if place < n_left else "---:" for place in range(len(columns)))
    return ["| " + " | ".join(_escaped(cell) for cell in row) + " |" for row in (columns, ruler, *rows)]


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ")

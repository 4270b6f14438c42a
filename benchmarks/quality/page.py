"""The page docs/quality.md in Markdown: goals, what does not hold, then every evaluation with its baselines."""

from collections.abc import Sequence

from benchmarks.quality.goal import Held
from benchmarks.quality.other_data import OTHER_DATA
from benchmarks.quality.runs import Measured, Run
from recommender.prediction.evaluation.report import ReportRow


def page_of(results: Sequence[Measured], goals: Sequence[Held], runs: Sequence[Run]) -> str:
    """Return the page; a run without a result is named as not measured."""
    lines = [
        "# Quality of the predictions",
        "",
        "Made by `make quality` (`python -m benchmarks.quality`) from `benchmarks/results/quality/`; no figure of a",
        'table is typed by hand. The paragraphs "Other data" are, from runs that are not kept.',
        "[predictions.md](predictions.md) says how the models work; [sessions.md](sessions.md),",
        "[artists.md](artists.md), [sound.md](sound.md) and [picks.md](picks.md) say it of what picks are made of.",
        "A baseline stands beside a goal where the same figure of it is known; a gain or a difference has its",
        "baseline in it. Seconds are those of the evaluation, without the building of an index before it.",
        "",
        "## Goals",
        "",
        *_markdown(
            ("goal", "task", "target", "measured", "baseline", "holds"), [_goal_cells(goal) for goal in goals], n_left=2
        ),
        "",
        "## What does not hold",
        "",
        *(_short(goals) or ["All that was measured holds."]),
    ]
    by_name = {result.name: result for result in results}
    for run in runs:
        lines += ["", f"## {run.task}: {run.what}", ""]
        result = by_name.get(run.name)
        lines += ["Not measured yet."] if result is None else _section(result)
    return "\n".join([*lines, ""])


def _section(measured: Measured) -> list[str]:
    machine, rows = measured.machine, measured.evaluation.rows
    return [
        f"`{measured.command}`, {measured.made_at:%Y-%m-%d %H:%M} UTC, {measured.seconds:,.0f} s on {machine.cores} "
        f"cores of {machine.cpu}.",
        "",
        f"Protocol: {measured.evaluation.protocol}",
        "",
        f"Other data: {OTHER_DATA[measured.evaluation.task]}",
        "",
        *_markdown(
            ("metric", "model", "value", "95 % interval", "n"),
            [_row_cells(row, rows[at - 1] if at else None) for at, row in enumerate(rows)],
            n_left=2,
        ),
    ]


def _short(goals: Sequence[Held]) -> list[str]:
    return [
        f"- {goal.goal.task}: {goal.goal.what}{' (an aim)' if goal.goal.is_aim else ''}: "
        + ("not measured" if goal.measured is None else f"{_digits(goal.measured)}, not {_target(goal)}")
        for goal in goals
        if not goal.holds
    ]


def _goal_cells(held: Held) -> tuple[str, ...]:
    aim = " (aim)" if held.goal.is_aim else ""
    baseline = "" if held.baseline is None else _digits(held.baseline)
    if held.measured is None:
        return (held.goal.what + aim, held.goal.task, _target(held), "not measured", baseline, "")
    holds = "yes" if held.holds else "**no**"
    return (held.goal.what + aim, held.goal.task, _target(held), _digits(held.measured), baseline, holds)


def _target(held: Held) -> str:
    return f"{held.goal.op} {held.goal.target:g}"


def _row_cells(row: ReportRow, before: ReportRow | None) -> tuple[str, ...]:
    """Name the metric in the first row of its group only: the models under one metric are beside each other."""
    interval = "" if row.low is None or row.high is None else f"{_digits(row.low)} .. {_digits(row.high)}"
    metric = "" if before is not None and before.metric == row.metric else row.metric
    return (metric, row.model, _digits(row.value), interval, f"{row.n:,}")


def _digits(value: float) -> str:
    return f"{value:.4f}" if abs(value) < 10 else f"{value:,.2f}"


def _markdown(columns: tuple[str, ...], rows: list[tuple[str, ...]], *, n_left: int) -> list[str]:
    ruler = tuple("---" if column < n_left else "---:" for column in range(len(columns)))
    return ["| " + " | ".join(_escape(cell) for cell in row) + " |" for row in (columns, ruler, *rows)]


def _escape(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ")

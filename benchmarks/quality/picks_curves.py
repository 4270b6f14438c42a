"""The curves of simulated listening: what is finished and what is missed, play after play, as pictures."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.quality.line_chart import Chart, Line, Point, draw
from benchmarks.quality.runs import Measured
from recommender.prediction.evaluation.report import ReportRow
from recommender.simulation.evaluate import CHANCE, ENGINE, FINISHED, ORACLE, POPULARITY, REGRET

RUN = "picks"
MODELS = (ENGINE, POPULARITY, CHANCE, ORACLE)
X_LABEL = "plays of a listener; bars: 95 % intervals over listeners"
TITLES = {
    FINISHED: ("Share of plays that are finished, higher is better", "share finished, 0 to 1"),
    REGRET: ("Regret, lower is better", "regret, enjoyment of 0 to 1"),
}


def write_curves(results: Sequence[Measured], folder: Path) -> list[Path]:
    """Write `picks_finished.svg` and `picks_regret.svg` from the run of picks; nothing where it was not made."""
    rows = next((result.evaluation.rows for result in results if result.name == RUN), None)
    if rows is None:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for metric in TITLES:
        path = folder / f"picks_{metric}.svg"
        path.write_text(draw(chart_of(rows, metric)), encoding="utf-8")
        paths.append(path)
    return paths


def chart_of(rows: Sequence[ReportRow], metric: str) -> Chart:
    """Return the chart of a metric by stretches of plays; raises `ValueError` where a model or an interval lacks."""
    beginning = f"{metric}, plays "
    of_blocks = {
        (row.model, row.metric.removeprefix(beginning)): row for row in rows if row.metric.startswith(beginning)
    }
    blocks = tuple(dict.fromkeys(block for _, block in of_blocks))
    if not blocks:
        raise ValueError(
            f"the report of picks has no rows '{beginning}...'; run `python -m benchmarks.quality --run picks`"
        )
    title, y_label = TITLES[metric]
    return Chart(
        title=title,
        x_label=X_LABEL,
        y_label=y_label,
        places=blocks,
        lines=tuple(Line(model, tuple(_point(of_blocks, model, block) for block in blocks)) for model in MODELS),
    )


def _point(of_blocks: dict[tuple[str, str], ReportRow], model: str, block: str) -> Point:
    row = of_blocks.get((model, block))
    if row is None or row.low is None or row.high is None:
        raise ValueError(f"the report of picks has no value with an interval of {model} for plays {block}")
    return Point(row.value, row.low, row.high)

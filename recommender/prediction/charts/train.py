"""Training: test all models on past weeks, fit them on all weeks, and forecast the next week of every chart."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np

from recommender.artifacts.manifest import config_digest
from recommender.errors import NotReady
from recommender.prediction.charts.backtest import MIN_TEST_WEEKS, Build, ChartBacktest, fit_all, kinds
from recommender.prediction.charts.evaluate import SEED, evaluate
from recommender.prediction.charts.features import FEATURES, FINGERPRINT, join, rows_of
from recommender.prediction.charts.forecasts import build_served_chart
from recommender.prediction.charts.grid import Grid
from recommender.prediction.charts.models.by_name import NAMES, builder
from recommender.prediction.charts.records import ChartTable
from recommender.prediction.charts.served import CHARTS_FILE, PERSISTENCE, ChartsFile, ServedChart
from recommender.prediction.charts.week_score import OVERLAP
from recommender.prediction.charts.weeks import end_of
from recommender.prediction.evaluation.report import Report
from recommender.prediction.training import PROTOCOL, Headline, Progress, Trained, silent

MIN_PAIRS = 26
"""A chart with fewer pairs of weeks gets persistence only."""


def train(
    table: ChartTable,
    *,
    models: Sequence[str] = NAMES,
    min_test_weeks: int = MIN_TEST_WEEKS,
    threads: int = 1,
    seed: int = SEED,
    progress: Progress = silent,
) -> Trained:
    """Train on every chart of the table that has two weeks in a row; raises `NotReady` when none has."""
    evaluation = evaluate(
        table,
        models=models,
        min_pairs=MIN_PAIRS,
        min_test_weeks=min_test_weeks,
        threads=threads,
        seed=seed,
        progress=progress,
    )
    grids = [grid for grid in evaluation.grids if len(grid.pairs)]
    if not grids:
        raise NotReady("no chart has two weeks in a row yet; train again when one has")
    long = [grid for grid in grids if len(grid.pairs) >= MIN_PAIRS]
    short = [grid for grid in grids if len(grid.pairs) < MIN_PAIRS]
    progress("fitting on all weeks")
    build = builder(models, seed=seed, threads=threads)
    charts, n_rows = _forecast(long, build, evaluation.backtests)
    few_charts, n_few_rows = _forecast(short, builder([PERSISTENCE]), [])
    served = ChartsFile((*charts, *few_charts))

    def write(folder: Path) -> None:
        (folder / CHARTS_FILE).write_bytes(msgspec.json.encode(served))

    return Trained(
        write=write,
        fingerprint=FINGERPRINT,
        n_inputs=len(FEATURES),
        n_rows=n_rows + n_few_rows,
        seed=seed,
        config_digest=config_digest(FINGERPRINT, sorted(models), seed),
        evaluation=replace(evaluation, report=_with_untested(evaluation.report, evaluation.backtests, grids)),
        headline=Headline(metric=OVERLAP),
        data_cutoff=end_of(int(table.week.max())),
        is_dated=True,
        parameters={PROTOCOL: 2.0},  # 1: chosen and measured on the same weeks
    )


def _with_untested(report: Report, backtests: Sequence[ChartBacktest], grids: Sequence[Grid]) -> Report:
    tested = {backtest.chart for backtest in backtests}
    untested = [
        f"{grid.chart}: {len(grid.pairs) + 1} weeks are too few for a backtest; persistence is served"
        for grid in grids
        if grid.chart not in tested
    ]
    return msgspec.structs.replace(report, findings=(*report.findings, *untested))


def _forecast(
    grids: Sequence[Grid], build: Build, backtests: Sequence[ChartBacktest]
) -> tuple[tuple[ServedChart, ...], int]:
    """Fit on everything; return the week after the last one of each chart, and how many rows were learned from."""
    by_chart = {backtest.chart: backtest for backtest in backtests}
    charts: list[ServedChart] = []
    n_rows = 0
    for pool in kinds(grids):
        rows = join([rows_of(grid, chart=number) for number, grid in enumerate(pool)])
        known = rows.where(np.isfinite(rows.next_in_top))
        n_rows += len(known)
        predictors = fit_all(build(pool), known)
        for number, grid in enumerate(pool):
            last = rows.where((rows.chart == number) & (rows.row == grid.n_weeks - 1))
            predictions = {name: predict(last) for name, predict in predictors.items()}
            charts.append(build_served_chart(grid, last, predictions, by_chart.get(grid.chart)))
    return tuple(charts), n_rows

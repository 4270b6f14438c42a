"""Measures every model on past weeks it has not seen, beside persistence."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recommender.prediction.charts.backtest import MIN_TEST_WEEKS, ChartBacktest, backtest
from recommender.prediction.charts.choice import best_of, measured_weeks
from recommender.prediction.charts.grid import TOP, Grid, grids_of
from recommender.prediction.charts.models.by_name import EVERY, NAMES, builder
from recommender.prediction.charts.records import ChartTable
from recommender.prediction.charts.report import data_in_words, report_of
from recommender.prediction.charts.sample_checks import require_askable
from recommender.prediction.charts.served import PERSISTENCE
from recommender.prediction.charts.week_score import NDCG, OVERLAP
from recommender.prediction.evaluation.report import Evaluation
from recommender.prediction.training import Progress, silent

SEED = 0


@dataclass(frozen=True, kw_only=True)
class ChartsEvaluation(Evaluation):
    """The report, and the backtests it is made of."""

    backtests: tuple[ChartBacktest, ...]
    grids: tuple[Grid, ...]
    """All charts of the table, those without a backtest too."""


def evaluate(
    table: ChartTable,
    *,
    models: Sequence[str] = NAMES,
    min_pairs: int = 0,
    min_test_weeks: int = MIN_TEST_WEEKS,
    threads: int = 1,
    seed: int = SEED,
    shown: str = "",
    learned: Collection[str] | None = None,
    source: str = "",
    identity: str = "",
    progress: Progress = silent,
) -> ChartsEvaluation:
    """Backtest every chart that has weeks enough.

    The models learn from charts of at least `min_pairs` pairs of weeks. `shown` names the only chart of the report,
    though the models learn from all, or from those that `learned` names; `source` and `identity` say in the
    report's protocol where the table is from and what makes two entries the same song.
    """
    if learned is not None:
        require_askable(table, learned)
    grids = tuple(grids_of(table))
    tested = [grid for grid in grids if len(grid.pairs) >= min_pairs]
    build = builder(models, seed=seed, threads=threads)
    backtests = tuple(
        backtest(tested, build, min_test_weeks=min_test_weeks, every=EVERY, learned=learned, progress=progress)
    )
    others = [grid.chart for grid in grids if learned is not None and grid.chart not in learned]
    told = (f"not learned from: {', '.join(others)}" if others else "", identity, f"seed {seed}")
    data = ", ".join(filter(None, (source, data_in_words(grids), *told)))
    every = {name: n for name, n in EVERY.items() if name in models}
    report = report_of(
        [tested for tested in backtests if shown in ("", tested.chart)], data=data, every=every, not_learned=others
    )
    scores, baselines = _scores(backtests, grids)
    return ChartsEvaluation(
        report=report,
        scores=scores,
        baselines=baselines,
        backtests=backtests,
        grids=grids,
    )


def _scores(backtests: Sequence[ChartBacktest], grids: Sequence[Grid]) -> tuple[dict[str, float], dict[str, float]]:
    """Return means over charts of what is served and of persistence, in the weeks on which nothing was chosen.

    Without a backtest both are persistence's over the weeks there are: it learns nothing, so none need be held back.
    """
    if not backtests:
        overlaps = [_overlap_of_weeks(grid) for grid in grids if len(grid.pairs)]
        overlap = float(np.mean(overlaps)) if overlaps else float("nan")
        return {OVERLAP: overlap}, {OVERLAP: overlap}
    return _means(backtests, {backtest.chart: best_of(backtest) for backtest in backtests}), _means(backtests, {})


def _means(backtests: Sequence[ChartBacktest], models: Mapping[str, str]) -> dict[str, float]:
    def mean(backtest: ChartBacktest, metric: str) -> float:
        scores = backtest.scores[models.get(backtest.chart, PERSISTENCE)][metric]
        return float(np.nanmean(scores[measured_weeks(backtest)]))

    return {metric: float(np.mean([mean(backtest, metric) for backtest in backtests])) for metric in (OVERLAP, NDCG)}


def _overlap_of_weeks(grid: Grid) -> float:
    """Return the share of a week's top that is in the next week's, mean over the weeks."""
    tops = grid.rank <= TOP
    return float(np.mean([(tops[row] & tops[row + 1]).sum() / max(1, tops[row + 1].sum()) for row in grid.pairs]))

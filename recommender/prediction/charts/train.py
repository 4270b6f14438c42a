"""Training: test all models on past weeks, fit them on all weeks, and forecast the next week of every chart."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import msgspec
import numpy as np

from recommender.errors import NotReady
from recommender.prediction.charts.all_models import EVERY, NAMES, builder
from recommender.prediction.charts.backtest import FEWEST_TEST, Build, ChartBacktest, Say, backtest, fitted, kinds
from recommender.prediction.charts.evaluate import PERSISTENCE, SEED, best_of, data_in_words, report_of
from recommender.prediction.charts.features import FEATURES, FINGERPRINT, joined, rows_of
from recommender.prediction.charts.forecasts import served_chart
from recommender.prediction.charts.grid import TOP, Grid, grids_of
from recommender.prediction.charts.records import ChartTable
from recommender.prediction.charts.served import CHARTS_FILE, KIND, ChartsFile, ServedChart
from recommender.prediction.charts.week_score import NDCG, OVERLAP
from recommender.prediction.charts.weeks import end_of
from recommender.prediction.report import Report
from recommender.prediction.training import Headline, Trained

TOPIC = KIND
OWN_WEEKS = 26
"""A chart with fewer pairs of weeks gets persistence only."""


@dataclass(frozen=True, kw_only=True)
class _Forecast:
    """What one training comes to before it is described."""

    charts: tuple[ServedChart, ...]
    n_rows: int


def train_charts(
    table: ChartTable,
    *,
    names: Sequence[str] = NAMES,
    fewest_test: int = FEWEST_TEST,
    threads: int = 1,
    seed: int = SEED,
    say: Say = lambda _: None,
) -> Trained:
    """Train on every chart of the table that has two weeks in a row; raises `NotReady` when none has."""
    began = monotonic()
    grids = [grid for grid in grids_of(table) if len(grid.pairs)]
    if not grids:
        raise NotReady("no chart has two weeks in a row yet; train again when one has")
    long, short = ([grid for grid in grids if (len(grid.pairs) >= OWN_WEEKS) is is_long] for is_long in (True, False))
    build = builder(names, seed=seed, threads=threads)
    tested = backtest(long, build, fewest=fewest_test, every=EVERY, say=say)
    say("fitting on all weeks")
    found = _forecast(long, build, tested)
    few = _forecast(short, builder([PERSISTENCE]), [])
    report = _report(tested, grids, every={name: n for name, n in EVERY.items() if name in names})
    served = ChartsFile((*found.charts, *few.charts))

    def write(folder: Path) -> None:
        (folder / CHARTS_FILE).write_bytes(msgspec.json.encode(served))

    scores, baselines = _scores(tested, grids)
    return Trained(
        topic=TOPIC,
        write=write,
        fingerprint=FINGERPRINT,
        n_inputs=len(FEATURES),
        n_rows=found.n_rows + few.n_rows,
        seed=seed,
        config_digest=hashlib.sha256(f"{FINGERPRINT}{sorted(names)}{seed}".encode()).hexdigest()[:12],
        report=report,
        headline=Headline(metric=OVERLAP),
        scores=scores,
        baselines=baselines,
        data_cutoff=end_of(int(table.week.max())),
        train_seconds=round(monotonic() - began, 2),
    )


def _forecast(grids: Sequence[Grid], build: Build, tested: Sequence[ChartBacktest]) -> _Forecast:
    """Fit on everything and forecast the week after the last one of each chart."""
    backtests = {each.chart: each for each in tested}
    charts: list[ServedChart] = []
    n_rows = 0
    for pool in kinds(grids):
        rows = joined([rows_of(grid, chart=place) for place, grid in enumerate(pool)])
        known = rows.where(np.isfinite(rows.next_in_top))
        n_rows += len(known)
        predictors = fitted(build(pool), known)
        for place, grid in enumerate(pool):
            last = rows.where((rows.chart == place) & (rows.row == grid.n_weeks - 1))
            said = {name: predictor(last) for name, predictor in predictors.items()}
            charts.append(served_chart(grid, last, said, backtests.get(grid.chart)))
    return _Forecast(charts=tuple(charts), n_rows=n_rows)


def _report(tested: Sequence[ChartBacktest], grids: Sequence[Grid], *, every: Mapping[str, int]) -> Report:
    report = report_of(tested, data=data_in_words(grids), every=every)
    done = {each.chart for each in tested}
    untested = [
        f"{grid.chart}: {len(grid.pairs) + 1} weeks are too few for a backtest; persistence is served"
        for grid in grids
        if grid.chart not in done
    ]
    return msgspec.structs.replace(report, findings=(*report.findings, *untested))


def _scores(tested: Sequence[ChartBacktest], grids: Sequence[Grid]) -> tuple[dict[str, float], dict[str, float]]:
    """Return means over charts of what is served and of persistence.

    Without a backtest both are persistence's over the weeks there are: it learns nothing, so none need be held back.
    """
    if not tested:
        overlap = float(np.mean([_overlap_of_weeks(grid) for grid in grids]))
        return {OVERLAP: overlap}, {OVERLAP: overlap}
    return _means(tested, {each.chart: best_of(each) for each in tested}), _means(tested, {})


def _means(tested: Sequence[ChartBacktest], models: Mapping[str, str]) -> dict[str, float]:
    return {
        metric: float(
            np.mean([np.nanmean(each.scores[models.get(each.chart, PERSISTENCE)][metric]) for each in tested])
        )
        for metric in (OVERLAP, NDCG)
    }


def _overlap_of_weeks(grid: Grid) -> float:
    """Return the share of a week's top that is in the next week's, mean over the weeks."""
    tops = grid.rank <= TOP
    return float(np.mean([(tops[row] & tops[row + 1]).sum() / max(1, tops[row + 1].sum()) for row in grid.pairs]))

"""The table of a backtest: every model beside persistence, chart by chart, and what follows from it in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from recommender.prediction.charts.backtest import CHANCE, ORACLE, REFIT, ChartBacktest
from recommender.prediction.charts.grid import Grid
from recommender.prediction.charts.week_score import CHANCE_SPREAD, ERROR, METRICS, NDCG, OVERLAP
from recommender.prediction.intervals import block_bootstrap
from recommender.prediction.report import Report, ReportRow

PERSISTENCE = "persistence"
GAIN, NDCG_GAIN = "gain in overlap@50, points", "gain in NDCG@50, points"
SEED = 0
CHANCE_ERROR = 0.001
_ROUNDING = 1e-9
FEWEST = 24
"""Weeks without which there is no interval: three blocks of the resampling."""
SIDES = (CHANCE, ORACLE)
"""Yardsticks that are no models."""


@dataclass(frozen=True, kw_only=True)
class Gain:
    """What a model has more than persistence on one chart, points of overlap@50."""

    model: str
    points: float
    low: float
    high: float
    """95 % interval."""
    n: int

    @property
    def is_sure(self) -> bool:
        """Whether there are weeks enough to tell, and the whole interval lies above 0."""
        return self.n >= FEWEST and self.low > _ROUNDING


def gain(tested: ChartBacktest, model: str, *, metric: str = OVERLAP, weeks: np.ndarray | None = None) -> Gain:
    """Return the gain of a model over persistence, paired by weeks, in all weeks or some."""
    difference = tested.scores[model][metric] - tested.scores[PERSISTENCE][metric]
    chosen = np.isfinite(difference) if weeks is None else np.isfinite(difference) & weeks
    points = 100 * difference[chosen]
    low, high = block_bootstrap(points, np.random.default_rng(SEED))
    return Gain(model=model, points=float(points.mean()) if len(points) else np.nan, low=low, high=high, n=len(points))


def models_of(tested: ChartBacktest) -> list[str]:
    """Return the models of a backtest without yardsticks and without persistence."""
    return [name for name in tested.scores if name not in (*SIDES, PERSISTENCE)]


def best_of(tested: ChartBacktest) -> str:
    """Return the model with the largest gain that is surely above 0, or persistence when none is.

    On a chart that is not predictable better than chance a sure gain is luck: persistence.
    """
    if is_chance(tested):
        return PERSISTENCE
    sure = [found for found in (gain(tested, model) for model in models_of(tested)) if found.is_sure]
    return max(sure, key=lambda each: each.points).model if sure else PERSISTENCE


def is_chance(tested: ChartBacktest) -> bool:
    """Whether no model, persistence neither, names the top better than a random choice among the candidates.

    Each week's hits are held against the spread of random choices. All models are tried, so each must be the surer
    the more there are: a chart of noise passes for predictable in one of 1 / `CHANCE_ERROR` cases.
    """
    tried = [name for name in tested.scores if name not in SIDES]
    sure = NormalDist().inv_cdf(1 - CHANCE_ERROR / len(tried))
    return not any(_excess(tested, name) > sure for name in tried)


def _excess(tested: ChartBacktest, model: str) -> float:
    """Return by how many standard deviations a model's hits exceed those of random choices."""
    more = tested.scores[model][OVERLAP] - tested.scores[CHANCE][OVERLAP]
    ran = np.isfinite(more)
    spread = float(np.sqrt((tested.scores[CHANCE][CHANCE_SPREAD][ran] ** 2).sum()))
    return float(more[ran].sum()) / spread if spread else 0.0


def report_of(backtests: Sequence[ChartBacktest], *, data: str, every: Mapping[str, int] | None = None) -> Report:
    """Return the report of charts that were tested together."""
    rows = [row for tested in backtests for row in _rows(tested)]
    if len(backtests) > 1:
        rows += _mean_rows(backtests)
    findings = [_finding(tested) for tested in backtests] or ["no chart is long enough for a backtest"]
    return Report(task="charts", protocol=_protocol(data, every or {}), rows=tuple(rows), findings=tuple(findings))


def data_in_words(grids: Sequence[Grid]) -> str:
    """Say how much there is to learn from and to test, and what is missing."""
    missing = sum(grid.n_weeks - int(grid.present.sum()) for grid in grids)
    gaps = f"{missing} weeks missing, their neighbours are not scored" if missing else "no week missing"
    return f"{sum(len(grid.pairs) for grid in grids):,} pairs of weeks of {len(grids)} charts, {gaps}"


def _protocol(data: str, every: Mapping[str, int]) -> str:
    rare = "".join(f"; {name} on every {n}th week" for name, n in every.items() if n > 1)
    return (
        f"{data}; each test week forecast from the weeks before it, models refitted every {REFIT} weeks on all charts "
        f"of a kind; 95 % by moving blocks of 8 weeks, gains paired by week, seed {SEED}{rare}; "
        "error over songs listed in both weeks; winter: Thursday of the week forecast from 1 December to "
        "15 January."
    )


def _rows(tested: ChartBacktest) -> list[ReportRow]:
    rows = []
    for metric in METRICS:
        for model, scores in tested.scores.items():
            values = scores[metric][np.isfinite(scores[metric])]
            if len(values):
                low, high = block_bootstrap(values, np.random.default_rng(SEED))
                rows.append(_row(model, f"{tested.chart}: {metric}", float(values.mean()), low, high, len(values)))
    winter = tested.is_winter
    parts = {
        GAIN: (OVERLAP, None),
        NDCG_GAIN: (NDCG, None),
        f"{GAIN}, winter weeks": (OVERLAP, winter),
        f"{GAIN}, ordinary weeks": (OVERLAP, ~winter),
    }
    for name, (metric, weeks) in parts.items():
        for model in [*models_of(tested), ORACLE]:
            found = gain(tested, model, metric=metric, weeks=weeks)
            if found.n:
                rows.append(_row(model, f"{tested.chart}: {name}", found.points, found.low, found.high, found.n))
    return rows


def _mean_rows(backtests: Sequence[ChartBacktest]) -> list[ReportRow]:
    """Return means over charts; a week in which several charts gain together stays together in the resampling."""
    rows = []
    shared = [name for name in backtests[0].scores if all(name in each.scores for each in backtests)]
    for metric in (OVERLAP, NDCG, ERROR):
        for model in shared:
            means = [float(np.nanmean(each.scores[model][metric])) for each in backtests if _any(each, model, metric)]
            if means:
                n = sum(int(np.isfinite(each.scores[model][metric]).sum()) for each in backtests)
                rows.append(_row(model, f"mean over charts: {metric}", float(np.mean(means)), None, None, n))
    for metric, name in ((OVERLAP, GAIN), (NDCG, NDCG_GAIN)):
        for model in shared:
            if model not in (*SIDES, PERSISTENCE):
                shares = _weekly_shares(backtests, model, metric)
                low, high = block_bootstrap(shares, np.random.default_rng(SEED))
                rows.append(_row(model, f"mean over charts: {name}", float(shares.mean()), low, high, len(shares)))
    return rows


def _any(tested: ChartBacktest, model: str, metric: str) -> bool:
    return bool(np.isfinite(tested.scores[model][metric]).any())


def _weekly_shares(backtests: Sequence[ChartBacktest], model: str, metric: str) -> np.ndarray:
    """Return what each calendar week adds to the mean over charts of the mean gain [weeks]; their mean is that."""
    weeks = np.unique(np.concatenate([each.weeks for each in backtests]))
    total = np.zeros(len(weeks))
    for each in backtests:
        points = 100 * (each.scores[model][metric] - each.scores[PERSISTENCE][metric])
        ran = np.isfinite(points)
        np.add.at(total, np.searchsorted(weeks, each.weeks[ran]), points[ran] / max(1, ran.sum()))
    return total * len(weeks) / len(backtests)


def verdict(tested: ChartBacktest | None, model: str) -> str:
    """Say in a sentence how far to trust a model on a chart."""
    if tested is None:
        return "too few weeks for a backtest: how good this is, is not known"
    if is_chance(tested):
        return f"not predictable better than chance in {len(tested.weeks)} test weeks"
    if model == PERSISTENCE:
        return f"this week's list as it stands: {np.nanmean(tested.scores[PERSISTENCE][OVERLAP]):.1%} come again"
    found = gain(tested, model)
    how = "beats persistence significantly" if found.is_sure else "does not beat persistence significantly"
    if found.high < 0:
        how = "is worse than persistence"
    return f"{model} {how}: {found.points:+.2f} points (95 % {found.low:+.2f}..{found.high:+.2f}, {found.n} weeks)"


def _finding(tested: ChartBacktest) -> str:
    if is_chance(tested):
        return f"{tested.chart}: {verdict(tested, PERSISTENCE)}"
    models = models_of(tested)
    if not models:
        return f"{tested.chart}: {verdict(tested, PERSISTENCE)}"
    best = best_of(tested)
    if best != PERSISTENCE:
        return f"{tested.chart}: {verdict(tested, best)}"
    nearest = max(models, key=lambda model: gain(tested, model).points)
    return f"{tested.chart}: no model beats persistence significantly, so that is served; {verdict(tested, nearest)}"


def _row(model: str, metric: str, value: float, low: float | None, high: float | None, n: int) -> ReportRow:
    if n < FEWEST:
        low = high = None
    return ReportRow(model=model, metric=metric, value=value, low=low, high=high, n=n)

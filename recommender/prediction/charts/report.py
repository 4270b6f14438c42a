"""The table of a backtest: every model beside persistence, chart by chart, and what follows from it in sentences."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from recommender.prediction.charts.backtest import ORACLE, REFIT, ChartBacktest
from recommender.prediction.charts.choice import (
    MIN_WEEKS,
    SIDES,
    best_of,
    can_choose,
    gain,
    is_chance,
    measured_weeks,
    models_of,
    weekly_interval,
    winner_of_first_half,
)
from recommender.prediction.charts.grid import Grid
from recommender.prediction.charts.served import PERSISTENCE
from recommender.prediction.charts.week_score import ERROR, METRICS, NDCG, OVERLAP
from recommender.prediction.evaluation.figure import Estimate, Figure
from recommender.prediction.evaluation.report import Report

GAIN, NDCG_GAIN = "gain in overlap@50, points", "gain in NDCG@50, points"
MEAN_OVER_CHARTS, MEAN_OVER_OTHERS = "mean over charts", "mean over charts not learned from"
SECOND_HALF = "second half"


def report_of(
    backtests: Sequence[ChartBacktest],
    *,
    data: str,
    every: Mapping[str, int] | None = None,
    not_learned: Collection[str] = (),
) -> Report:
    """Return the report of charts that were tested together; the mean over those `not_learned` from is apart."""
    figures = [figure for tested in backtests for figure in _figures(tested)]
    for subject, are_others in ((MEAN_OVER_CHARTS, False), (MEAN_OVER_OTHERS, True)):
        group = [tested for tested in backtests if (tested.chart in not_learned) == are_others]
        if len(group) > 1:
            figures += _means_over_charts(group, subject)
    findings = [_finding(tested) for tested in backtests] or ["no chart is long enough for a backtest"]
    return Report(
        task="charts",
        protocol=_protocol(data, every or {}),
        rows=tuple(figure.row() for figure in figures),
        findings=tuple(findings),
    )


def data_in_words(grids: Sequence[Grid]) -> str:
    """Say how much there is to learn from and to test, and what is missing."""
    missing = sum(grid.n_weeks - int(grid.present.sum()) for grid in grids)
    gaps = f"{missing} weeks missing, their neighbours are not scored" if missing else "no week missing"
    return f"{sum(len(grid.pairs) for grid in grids):,} pairs of weeks of {len(grids)} charts, {gaps}"


def _protocol(data: str, every: Mapping[str, int]) -> str:
    rare = "".join(f"; {name} on every {n}th week, so only its gains are shown" for name, n in every.items() if n > 1)
    return (
        f"{data}; each test week forecast from the weeks before it, models refitted every {REFIT} weeks on all charts "
        f"of a kind; gains paired by week; 95 % by Student's t on the slowest waves of the weeks, from "
        f"{MIN_WEEKS} weeks on; what is served is chosen on the first half of the test weeks, at 95 % for all models "
        f"together, and measured on the second half{rare}; error over songs listed in both weeks; winter: Thursday of "
        "the week forecast from 1 December to 15 January."
    )


def _figures(tested: ChartBacktest) -> list[Figure]:
    figures = []
    for metric in METRICS:
        for model, scores in tested.scores.items():
            if np.isfinite(scores[metric]).all():  # a level on other weeks than the baseline's would mislead
                estimate = Estimate(float(scores[metric].mean()), *weekly_interval(scores[metric]))
                n = len(tested.weeks)
                figures.append(Figure(model=model, metric=metric, estimate=estimate, n=n, subject=tested.chart))
    parts = (
        (GAIN, OVERLAP, "", None),
        (NDCG_GAIN, NDCG, "", None),
        *([(GAIN, OVERLAP, SECOND_HALF, measured_weeks(tested))] if can_choose(tested) else []),
        (GAIN, OVERLAP, "winter weeks", tested.is_winter),
        (GAIN, OVERLAP, "ordinary weeks", ~tested.is_winter),
    )
    for name, metric, part, weeks in parts:
        for model in [*models_of(tested), ORACLE]:
            more = gain(tested, model, metric=metric, weeks=weeks)
            if more.n:
                figures.append(
                    Figure(model=model, metric=name, estimate=more.estimate, n=more.n, subject=tested.chart, part=part)
                )
    return figures


def _means_over_charts(backtests: Sequence[ChartBacktest], subject: str) -> list[Figure]:
    """Return means over charts; a week in which several charts gain together counts once for the interval."""
    shared = [name for name in backtests[0].scores if all(name in tested.scores for tested in backtests)]
    figures = []
    for metric in (OVERLAP, NDCG, ERROR):
        for model in shared:
            scores = [tested.scores[model][metric] for tested in backtests]
            if all(np.isfinite(values).all() for values in scores):
                mean = Estimate(float(np.mean([values.mean() for values in scores])))
                n = sum(map(len, scores))
                figures.append(Figure(model=model, metric=metric, estimate=mean, n=n, subject=subject))
    for name, metric in ((GAIN, OVERLAP), (NDCG_GAIN, NDCG)):
        for model in shared:
            if model not in (*SIDES, PERSISTENCE):
                mean, n = _mean_gain(backtests, model, metric)
                if n:
                    figures.append(Figure(model=model, metric=name, estimate=mean, n=n, subject=subject))
    return figures


def _mean_gain(backtests: Sequence[ChartBacktest], model: str, metric: str) -> tuple[Estimate, int]:
    """Return the mean over charts of the mean gain, points, and how many calendar weeks it is made of.

    The interval is that of what each calendar week adds to the deviations of all charts from their means.
    """
    weeks = np.unique(np.concatenate([tested.weeks for tested in backtests]))
    deviation, is_counted, means = np.zeros(len(weeks)), np.zeros(len(weeks), dtype=bool), []
    for tested in backtests:
        points = 100 * (tested.scores[model][metric] - tested.scores[PERSISTENCE][metric])
        ran = np.isfinite(points)
        if ran.any():
            means.append(float(points[ran].mean()))
            at = np.searchsorted(weeks, tested.weeks[ran])
            deviation[at] += (points[ran] - means[-1]) / ran.sum()
            is_counted[at] = True
    mean, n = float(np.mean(means)) if means else np.nan, int(is_counted.sum())
    low, high = weekly_interval(deviation[is_counted] * n / max(len(means), 1))
    return Estimate(mean, mean + low, mean + high), n


def verdict(tested: ChartBacktest | None, model: str) -> str:
    """Say in a sentence how far to trust a model on a chart; of significance only what was chosen before."""
    if tested is None:
        return "too few weeks for a backtest: how good this is, is not known"
    n = len(tested.weeks)
    if is_chance(tested):
        return f"not predictable better than chance in {n} test weeks"
    if model == PERSISTENCE:
        return f"this week's list as it stands: {np.nanmean(tested.scores[PERSISTENCE][OVERLAP]):.1%} come again"
    later = gain(tested, model, weeks=measured_weeks(tested))
    if not later.n:
        return f"{model} ran on no week that it could be measured on"
    points = f"{later.points:+z.2f} points beside persistence"
    if np.isnan(later.low):
        return f"{model}: {points} in {later.n} weeks, too few to tell a gain from luck"
    figures = f"{later.points:+z.2f} points (95 % {later.low:+z.2f}..{later.high:+z.2f}, {later.n} weeks)"
    if later.high < 0:
        return f"{model} is worse than persistence: {figures}"
    if model != best_of(tested):
        return f"{model}, not chosen, beside persistence: {figures}"
    how = "beats persistence significantly" if later.is_sure else "does not beat persistence significantly"
    return f"{model}, chosen on the {n - later.n} test weeks before, {how}: {figures}"


def _finding(tested: ChartBacktest) -> str:
    best, models = best_of(tested), models_of(tested)
    if is_chance(tested) or not models or best != PERSISTENCE:
        return f"{tested.chart}: {verdict(tested, best)}"
    later, winner = measured_weeks(tested), winner_of_first_half(tested)
    first = f"the first {int((~later).sum())} test weeks"
    if winner != PERSISTENCE:
        return f"{tested.chart}: what won {first} did not hold, so persistence is served; {verdict(tested, winner)}"
    nearest = max(models, key=lambda model: np.nan_to_num(gain(tested, model, weeks=later).points, nan=-np.inf))
    why = (
        f"no model beats persistence significantly in {first}"
        if can_choose(tested)
        else f"{len(tested.weeks)} test weeks are too few to choose a model on"
    )
    return f"{tested.chart}: {why}, so persistence is served; {verdict(tested, nearest)}"

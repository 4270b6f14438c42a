"""Whether the count model beats the answers that need none: rolling origin, one year at a time."""

from dataclasses import dataclass, replace

import msgspec
import numpy as np

from recommender.errors import BadInput
from recommender.prediction.evaluation.figure import Estimate, Figure
from recommender.prediction.evaluation.report import Evaluation, Report
from recommender.prediction.releases.baselines import NAMES as BASELINES
from recommender.prediction.releases.careers import Careers
from recommender.prediction.releases.count_model import CountModel
from recommender.prediction.releases.forecast import (
    ACTIVE_YEARS,
    MEDIAN,
    MODEL,
    PastForecasts,
    forecast_past_years,
)
from recommender.prediction.releases.intervals import LEVEL
from recommender.prediction.releases.rolling import MAX_HORIZON, MIN_TARGETS, Rolling
from recommender.prediction.releases.scores import (
    COVERAGE,
    COVERAGE_BUSY,
    COVERAGE_OPEN,
    COVERAGE_RANDOMISED,
    COVERAGE_RANDOMISED_OPEN,
    COVERAGE_ZERO,
    DEVIANCE,
    LOG_LOSS,
    MAE,
    MIN_RATE,
    OWN_PROBABILITY,
    PAIRED,
    RMSE,
    WIDTH,
)
from recommender.prediction.training import Progress, silent
from recommender.resampling import GroupBootstrap

HORIZONS = (1, 5, MAX_HORIZON)
"""Years ahead that are tested; 1 is the headline."""
TEST_SHARE = 0.3
MAX_TEST_YEARS = 20
MIN_ARTISTS = 20
"""Known before the last complete year."""
MIN_YEARS = MIN_TARGETS + 2
N_RESAMPLES = 500
_ORDER = (
    DEVIANCE, PAIRED, LOG_LOSS, RMSE, MAE, COVERAGE_RANDOMISED, COVERAGE_RANDOMISED_OPEN, COVERAGE, OWN_PROBABILITY,
    COVERAGE_OPEN, COVERAGE_ZERO, COVERAGE_BUSY, WIDTH,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ReleasesEvaluation(Evaluation):
    """The report, and the models of all years when they were asked for."""

    rolling: Rolling
    models: dict[tuple[int, int], CountModel]
    """By the column of the last year that a model knows, and the years from there to the one it forecasts."""


def evaluate(
    careers: Careers, *, with_all_years: bool = False, seed: int = 0, progress: Progress = silent
) -> ReleasesEvaluation:
    """Backtest on the last 30 % of the complete years; raises `BadInput` when the table is too short or too small.

    A past year is answered by the model of the year before it, which knew nothing later. `with_all_years` fits a model
    for every year that can be asked about, as training needs, not only for those that are tested.
    """
    n_test = count_test_years(careers)
    rolling = Rolling(careers)
    progress("fitting the models of the years")
    models = _models(rolling) if with_all_years else {}

    def fit(origin: int, horizon: int) -> CountModel:
        return models[origin, horizon] if (origin, horizon) in models else rolling.model(origin, horizon)

    figures: list[Figure] = []
    for horizon in HORIZONS:
        origins = [o for o in test_origins(careers, horizon, n_test) if rolling.can_fit(o, horizon)]
        if origins:
            past = forecast_past_years(rolling, origins, horizon, fit)
            figures += figures_ahead(past, horizon, np.random.default_rng(seed))
    report = Report(
        task="releases", protocol=_protocol(careers, n_test, seed), rows=tuple(figure.row() for figure in figures)
    )
    best = min(BASELINES, key=lambda name: report.value(name, DEVIANCE))
    return ReleasesEvaluation(
        report=msgspec.structs.replace(report, findings=_findings(report)),
        scores={metric: report.value(MODEL, metric) for metric in (DEVIANCE, LOG_LOSS, RMSE, MAE, COVERAGE)},
        baselines={metric: report.value(best, metric) for metric in (DEVIANCE, LOG_LOSS, RMSE, MAE)},
        rolling=rolling,
        models=models,
    )


def _models(rolling: Rolling) -> dict[tuple[int, int], CountModel]:
    last = rolling.careers.n_years - 1
    asked = [(origin, 1) for origin in range(last + 1)] + [(last, horizon) for horizon in range(2, MAX_HORIZON + 1)]
    return {
        (origin, horizon): rolling.model(origin, horizon)
        for origin, horizon in asked
        if rolling.can_fit(origin, horizon)
    }


def count_test_years(careers: Careers, *, whose: str = "") -> int:
    """Return how many of the last complete years are forecast; fewer when hardly anybody was known before them.

    Raises `BadInput` when none can be; `whose` names the table.
    """
    most = min(MAX_TEST_YEARS, int(np.ceil(careers.n_years * TEST_SHARE)), careers.n_years - 1 - MIN_TARGETS)
    for n_test in range(most, 0, -1):
        if _n_known(careers, n_test) >= MIN_ARTISTS:
            return n_test
    raise BadInput(
        f"{careers.n_years} complete years{whose} with {_n_known(careers, 1)} artists before the last of them are too "
        f"little to learn from and to test on; {MIN_YEARS} years and {MIN_ARTISTS} artists are the least"
    )


def _n_known(careers: Careers, n_test: int) -> int:
    return int((careers.debut < careers.n_years - n_test).sum())


def test_origins(careers: Careers, horizon: int, n_test: int) -> range:
    """Return the years from which the test years are forecast, as columns."""
    last = careers.n_years - 1 - horizon
    return range(max(0, last - n_test + 1), last + 1)


def figures_ahead(
    past: PastForecasts, horizon: int, rng: np.random.Generator, *, shown: np.ndarray | None = None
) -> list[Figure]:
    """Return the figures of forecasts `horizon` years ahead, of all rows [n] or of those that are `shown`."""
    everybody = np.ones(len(past.count), bool) if shown is None else shown
    parts = {"active artists": past.active & everybody}
    if horizon == 1:
        parts = {"": everybody} | parts
    return [
        replace(figure, years_ahead=horizon, part=part)
        for part, chosen in parts.items()
        if chosen.any()
        for figure in _figures(past, chosen, rng)
    ]


def _figures(past: PastForecasts, chosen: np.ndarray, rng: np.random.Generator) -> list[Figure]:
    artists = GroupBootstrap.draw(past.artist[chosen], rng, n_resamples=N_RESAMPLES)
    figures = []
    for model, by_metric in past.losses().items():
        for metric, losses in by_metric.items():
            if n := int(np.isfinite(losses[chosen]).sum()):
                mean = np.array([np.nanmean(losses[chosen]), *artists.mean(losses[chosen])])
                estimate = Estimate(*(np.sqrt(np.maximum(mean, 0)) if metric == RMSE else mean).tolist())
                figures.append(Figure(model=model, metric=metric, estimate=estimate, n=n))
    return sorted(figures, key=lambda figure: _ORDER.index(figure.metric))


def _protocol(careers: Careers, n_test: int, seed: int) -> str:
    first = careers.last_year - n_test + 1
    return (
        f"a release is {careers.release_is}; {int(careers.counts.sum()):,} releases of {len(careers.keys):,} artists "
        f"in the complete years {careers.first_year}-{careers.last_year}; rolling origin over the target years "
        f"{first}-{careers.last_year}, refitted each year on earlier years only; every artist with a release by the "
        f"origin counts, zeros of the vanished included; active: a release in the origin's last {ACTIVE_YEARS} years; "
        f"rates below {MIN_RATE} scored as that; the baselines' log loss is Poisson's; the interval is the "
        f"shortest range of whole numbers that is nearest to {LEVEL:.0%}; randomised: each count is spread evenly over "
        "its share of the distribution, so that right forecasts reach 80 % exactly; "
        f"95 % intervals by drawing artists; seed {seed}"
    )


def _findings(report: Report) -> tuple[str, ...]:
    best = min((report.row(name, DEVIANCE) for name in BASELINES), key=lambda row: row.value)
    paired = report.row(f"{MODEL} beside {best.model}", PAIRED)
    word = "beats" if paired.high is not None and paired.high < 0 else "does not clearly beat"
    zero, mean, median = (report.value(name, MAE) for name in ("always zero", MODEL, MEDIAN))
    findings = [
        f"{MODEL} {word} the best baseline, {best.model}, by {DEVIANCE}: "
        f"{report.value(MODEL, DEVIANCE):.4f} to {best.value:.4f}"
    ]
    if zero < mean:
        findings.append(
            f"always zero has the smaller MAE ({zero:.4f} to {mean:.4f}): most artists release nothing in a year, "
            f"and the median, not the expected number, minimises MAE (the model's median: {median:.4f})"
        )
    covered = {row.metric: row.value for row in report.rows if row.model == MODEL}
    findings.append(
        f"80 % intervals hold {covered[COVERAGE_RANDOMISED]:.1%} when counts are spread evenly (randomised) and "
        f"{covered[COVERAGE]:.1%} as whole numbers, by the model {covered[OWN_PROBABILITY]:.1%}"
        + "".join(
            f"; {covered[metric]:.1%}{metric.removeprefix(COVERAGE)}"
            for metric in (COVERAGE_OPEN, COVERAGE_ZERO)
            if metric in covered
        )
    )
    return tuple(findings)

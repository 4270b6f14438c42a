"""Whether the count model beats the answers that need none: rolling origin, one year at a time."""

import numpy as np

from recommender.errors import BadInput
from recommender.prediction.releases.baselines import NAMES as BASELINES
from recommender.prediction.releases.careers import Careers
from recommender.prediction.releases.foretold import ACTIVE_YEARS, MEDIAN, MODEL, Fitted, Foretold, foretold
from recommender.prediction.releases.intervals import LEVEL
from recommender.prediction.releases.rolling import MAX_HORIZON, MIN_TARGETS, Rolling
from recommender.prediction.releases.scores import (
    COVERAGE,
    COVERAGE_BUSY,
    DEVIANCE,
    LEAST_RATE,
    LOG_LOSS,
    MAE,
    PAIRED,
    RMSE,
    WIDTH,
    ArtistDraws,
    Figure,
)
from recommender.prediction.report import Report, ReportRow, in_order

HORIZONS = (1, 5, MAX_HORIZON)
"""Years ahead that are tested; 1 is the headline."""
TEST_SHARE = 0.3
MAX_TEST_YEARS = 20
_MIN_TEST_ROWS = 20
_ORDER = (DEVIANCE, PAIRED, LOG_LOSS, RMSE, MAE, COVERAGE, COVERAGE_BUSY, WIDTH)


def evaluate(rolling: Rolling, *, seed: int = 0, fitted: Fitted | None = None) -> Report:
    """Backtest on the last 30 % of the complete years; raises `BadInput` when the table is too short or too small."""
    careers = rolling.careers
    n_test = test_years(careers)
    rows: list[ReportRow] = []
    for horizon in HORIZONS:
        origins = [o for o in _origins(careers, horizon, n_test) if rolling.can_fit(o, horizon)]
        if origins:
            rows += _of_horizon(rolling, origins, horizon, np.random.default_rng(seed), fitted or rolling.model)
    return Report(
        task="releases",
        protocol=_protocol(careers, n_test, seed),
        rows=tuple(rows),
        findings=_findings(rows),
    )


def test_years(careers: Careers) -> int:
    """Return how many of the last complete years are foretold; fewer when hardly anybody was known before them.

    Raises `BadInput` when none can be.
    """
    most = min(MAX_TEST_YEARS, int(np.ceil(careers.n_years * TEST_SHARE)), careers.n_years - 1 - MIN_TARGETS)
    for n_test in range(most, 0, -1):
        if _n_known(careers, n_test) >= _MIN_TEST_ROWS:
            return n_test
    raise BadInput(
        f"{careers.n_years} complete years with {_n_known(careers, 1)} artists before the last of them are too little "
        f"to learn from and to test on; {MIN_TARGETS + 2} years and {_MIN_TEST_ROWS} artists are the least"
    )


def _n_known(careers: Careers, n_test: int) -> int:
    return int((careers.debut < careers.n_years - n_test).sum())


def _origins(careers: Careers, horizon: int, n_test: int) -> range:
    last = careers.n_years - 1 - horizon
    return range(max(0, last - n_test + 1), last + 1)


def _of_horizon(
    rolling: Rolling, origins: list[int], horizon: int, rng: np.random.Generator, fitted: Fitted
) -> list[ReportRow]:
    past = foretold(rolling, origins, horizon, fitted)
    ahead = "" if horizon == 1 else f", {horizon} years ahead"
    groups = {", active artists": past.active}
    if horizon == 1:
        groups = {"": np.ones(len(past.count), bool)} | groups
    rows: list[ReportRow] = []
    for name, chosen in groups.items():
        if chosen.any():
            rows += _rows(past, chosen, ahead + name, rng)
    return rows


def _rows(past: Foretold, chosen: np.ndarray, which: str, rng: np.random.Generator) -> list[ReportRow]:
    draws = ArtistDraws.made(past.artist[chosen], rng)
    rows = []
    for model, by_metric in past.losses().items():
        for metric, loss in by_metric.items():
            if n := int(np.isfinite(loss[chosen]).sum()):
                figure = draws.figure(loss[chosen], root=metric == RMSE)
                rows.append(_row(model, metric + which, figure, n))
    return list(in_order(rows, (metric + which for metric in _ORDER)))


def _row(model: str, metric: str, figure: Figure, n: int) -> ReportRow:
    return ReportRow(model=model, metric=metric, value=figure.value, low=figure.low, high=figure.high, n=n)


def _protocol(careers: Careers, n_test: int, seed: int) -> str:
    first = careers.last_year - n_test + 1
    return (
        f"a release is {careers.release_is}; {int(careers.counts.sum()):,} releases of {len(careers.keys):,} artists "
        f"in the complete years {careers.first_year}-{careers.last_year}; rolling origin over the target years "
        f"{first}-{careers.last_year}, refitted each year on earlier years only; every artist with a release by the "
        f"origin counts, zeros of the vanished included; active: a release in the origin's last {ACTIVE_YEARS} years; "
        f"rates below {LEAST_RATE} scored as that; the baselines' log loss is Poisson's; the model's interval is to "
        f"hold {LEVEL:.0%}; 95 % intervals by drawing artists; seed {seed}"
    )


def _findings(rows: list[ReportRow]) -> tuple[str, ...]:
    report = Report(task="releases", protocol="", rows=tuple(rows))
    best = min((report.row(name, DEVIANCE) for name in BASELINES), key=lambda row: row.value)
    paired = report.row(f"{MODEL} beside {best.model}", PAIRED)
    word = "beats" if paired.high is not None and paired.high < 0 else "does not clearly beat"
    zero, mean, median = (report.value(name, MAE) for name in ("always zero", MODEL, MEDIAN))
    found = [
        f"{MODEL} {word} the best baseline, {best.model}, by {DEVIANCE}: "
        f"{report.value(MODEL, DEVIANCE):.4f} to {best.value:.4f}"
    ]
    if zero < mean:
        found.append(
            f"always zero has the smaller MAE ({zero:.4f} to {mean:.4f}): most artists release nothing in a year, "
            f"and the median, not the expected number, minimises MAE (the model's median: {median:.4f})"
        )
    return tuple(found)

"""How well plays are foreseen, heard songs and first plays, on the last part of a history beside simple rules."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from recommender.prediction.intervals import block_bootstrap
from recommender.prediction.report import Report, ReportRow
from recommender.prediction.streams.baselines import heard_baselines, unheard_baselines
from recommender.prediction.streams.first_plays import FirstPlayPanel, first_play_panel
from recommender.prediction.streams.forecast import Forecast
from recommender.prediction.streams.known_songs import KnownSongs
from recommender.prediction.streams.log import ListeningLog
from recommender.prediction.streams.measures import JUDGED, covered, measured, resampled_intervals, top_hits
from recommender.prediction.streams.search import Setting, Tried, Way, fitted, penalties, searched
from recommender.prediction.streams.unheard_features import NAMES
from recommender.prediction.streams.windows import Panel, folds, moments_of, panel_of, split

MODEL = "segue"
HEARD, FIRST = "heard: ", "first heard: "
N_RESAMPLES = 200
_BLOCK_WEEKS = 4
"""A window of 30 days overlaps with the next four."""


@dataclass(frozen=True, eq=False)
class Evaluated:
    """A report, and what training goes on with."""

    report: Report
    panel: Panel
    """All windows."""
    first_plays: FirstPlayPanel
    tries: tuple[Tried, ...]
    heard: Setting
    unheard: Setting


def evaluated(
    log: ListeningLog,
    rng: np.random.Generator,
    *,
    known: KnownSongs | None = None,
    way: Way = "grid",
    n_resamples: int = N_RESAMPLES,
) -> Evaluated:
    """Search on the training windows, fit on them, and measure on the last quarter; raises `BadInput` if too short."""
    moments = moments_of(log)
    panel = panel_of(log, moments)
    train_windows, test_windows = split(moments)
    tried = penalties(way, rng)
    in_time = [(panel.of(earlier).rows, panel.of(later).rows) for earlier, later in folds(train_windows)]
    heard, tries = searched("heard", in_time, tried)
    train, test = panel.of(train_windows), panel.of(test_windows)
    forecast = fitted("heard", train.rows, heard).forecast(test.x)
    models = {**heard_baselines(train, test), MODEL: forecast}
    rows = _heard_rows(models, test, rng, n_resamples)

    first = first_play_panel(log, known or KnownSongs())
    unheard, first_tries = searched("unheard", first.folds(), tried)
    rows += _first_rows(first, unheard, rng, n_resamples)
    report = Report(
        task="streams",
        protocol=(
            f"{len(log.day):,} plays of at least 30 s of {log.n_songs:,} songs ({log.n_left_out:,} of podcasts left "
            f"out), {log.start:%Y-%m-%d} to {log.moment(log.last_day):%Y-%m-%d}; heard: 30 days from weekly moments, "
            f"{len(train_windows)} to train, the last {len(test_windows)} to test, a gap of 30 days, "
            f"{len(train.plays):,} / {len(test.plays):,} rows; first heard: {len(first.train):,} / {len(first.test):,} "
            f"songs, split at 70 % of the time, {_share_known(first):.1%} with facts from a table of tracks; settings "
            f"chosen on training time only; {JUDGED}; intervals by drawing songs (top-50: weeks)"
        ),
        rows=tuple(rows),
        findings=_findings(heard, unheard, len(tries) + len(first_tries), rows),
    )
    return Evaluated(report, panel, first, (*tries, *first_tries), heard, unheard)


def _heard_rows(
    models: Mapping[str, Forecast], test: Panel, rng: np.random.Generator, n_resamples: int
) -> list[ReportRow]:
    rows = []
    for name, forecast in models.items():
        rows += _rows(HEARD, name, test.plays, forecast, test.song, rng, n_resamples)
        if np.ptp(forecast.mean) > 0:
            hits = top_hits(test.window, test.plays, forecast.mean)
            low, high = block_bootstrap(hits, rng, block=_BLOCK_WEEKS)
            rows.append(
                ReportRow(
                    model=name, metric=f"{HEARD}top-50 hit", value=float(hits.mean()), low=low, high=high, n=len(hits)
                )
            )
    forecast = models[MODEL]
    inside = covered(test.plays, forecast)
    open_rows = forecast.high > forecast.low
    return [
        *rows,
        _plain_row(f"{HEARD}coverage of 80 %", inside),
        _plain_row(f"{HEARD}coverage of 80 %, wider than one count", inside[open_rows]),
    ]


def _first_rows(first: FirstPlayPanel, setting: Setting, rng: np.random.Generator, n_resamples: int) -> list[ReportRow]:
    if not first.is_enough:
        return []
    train = first.rows(first.train)
    test_x, test_plays = first.rows(first.test)
    forecast = fitted("unheard", train, setting).forecast(test_x)
    rows = []
    for name, each in {**unheard_baselines(test_x, train[1]), MODEL: forecast}.items():
        rows += _rows(FIRST, name, test_plays, each, first.test, rng, n_resamples)
    return [*rows, _plain_row(f"{FIRST}coverage of 80 %", covered(test_plays, forecast))]


def _rows(
    what: str,
    name: str,
    plays: np.ndarray,
    forecast: Forecast,
    groups: np.ndarray,
    rng: np.random.Generator,
    n_resamples: int,
) -> list[ReportRow]:
    ends = resampled_intervals(plays, forecast, groups, rng, n_resamples=n_resamples)
    rows = []
    for metric, value in measured(plays, forecast).items():
        low, high = ends.get(metric, (None, None))
        rows.append(ReportRow(model=name, metric=what + metric, value=value, low=low, high=high, n=len(plays)))
    return rows


def _plain_row(metric: str, inside: np.ndarray) -> ReportRow:
    value = float(inside.mean()) if len(inside) else float("nan")
    return ReportRow(model=MODEL, metric=metric, value=value, n=len(inside))


def _share_known(first: FirstPlayPanel) -> float:
    """Return the share of first plays of which a table knows popularity and sound."""
    return float(first.x[:, NAMES.index("facts_known")].mean()) if len(first.songs) else 0.0


def _findings(heard: Setting, unheard: Setting, n_tries: int, rows: list[ReportRow]) -> tuple[str, ...]:
    held = ", ".join(
        f"{row.metric.partition(':')[0]} {row.value:.1%}" for row in rows if row.metric.endswith("of 80 %")
    )
    return (
        f"{n_tries} settings tried in the order of time; penalty {heard.penalty:g} for songs heard before, "
        f"{unheard.penalty:g} for first plays; intervals hold {heard.level:.0%} and {unheard.level:.0%} in training",
        f"the intervals of 80 % held {held} of the test; counts are whole and mostly 0, so they cannot be exact",
        "plain R2 swings between months and is no goal",
    )

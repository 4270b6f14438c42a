"""How well one listener's plays are forecast on the last part of their history, beside simple rules."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from recommender.errors import BadInput
from recommender.prediction.evaluation.figure import Estimate, Figure
from recommender.prediction.evaluation.report import Report
from recommender.prediction.streams.baselines import PLAIN_RULES, heard_baselines, unheard_baselines
from recommender.prediction.streams.forecast import Forecast
from recommender.prediction.streams.known_songs import KnownSongs
from recommender.prediction.streams.log import ListeningLog
from recommender.prediction.streams.measures import JUDGED, mask_covered, measure, part_of, top_hits
from recommender.prediction.streams.search import Setting, Tried, Way, fit_part, penalties, search
from recommender.prediction.streams.unheard.features import NAMES
from recommender.prediction.streams.unheard.first_plays import FirstPlayPanel, first_play_panel
from recommender.prediction.streams.windows import Panel, folds, moments_of, panel_of, split
from recommender.resampling import GroupBootstrap, mean_interval

MODEL = "segue"
RATE = "artist's rate of replays, served"
HEARD, FIRST = "heard", "first heard"
"""Subjects: songs heard before, and songs heard for the first time."""
COVERAGE = "coverage of 80 %"
LESS_BEST_RULE = "top-50 hit less that of the best of four plain rules"
N_RESAMPLES = 200


@dataclass(frozen=True, eq=False)
class ListenerEvaluation:
    """A report, and what the training needs of the evaluation."""

    report: Report
    panel: Panel
    """All windows."""
    first_plays: FirstPlayPanel
    tries: tuple[Tried, ...]
    heard: Setting
    rate: Setting
    """Of what is served of songs never heard."""


def evaluate_listener(
    log: ListeningLog,
    rng: np.random.Generator,
    *,
    known: KnownSongs | None = None,
    way: Way = "grid",
    n_resamples: int = N_RESAMPLES,
) -> ListenerEvaluation:
    """Search on the training windows, fit on them, and measure on the last quarter; raises `BadInput` if too short."""
    moments = moments_of(log)
    panel = panel_of(log, moments)
    train_windows, test_windows = split(moments)
    tried = penalties(way, rng)
    in_time = [(panel.of(earlier).rows, panel.of(later).rows) for earlier, later in folds(train_windows)]
    heard, tries = search("heard", in_time, tried)
    train, test = panel.of(train_windows), panel.of(test_windows)
    _require_replays(train, test)
    forecast = fit_part("heard", train.rows, heard).forecast(test.x)
    models = {**heard_baselines(train, test), MODEL: forecast}
    figures = _heard_figures(models, test, rng, n_resamples)

    first = first_play_panel(log, known or KnownSongs())
    first_folds = first.folds()
    unheard, unheard_tries = search("unheard", first_folds, tried)
    rate, rate_tries = search("rate", first_folds, tried)
    tries += [*unheard_tries, *rate_tries]
    figures += _first_plays(first, unheard, rate, rng, n_resamples)
    report = Report(
        task="streams",
        protocol=(
            f"{len(log.day):,} plays of at least 30 s of {log.n_songs:,} songs ({log.n_left_out:,} of podcasts left "
            f"out), {log.start:%Y-%m-%d} to {log.moment(log.last_day):%Y-%m-%d}; heard: 30 days from weekly moments, "
            f"{len(train_windows)} to train, the last {len(test_windows)} to test, a gap of 30 days, "
            f"{len(train.plays):,} / {len(test.plays):,} rows; first heard: {len(first.train):,} / {len(first.test):,} "
            f"songs, split at 70 % of the time, {_share_known(first):.1%} with facts from a table of tracks; settings "
            f"chosen on training time only; {JUDGED}; intervals by drawing songs "
            "(top-50: by Student's t on the slowest waves of the weeks)"
        ),
        rows=tuple(figure.row() for figure in figures),
        findings=_findings(heard, rate, len(tries), figures),
    )
    return ListenerEvaluation(report, panel, first, tuple(tries), heard, rate)


def _require_replays(train: Panel, test: Panel) -> None:
    """Raise `BadInput` when all songs do the same after they were heard: there is nothing to learn or to judge."""
    for when, part in (("earlier", train), ("last", test)):
        if not len(part.plays) or np.ptp(part.plays) == 0:
            raise BadInput(
                f"in the {when} part of the history no song is played again within 30 days more than another, so how "
                "often songs come again cannot be learnt from it"
            )


def _heard_figures(
    models: Mapping[str, Forecast], test: Panel, rng: np.random.Generator, n_resamples: int
) -> list[Figure]:
    figures: list[Figure] = []
    hits: dict[str, np.ndarray] = {}
    for model, forecast in models.items():
        figures += _figures(HEARD, model, test.plays, forecast, test.song, rng, n_resamples)
        if np.ptp(forecast.mean) > 0:
            hits[model] = top_hits(test.window, test.plays, forecast.mean)
            figures.append(_mean_of_weeks(model, "top-50 hit", hits[model]))
    if MODEL in hits and (rules := [rule for rule in PLAIN_RULES if rule in hits]):
        best = max(rules, key=lambda rule: hits[rule].mean())
        figures.append(_mean_of_weeks(MODEL, LESS_BEST_RULE, hits[MODEL] - hits[best]))
    forecast = models[MODEL]
    inside = mask_covered(test.plays, forecast)
    is_open = forecast.high > forecast.low
    figures.append(_coverage(HEARD, inside))
    if is_open.any():
        figures.append(replace(_coverage(HEARD, inside[is_open]), part="wider than one count"))
    return figures


def _mean_of_weeks(model: str, metric: str, values: np.ndarray) -> Figure:
    mean = Estimate(float(values.mean()), *mean_interval(values))
    return Figure(model=model, metric=metric, estimate=mean, n=len(values), subject=HEARD)


def _first_plays(
    first: FirstPlayPanel, unheard: Setting, rate: Setting, rng: np.random.Generator, n_resamples: int
) -> list[Figure]:
    if not first.is_enough:
        return []
    train = first.rows(first.train)
    test_x, test_plays = first.rows(first.test)
    models = {
        **unheard_baselines(test_x, train[1]),
        MODEL: fit_part("unheard", train, unheard).forecast(test_x),
        RATE: fit_part("rate", train, rate).forecast(test_x),
    }
    figures = [
        figure
        for model, forecast in models.items()
        for figure in _figures(FIRST, model, test_plays, forecast, first.test, rng, n_resamples)
    ]
    return [*figures, *(_coverage(FIRST, mask_covered(test_plays, models[model]), model) for model in (MODEL, RATE))]


def _figures(
    subject: str,
    model: str,
    plays: np.ndarray,
    forecast: Forecast,
    song: np.ndarray,
    rng: np.random.Generator,
    n_resamples: int,
) -> list[Figure]:
    songs = GroupBootstrap.draw(song, rng, n_resamples=n_resamples)
    intervals = songs.intervals(lambda rows: [*measure(plays[rows], part_of(forecast, rows)).values()])
    return [
        Figure(model=model, metric=metric, estimate=Estimate(value, *ends), n=len(plays), subject=subject)
        for (metric, value), ends in zip(measure(plays, forecast).items(), intervals, strict=True)
        if not np.isnan(value)
    ]


def _coverage(subject: str, inside: np.ndarray, model: str = MODEL) -> Figure:
    share = Estimate(float(inside.mean()))
    return Figure(model=model, metric=COVERAGE, estimate=share, n=len(inside), subject=subject)


def _share_known(first: FirstPlayPanel) -> float:
    """Return the share of first plays of which a table knows popularity and sound."""
    return float(first.x[:, NAMES.index("facts_known")].mean()) if len(first.songs) else 0.0


def _findings(heard: Setting, rate: Setting, n_tries: int, figures: list[Figure]) -> tuple[str, ...]:
    served = {(HEARD, MODEL), (FIRST, RATE)}
    held = ", ".join(
        f"{figure.subject} {figure.estimate.value:.1%}"
        for figure in figures
        if figure.metric == COVERAGE and not figure.part and (figure.subject, figure.model) in served
    )
    return (
        f"{n_tries} settings tried in the order of time; penalty {heard.penalty:g} for songs heard before, "
        f"{rate.penalty:g} for the artist's rate; intervals hold {heard.level:.0%} and {rate.level:.0%} in training",
        *_first_plays_in_words(figures),
        f"the intervals of 80 % held {held} of the test; counts are whole and mostly 0, so they cannot be exact",
        "plain R2 swings between months and is no goal",
    )


def _first_plays_in_words(figures: list[Figure]) -> tuple[str, ...]:
    """Say that one listener's history says next to nothing of a song before it is heard."""
    return tuple(
        f"how often a song is played after it was heard for the first time is not predictable from one listener: R2 "
        f"{figure.estimate.value:.2f} (95 % {figure.estimate.low:.2f}..{figure.estimate.high:.2f}) in this period, "
        "other periods differ more than that; only the artist's rate is shown"
        for figure in figures
        if (figure.subject, figure.model, figure.metric) == (FIRST, MODEL, "R2")
    )

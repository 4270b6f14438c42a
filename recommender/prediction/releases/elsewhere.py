"""Years of another table's artists, forecast by models that learned from the first table only; home beside it."""

from dataclasses import replace

import numpy as np

from recommender.errors import BadInput
from recommender.prediction.evaluation.figure import Figure, side_by_side
from recommender.prediction.evaluation.report import Report
from recommender.prediction.releases.careers import Careers
from recommender.prediction.releases.evaluate import (
    HORIZONS,
    MIN_ARTISTS,
    count_test_years,
    figures_ahead,
    test_origins,
)
from recommender.prediction.releases.forecast import forecast_past_years
from recommender.prediction.releases.rolling import Rolling
from recommender.prediction.training import Progress, silent


def evaluate_elsewhere(home: Careers, others: Careers, *, seed: int = 0, progress: Progress = silent) -> Report:
    """Forecast the last years of both tables; of `others` only artists that `home` does not have.

    At home models are refitted each year on earlier years; elsewhere one model of all years of `home` is asked.
    Raises `BadInput` when either table is too short, or too few of its artists are left.
    """
    is_new = ~np.isin(np.array(others.keys), np.array(home.keys))
    count_test_years(home)  # both refuse a table that is too short, before anything is fitted
    count_test_years(others, whose=" of the table to be asked about")
    if (n := int((is_new & (others.debut < others.n_years - 1)).sum())) < MIN_ARTISTS:
        raise BadInput(
            f"{n} artists known before the last year of the table to be asked about are not in the other; at least "
            f"{MIN_ARTISTS} are needed"
        )
    at_home, there = Rolling(home), Rolling(others)
    everybody = np.ones(len(home.keys), bool)
    figures: list[Figure] = []
    for place, rolling, shown in (("at home", at_home, everybody), ("elsewhere", there, is_new)):
        for horizon in HORIZONS:
            progress(f"{place}, {horizon} years ahead")
            figures += _of_place(place, rolling, at_home, horizon, shown, seed)
    return Report(
        task="releases",
        protocol=(
            f"at home: {len(home.keys):,} artists, {home.first_year}-{home.last_year}, refitted each year on earlier "
            f"years; elsewhere: {int(is_new.sum()):,} artists of {len(others.keys):,} that home does not have, "
            f"{others.first_year}-{others.last_year}, one model of all years of home; a release is "
            f"{home.release_is} at home, {others.release_is} elsewhere; 95 % intervals by drawing artists; seed {seed}"
        ),
        rows=tuple(figure.row() for figure in side_by_side(figures)),
    )


def _of_place(
    place: str, rolling: Rolling, at_home: Rolling, horizon: int, shown: np.ndarray, seed: int
) -> list[Figure]:
    origins = [
        origin
        for origin in test_origins(rolling.careers, horizon, count_test_years(rolling.careers))
        if rolling is not at_home or rolling.can_fit(origin, horizon)
    ]
    last = at_home.careers.n_years - 1
    if not origins or not at_home.can_fit(last, horizon):
        return []
    fit = at_home.model if rolling is at_home else lambda _origin, ahead: at_home.model(last, ahead)
    past = forecast_past_years(rolling, origins, horizon, fit)
    figures = figures_ahead(past, horizon, np.random.default_rng(seed), shown=shown[past.artist])
    return [replace(figure, case=place) for figure in figures]

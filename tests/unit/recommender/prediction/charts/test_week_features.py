"""Every feature by its name: whoever gives one the computation of another, or changes what it says, fails here."""

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from recommender.prediction.charts.features import FEATURES, FINGERPRINT, rows_of
from recommender.prediction.charts.grid import Grid, grids_of
from tests.builders.charts import chart_of, random_walk

MEANS = {
    "strength": -1.578545,
    "log_rank": 3.826024,
    "rank_to_cut": 7.394303,
    "is_listed": 0.5554723,
    "in_top": 0.3493253,
    "strength_lag_1": -1.514255,
    "strength_lag_2": -1.519342,
    "strength_lag_3": -1.525363,
    "strength_lag_4": -1.579701,
    "strength_lag_8": -1.637051,
    "change_1": -0.06428959,
    "change_2": -0.05920323,
    "change_3": -0.05318212,
    "change_4": 0.001156463,
    "change_8": 0.05850592,
    "acceleration": -0.06937597,
    "slope_4": -0.015446,
    "log_rank_lag_1": 3.817843,
    "rank_change_1": -0.008181313,
    "rank_change_2": -0.004284124,
    "weeks_listed": 30.73988,
    "weeks_in_top": 22.28561,
    "run": 13.98876,
    "weeks_since_first": 43.86507,
    "weeks_since_listed": 13.57346,
    "entries": 1.054723,
    "is_debut": 0.01274363,
    "is_first_known": 0.1941529,
    "peak": 2.142186,
    "below_peak": -3.720731,
    "weeks_since_peak": 26.43928,
    "best_rank": 22.78561,
    "mean_in_top_8": 0.3537294,
    "year_ago_now": -0.8261008,
    "year_ago_next": -0.7765645,
    "year_ago_after": -0.7089418,
    "year_ago_change": 0.03586624,
    "was_top_year_ago_next": 0.3673163,
    "has_year_ago": 0.9565217,
    "week_of_year_sin": 0.0490044,
    "week_of_year_cos": 0.2263899,
    "weeks_to_christmas": 9.973977,
    "winter_share": 0.1221507,
    "is_christmas_title": 0.003748126,
    "artist_songs": 2.23913,
    "artist_in_top": 1.421289,
    "artist_debuts": 0.05472264,
    "artist_best": 2.547695,
    "place_among_artist": 0.8704453,
    "chart_debuts_in_top": 1.164918,
    "chart_turnover": 3.209145,
    "spread": 6.866501,
    "is_winter_song": 0.01649175,
    "winter_in_top": 0.7698651,
    "winter_in_top_year_ago_next": 0.9145768,
    "winter_in_top_year_ago_after": 0.8432432,
    "ordinary_rank": 56.58765,
    "ordinary_room": -8.007974,
    "ordinary_room_after": -7.942655,
}
"""Over each seventh row of `made_grid` in which it is known: over all of them some would be equal."""


def made_grid() -> Grid:
    """Two years of songs that come and go; nine of them come at Christmas, two say so in their title."""
    rng = np.random.default_rng(11)
    strengths = random_walk(112, rng, n_songs=280)
    born, lasts = rng.integers(-40, 108, size=280), rng.integers(10, 80, size=280)
    age = np.arange(112)[:, None] - born
    strengths[(age < 0) | (age >= lasts)] = np.nan
    strengths[:, :9] = np.nan
    for first in (49, 101):
        strengths[first : first + 4, :9] = rng.normal(9, 1, (4, 9))
    grid = grids_of(chart_of(strengths))[0]
    titles = {"Song 3": "Jingle", "Song 20": "Jingle"}
    songs = [msgspec.structs.replace(song, title=titles.get(song.title, song.title)) for song in grid.songs]
    return replace(grid, songs=tuple(songs))


def test_every_feature_is_what_its_name_says():
    rows = rows_of(made_grid(), first_row=47)
    means = {name: np.nanmean(rows.column(name)[::7], dtype=np.float64) for name in FEATURES}
    assert means == pytest.approx(MEANS, rel=1e-5)


def test_no_two_features_could_be_taken_for_each_other():
    values = np.sort(list(MEANS.values()))
    assert np.all(np.diff(values) > 1e-4 * np.abs(values[1:]))


def test_the_order_is_that_of_the_models_in_use():
    assert tuple(MEANS) == FEATURES
    assert FINGERPRINT == "07070c63e576"


def test_columns_are_taken_by_name_in_the_order_asked():
    rows = rows_of(made_grid(), first_row=110)
    both = rows.columns("peak", "log_rank")
    assert np.array_equal(both[:, 0], rows.column("peak"), equal_nan=True)
    assert np.array_equal(both[:, 1], rows.x[:, 1], equal_nan=True)
    with pytest.raises(ValueError, match="not in tuple"):
        rows.column("loudness")

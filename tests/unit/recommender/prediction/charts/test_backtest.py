from dataclasses import replace

import numpy as np
import pytest

from recommender.prediction.charts.backtest import ORACLE, ChartBacktest, backtest, last_pairs
from recommender.prediction.charts.baselines import PERSISTENCE
from recommender.prediction.charts.choice import best_of, gain, is_chance
from recommender.prediction.charts.grid import grids_of
from recommender.prediction.charts.models.boosting import Boosting
from recommender.prediction.charts.models.by_name import builder
from recommender.prediction.charts.report import report_of, verdict
from tests.builders.charts import arches, chart_of, noise, random_walk


def outcome_on(strengths: np.ndarray, *names: str, **options: int) -> ChartBacktest:
    return backtest(grids_of(chart_of(strengths)), builder(names), **options)[0]


def with_trees(_grids: object) -> list:
    return [PERSISTENCE, Boosting(trees=5)]


def test_a_chart_of_pure_noise_is_called_unpredictable_whatever_its_overlap():
    made = grids_of(chart_of(noise(85, np.random.default_rng(3))))
    found = backtest(made, with_trees, min_test_weeks=26)
    assert np.nanmean(found[0].scores["persistence"]["overlap@50"]) > 0.3
    assert is_chance(found[0])
    report = report_of(found, data="noise")
    assert report.findings == ("made: not predictable better than chance in 42 test weeks",)
    assert b"not predictable better than chance" in report.as_json()
    assert best_of(found[0]) == "persistence"


def test_chance_is_what_a_random_choice_reaches():
    found = outcome_on(noise(110, np.random.default_rng(4)))
    chance, persistence = (np.nanmean(found.scores[name]["overlap@50"]) for name in ("chance", "persistence"))
    assert chance == pytest.approx(50 / 120, abs=0.01)
    assert persistence == pytest.approx(chance, abs=0.03)


def test_on_a_random_walk_persistence_is_served_and_the_report_says_so():
    found = outcome_on(random_walk(210, np.random.default_rng(5)), "drift", "moving average")
    assert not is_chance(found)
    assert best_of(found) == "persistence"
    assert "no model beats persistence significantly" in report_of([found], data="walk").findings[0]


def test_a_rule_that_sees_what_is_coming_beats_persistence_significantly():
    found = outcome_on(arches(210, np.random.default_rng(6), n_songs=760), "drift", "moving average")
    assert gain(found, "drift").points > 2
    assert best_of(found) == "drift"
    assert "chosen on the 52 test weeks before, beats persistence significantly" in verdict(found, "drift")
    assert "moving average is worse than persistence" in verdict(found, "moving average")


def test_nothing_after_a_forecast_changes_it():
    strengths = arches(110, np.random.default_rng(7))
    whole = outcome_on(strengths, "drift")
    cut = outcome_on(strengths[:-10], "drift", min_test_weeks=42)
    shared = np.isin(whole.weeks, cut.weeks)
    same = np.isin(cut.weeks, whole.weeks)
    assert same.sum() >= 40
    for metric, values in cut.scores["drift"].items():
        if metric != "coverage 80 %":  # its width is learned at each refit, whose weeks move with the first one
            assert values[same] == pytest.approx(whole.scores["drift"][metric][shared], nan_ok=True)


def test_a_pair_with_a_missing_week_is_not_scored():
    strengths = random_walk(110, np.random.default_rng(8))
    strengths[90] = np.nan
    grid = grids_of(chart_of(strengths))[0]
    assert grid.n_weeks == 110
    tested = set(last_pairs(grid))
    assert {88, 91} <= tested
    assert not {89, 90} & tested


def test_a_short_chart_is_not_tested_at_all():
    assert backtest(grids_of(chart_of(noise(38, np.random.default_rng(9)))), builder(["drift"])) == []
    assert report_of([], data="nothing").findings == ("no chart is long enough for a backtest",)


@pytest.mark.parametrize(("n_weeks", "tested"), [(39, 12), (61, 30), (127, 74), (161, 104), (301, 150), (501, 208)])
def test_half_of_the_weeks_are_tested_but_two_years_where_one_is_left_and_four_at_most(n_weeks, tested):
    grid = grids_of(chart_of(noise(n_weeks, np.random.default_rng(1), n_songs=60)))[0]
    assert len(last_pairs(grid)) == tested


def test_winter_weeks_are_those_of_christmas_and_new_year():
    found = outcome_on(random_walk(105, np.random.default_rng(2), n_songs=60))
    assert 5 <= found.is_winter.sum() <= 8


def test_a_few_weeks_have_no_interval_and_make_nobody_sure():
    found = outcome_on(arches(60, np.random.default_rng(6)), "drift")
    assert gain(found, "drift").n == 29
    assert best_of(found) == "persistence"
    assert report_of([found], data="few").row("drift", "made: overlap@50").low is None


def test_an_unknown_model_is_refused_by_name():
    from recommender.errors import BadInput

    with pytest.raises(BadInput, match="no model 'oracle'; there are persistence"):
        builder(["oracle"])


@pytest.mark.parametrize("listed", [5, 40, 50, 80])
def test_a_list_that_never_changes_is_wholly_right_however_short(listed):
    steady = np.tile(np.linspace(9, 1, 120), (110, 1))
    found = backtest(grids_of(chart_of(steady, listed=listed)), builder(["drift"]))[0]
    for model in ("persistence", "drift", ORACLE):
        assert set(found.scores[model]["overlap@50"]) == {1.0}
    assert found.scores["persistence"]["NDCG@50"] == pytest.approx(1.0)
    assert set(found.scores["persistence"]["overlap@10"]) == {1.0}


def test_a_hit_of_a_top_40_is_a_fortieth():
    strengths = np.tile(np.linspace(9, 1, 120), (110, 1))
    strengths[-1, 10:30] = np.nan  # in the last week the songs at 41 to 60 take their places
    found = backtest(grids_of(chart_of(strengths, listed=40)), builder([]))[0]
    assert found.scores["persistence"]["overlap@50"][-2:] == pytest.approx([1.0, 20 / 40])


def test_models_are_fitted_once_for_each_quarter_that_has_test_weeks():
    told: list[str] = []
    old, new = (
        replace(grid, chart=name, first_week=grid.first_week + weeks)
        for name, weeks in (("old", 0), ("new", 500))
        for grid in grids_of(chart_of(random_walk(61, np.random.default_rng(1), n_songs=60)))
    )
    backtest([old, new], builder([]), progress=told.append)
    assert len(told) == 6  # 30 test weeks each lie in three quarters

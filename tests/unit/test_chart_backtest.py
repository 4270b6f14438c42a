import numpy as np
import pytest

from recommender.prediction.charts.all_models import builder
from recommender.prediction.charts.backtest import ChartBacktest, backtest, last_pairs
from recommender.prediction.charts.boosting import Boosting
from recommender.prediction.charts.evaluate import best_of, gain, is_chance, report_of, verdict
from recommender.prediction.charts.grid import grids_of
from recommender.prediction.charts.persistence import PERSISTENCE
from tests.made_charts import arches, chart_of, noise, random_walk


def outcome_on(strengths: np.ndarray, *names: str, **options: int) -> ChartBacktest:
    return backtest(grids_of(chart_of(strengths)), builder(names), **options)[0]


def with_trees(_grids: object) -> list:
    return [PERSISTENCE, Boosting(trees=5)]


def test_a_chart_of_pure_noise_is_called_unpredictable_whatever_its_overlap():
    made = grids_of(chart_of(noise(85, np.random.default_rng(3))))
    found = backtest(made, with_trees, fewest=26)
    assert np.nanmean(found[0].scores["persistence"]["overlap@50"]) > 0.3
    assert is_chance(found[0])
    report = report_of(found, data="noise")
    assert report.findings == ("made: not predictable better than chance in 26 test weeks",)
    assert b"not predictable better than chance" in report.as_json()
    assert best_of(found[0]) == "persistence"


def test_chance_is_what_a_random_choice_reaches():
    found = outcome_on(noise(110, np.random.default_rng(4)))
    chance, persistence = (np.nanmean(found.scores[name]["overlap@50"]) for name in ("chance", "persistence"))
    assert chance == pytest.approx(50 / 120, abs=0.01)
    assert persistence == pytest.approx(chance, abs=0.03)


def test_on_a_random_walk_persistence_is_served_and_the_report_says_so():
    found = outcome_on(random_walk(110, np.random.default_rng(5)), "drift", "moving average")
    assert not is_chance(found)
    assert best_of(found) == "persistence"
    assert "no model beats persistence significantly" in report_of([found], data="walk").findings[0]


def test_a_rule_that_sees_what_is_coming_beats_persistence_significantly():
    found = outcome_on(arches(110, np.random.default_rng(6)), "drift", "moving average")
    assert gain(found, "drift").points > 2
    assert best_of(found) == "drift"
    assert "drift beats persistence significantly" in verdict(found, "drift")
    assert "moving average is worse than persistence" in verdict(found, "moving average")


def test_nothing_after_a_forecast_changes_it():
    strengths = arches(110, np.random.default_rng(7))
    whole = outcome_on(strengths, "drift")
    cut = outcome_on(strengths[:-10], "drift", fewest=42)
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
    assert backtest(grids_of(chart_of(noise(20, np.random.default_rng(9)))), builder(["drift"])) == []
    assert report_of([], data="nothing").findings == ("no chart is long enough for a backtest",)


def test_the_test_is_the_last_third_but_a_year_at_least():
    grid = grids_of(chart_of(noise(126, np.random.default_rng(1), n_songs=60)))[0]
    assert len(last_pairs(grid)) == 52
    assert len(last_pairs(grid, fewest=0)) == 38


def test_winter_weeks_are_those_of_christmas_and_new_year():
    found = outcome_on(random_walk(110, np.random.default_rng(2), n_songs=60))
    assert 5 <= found.is_winter.sum() <= 8


def test_a_few_weeks_have_no_interval_and_make_nobody_sure():
    found = outcome_on(arches(60, np.random.default_rng(6)), "drift", fewest=20)
    assert gain(found, "drift").n == 20
    assert best_of(found) == "persistence"
    assert report_of([found], data="few").row("drift", "made: overlap@50").low is None


def test_an_unknown_model_is_refused_by_name():
    from recommender.errors import BadInput

    with pytest.raises(BadInput, match="no model 'oracle'; there are persistence"):
        builder(["oracle"])

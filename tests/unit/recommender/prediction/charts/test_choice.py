import numpy as np
import pytest

from recommender.prediction.charts.backtest import ChartBacktest
from recommender.prediction.charts.choice import SIDES, best_of, gain, measured_weeks
from recommender.prediction.charts.forecasts import figures
from recommender.prediction.charts.report import report_of, verdict
from recommender.prediction.charts.week_score import CHANCE_SPREAD, METRICS

YEAR = 52


def made_backtest(**points: np.ndarray) -> ChartBacktest:
    """A chart on which persistence is right for 80 % and each model gains so many points a week."""
    n = len(next(iter(points.values())))
    overlaps = {"persistence": np.full(n, 0.8), **{name: 0.8 + gained / 100 for name, gained in points.items()}}
    scores = {name: dict.fromkeys(METRICS, overlap) for name, overlap in overlaps.items()}
    scores |= {side: {metric: np.full(n, 0.3) for metric in (*METRICS, CHANCE_SPREAD)} for side in SIDES}
    return ChartBacktest(chart="made", weeks=np.arange(2_600, 2_600 + n), scores=scores, widening={})


def gains(mean: float, n: int, seed: int = 0) -> np.ndarray:
    """Weekly gains in whole songs of a list of 50."""
    return 2 * np.round(np.random.default_rng(seed).normal(mean / 2, 1.5, n))


def test_a_model_is_chosen_by_the_first_half_and_reported_by_the_second():
    early, late = np.r_[gains(4, 60), gains(1, 60, 1)], np.r_[gains(0, 60, 2), gains(9, 60, 3)]
    tested = made_backtest(early=early, late=late)
    assert best_of(tested) == "early"
    assert figures(tested, "early").gain_points == pytest.approx(early[60:].mean())
    assert figures(tested, "early").n_weeks == 60
    assert f"{late[60:].mean():+.2f} points" in verdict(tested, "late")
    assert "significant" not in verdict(tested, "late")
    row = report_of([tested], data="made").row("early", "made: gain in overlap@50, points, second half")
    assert (row.value, row.n) == (pytest.approx(early[60:].mean()), 60)


def test_a_gain_that_holds_is_called_significant():
    tested = made_backtest(trees=gains(4, 120))
    assert verdict(tested, "trees").startswith("trees, chosen on the 60 test weeks before, beats persistence signif")


def test_with_less_than_a_year_on_each_side_nothing_is_chosen_and_no_word_of_significance_is_said():
    tested = made_backtest(trees=gains(20, 2 * YEAR - 1), drift=gains(-20, 2 * YEAR - 1, 1))
    report = report_of([tested], data="made")
    assert best_of(tested) == "persistence"
    assert "103 test weeks are too few to choose a model on, so persistence is served" in report.findings[0]
    assert not any("signif" in text for text in (*report.findings, verdict(tested, "trees"), verdict(tested, "drift")))


def test_less_than_a_year_of_test_weeks_has_no_interval():
    tested = made_backtest(trees=gains(20, YEAR - 1))
    assert gain(tested, "trees").estimate.value > 10
    assert report_of([tested], data="made").row("trees", "made: gain in overlap@50, points").low is None
    assert figures(tested, "trees").low is None
    assert verdict(tested, "trees").endswith("in 51 weeks, too few to tell a gain from luck")


@pytest.mark.parametrize("n", [104, 160])
def test_among_five_models_without_gain_one_is_chosen_in_5_percent_of_charts_at_most(n):
    rng = np.random.default_rng(5)
    charts = [2 * np.round(rng.normal(0, 1.2, (n, 1)) + rng.normal(0, 0.8, (n, 5))) for _ in range(300)]
    chosen = [best_of(made_backtest(**{str(m): points[:, m] for m in range(5)})) != "persistence" for points in charts]
    assert np.mean(chosen) <= 0.05


def test_a_chosen_model_that_is_surely_worse_afterwards_is_not_served():
    tested = made_backtest(trees=np.r_[gains(6, 60), gains(-6, 60, 1)])
    assert best_of(tested) == "persistence"
    (finding,) = report_of([tested], data="made").findings
    assert finding.startswith(
        "made: what won the first 60 test weeks did not hold, so persistence is served; trees is worse"
    )


def test_a_model_on_every_fourth_week_shows_its_paired_gain_only_and_persistence_on_the_same_weeks():
    rare = np.where(np.arange(120) % 4 == 0, gains(6, 120), np.nan)
    tested = made_backtest(arima=rare, trees=gains(4, 120))
    tested.scores["persistence"]["overlap@50"][1::4] = 0.5
    report = report_of([tested], data="made")
    with pytest.raises(KeyError):
        report.row("arima", "made: overlap@50")
    assert report.row("arima", "made: gain in overlap@50, points").n == 30
    shown = figures(tested, "arima")
    assert shown.persistence == pytest.approx(0.8)
    assert shown.gain_points == pytest.approx(100 * (shown.model - shown.persistence))
    assert shown.n_weeks == 15
    assert measured_weeks(tested).sum() == 60


def test_the_mean_over_charts_has_the_interval_of_weeks_not_of_chart_weeks():
    shared = gains(2, 120)
    alone, twice = (report_of([made_backtest(trees=shared)] * n, data="made") for n in (1, 2))
    row, mean = (
        report.row("trees", f"{subject}: gain in overlap@50, points")
        for report, subject in ((alone, "made"), (twice, "mean over charts"))
    )
    assert (mean.value, mean.low, mean.high) == pytest.approx((row.value, row.low, row.high))


def test_a_mean_over_charts_counts_the_weeks_that_a_model_ran_on():
    rare = np.where(np.arange(120) % 4 == 0, gains(6, 120), np.nan)
    report = report_of([made_backtest(arima=rare)] * 2, data="made")
    row = report.row("arima", "mean over charts: gain in overlap@50, points")
    assert (row.n, row.low) == (30, None)


def test_a_model_that_ran_on_no_chart_has_no_mean():
    report = report_of([made_backtest(arima=np.full(120, np.nan))] * 2, data="made")
    assert not any(np.isnan(row.value) for row in report.rows)


def test_a_model_that_ran_on_no_measured_week_has_no_figures():
    never = np.where(np.arange(120) < 10, 2.0, np.nan)
    tested = made_backtest(arima=never)
    assert figures(tested, "arima") is None
    assert verdict(tested, "arima") == "arima ran on no week that it could be measured on"

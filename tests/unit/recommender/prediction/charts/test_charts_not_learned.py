"""Charts of another table are forecast by models that never saw a week of theirs."""

from dataclasses import replace

import numpy as np
import pytest

from recommender.errors import BadInput
from recommender.prediction.charts.backtest import backtest
from recommender.prediction.charts.evaluate import evaluate
from recommender.prediction.charts.grid import grids_of
from recommender.prediction.charts.models.by_name import builder
from recommender.prediction.charts.models.chart_model import ChartModel
from recommender.prediction.charts.records import merge
from recommender.prediction.charts.sample_checks import MIN_WEEKS
from tests.builders.charts import chart_of, random_walk


def made_charts(*, n_other=90, other_has_streams=True, name_home="home", name_other="other"):
    kinds = ((name_home, 90, True), (name_other, n_other, other_has_streams))
    return merge(
        chart_of(
            random_walk(n_weeks, np.random.default_rng(seed), n_songs=60), name=name, listed=50, streams=has_streams
        )
        for seed, (name, n_weeks, has_streams) in enumerate(kinds, 1)
    )


class Recording:
    """A model that notes which charts it was fitted on, and forecasts as persistence does."""

    name = "persistence"

    def __init__(self):
        self.charts = set()
        (self._persistence,) = builder(["persistence"])([])

    def fit(self, rows):
        self.charts |= set(np.unique(rows.chart).tolist())
        return self._persistence.fit(rows)


def test_both_are_tested_and_only_the_first_is_learned_from():
    model: ChartModel = Recording()
    found = backtest(grids_of(made_charts()), lambda _: [model], min_test_weeks=26, learned=("home",))
    assert [each.chart for each in found] == ["home", "other"]
    assert model.charts == {0}
    assert np.isfinite(found[1].scores["persistence"]["overlap@50"]).all()


def test_the_mean_over_charts_is_of_home_and_of_the_others_apart():
    table = merge([made_charts(name_home="home 2", name_other="other 2"), made_charts()])
    report = evaluate(table, models=["persistence"], learned=("home", "home 2")).report
    names = {"mean over charts": ("home", "home 2"), "mean over charts not learned from": ("other", "other 2")}
    for subject, charts in names.items():
        each = [report.value("persistence", "overlap@50", subject=chart) for chart in charts]
        assert report.value("persistence", "overlap@50", subject=subject) == pytest.approx(np.mean(each))
    assert "not learned from: other 2, other" in report.protocol


def refuse(table, why):
    """Check that nothing is fitted before the refusal."""
    steps: list[str] = []
    with pytest.raises(BadInput, match=f"other: none of it can be forecast by models of home: 'other' {why}"):
        evaluate(table, models=["persistence"], learned=("home",), progress=steps.append)
    assert steps == []


def test_a_chart_of_another_kind_than_those_learned_from_is_refused_before_the_work():
    refuse(made_charts(other_has_streams=False), "tells ranks alone, and what is learned from tells streams")


def test_a_chart_that_is_too_short_is_refused_before_the_work():
    refuse(made_charts(n_other=MIN_WEEKS - 1), f"has {MIN_WEEKS - 2} pairs of weeks in a row, and {MIN_WEEKS} weeks")


def test_a_chart_of_before_the_weeks_learned_from_is_refused_before_the_work():
    table = made_charts(n_other=60)
    refuse(replace(table, week=table.week - 60 * (table.chart == 1)), "ends in 2019-W52, and what is .* in 2020-W01")

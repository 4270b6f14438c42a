"""On six years of weekly charts: new songs of an artist's year, forecast from earlier years only."""

import pytest

from etl.tables.release_table import read_releases
from recommender.prediction.releases.careers import careers_of
from recommender.prediction.releases.evaluate import evaluate

MODEL = "negative binomial"
BASELINES = ("always zero", "last year", "mean of own years", "mean of own last 5 years", "mean of artists of like age")


@pytest.fixture(scope="module")
def report(shared_data):
    table = read_releases(shared_data / "data" / "charts" / "spotify_weekly_top200.parquet")
    return evaluate(careers_of(table)).report


@pytest.mark.parametrize("which", ["", ", active artists"])
def test_the_model_beats_every_baseline_by_deviance_and_log_loss(report, which):
    for name in BASELINES:
        assert report.row(f"{MODEL} beside {name}", f"Poisson deviance less the baseline's{which}").high < 0
        assert report.row(MODEL, f"log loss{which}").high < report.value(name, f"log loss{which}")


def test_the_median_beats_every_baseline_by_mae(report):
    median = report.value("negative binomial, median", "MAE")
    assert all(median < report.value(name, "MAE") for name in BASELINES)


def test_the_interval_holds_what_it_says(report):
    for which in ("", " where 2 or more are expected"):
        assert report.value(MODEL, f"coverage of the 80 % interval{which}") >= 0.8

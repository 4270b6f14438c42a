import numpy as np
import pytest

from infra.commands.evaluation.charts import command
from recommender.errors import BadInput
from recommender.prediction.charts.evaluate import evaluate
from recommender.prediction.charts.sample_checks import MIN_WEEKS, require_testable
from tests.builders.charts import chart_of, random_walk


def of_weeks(n):
    return chart_of(random_walk(n, np.random.default_rng(0)))


def test_a_chart_that_cannot_be_tested_is_refused_with_its_length():
    with pytest.raises(BadInput, match=f"'made' has {MIN_WEEKS - 2} pairs of weeks in a row, and {MIN_WEEKS} weeks"):
        require_testable(of_weeks(MIN_WEEKS - 1))


def test_a_chart_that_ended_before_the_weeks_in_use_is_refused():
    ended = of_weeks(MIN_WEEKS)
    with pytest.raises(BadInput, match="made: no entry in the newest weeks that are used; give more --weeks"):
        require_testable(ended.since(int(ended.week.max()) + 1))


def test_the_least_chart_is_tested():
    require_testable(of_weeks(MIN_WEEKS))
    assert evaluate(of_weeks(MIN_WEEKS), models=["persistence"]).backtests


def test_the_help_tells_the_least_weeks():
    assert f"{MIN_WEEKS} weeks" in " ".join(str(command.help).split())

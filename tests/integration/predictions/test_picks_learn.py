"""That picks get better while one listens, with listeners whose tastes are hidden from the engine."""

import pytest

from recommender.simulation.evaluate import ENGINE, evaluate_picks
from tests.builders.index import made_index


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    index = made_index(tmp_path_factory.mktemp("index"), n_kinds=12, per_kind=100)
    return evaluate_picks(index, n_listeners=100, n_plays=80, seed=5)


def test_after_thirty_plays_less_is_missed_than_at_first(report):
    assert report.row(ENGINE, "regret after 30 plays, less the first 10").high < 0


def test_after_thirty_plays_more_is_finished_than_of_what_is_popular(report):
    assert report.row(ENGINE, "finished after 30 plays, less popularity's").low > 0


def test_two_skips_in_a_row_change_the_kind_at_once(report):
    assert report.row(ENGINE, "two skips less two finished").high < 0


def test_an_oracle_is_the_ceiling_and_chance_the_floor(report):
    enjoyment = {name: report.value(name, "enjoyment") for name in ("oracle", ENGINE, "popularity", "chance")}
    assert enjoyment["oracle"] > enjoyment[ENGINE] > max(enjoyment["popularity"], enjoyment["chance"])

import numpy as np
import pytest

from recommender.artifacts.store import ArtifactStore
from recommender.errors import NotFound, NotReady, OutOfRange
from recommender.prediction.charts.records import merge
from recommender.prediction.charts.served import ServedCharts, load
from recommender.prediction.charts.train import train
from recommender.prediction.charts.weeks import week_name
from tests.builders.charts import START, arches, chart_of, random_walk

WEEKS = 160


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> ServedCharts:
    """A chart of rising and falling songs, and one of three weeks, trained and read back."""
    rng = np.random.default_rng(1)
    strengths = arches(WEEKS, rng, n_songs=580)
    strengths[WEEKS - 3] = np.nan
    table = merge(
        [
            chart_of(strengths, name="long"),
            chart_of(random_walk(3, rng), name="own"),
            chart_of(strengths[:1], name="one"),
        ]
    )
    trained = train(table, models=["drift", "moving average"])
    store = ArtifactStore(tmp_path_factory.mktemp("artifacts"))
    version = store.publish("charts", trained.write_version)
    return load(store.local_path("charts", version))


def test_what_is_served_says_what_it_was_made_of(served):
    chart = served.chart("long")
    assert (chart.weeks, chart.missing_weeks) == (WEEKS - 1, 1)
    assert chart.best == "drift"
    forecast = served.answer("long").forecast
    assert forecast.model == "drift"
    assert forecast.data_up_to == chart.last_week == week_name(START + WEEKS - 1)
    assert forecast.week == week_name(START + WEEKS) == "2023-W04"


def test_an_item_has_its_interval_its_chance_and_its_past(served):
    answer = served.answer("long", n=50)
    assert len(answer.forecast.items) == 50
    scores = [item.score for item in answer.forecast.items]
    assert scores == sorted(scores, reverse=True)
    for item in answer.forecast.items:
        assert item.low <= item.score <= item.high
        assert 0 <= item.chance <= 1
        points = answer.chart.histories[item.song_key]
        assert [point.week for point in points][-1] == answer.chart.last_week
        assert points[-3].rank is None
        assert item.is_new is (item.rank_now is None or item.rank_now > 50)


def test_a_model_beside_persistence_has_its_backtest_figures(served):
    figures = served.answer("long", model="drift").forecast.backtest
    assert figures.gain_points == pytest.approx(100 * (figures.model - figures.persistence))
    assert figures.low <= figures.gain_points <= figures.high


def test_a_chart_with_few_weeks_gets_persistence_and_says_that_nothing_is_known(served):
    answer = served.answer("own")
    assert answer.forecast.model == "persistence"
    assert answer.forecast.backtest is None
    assert answer.forecast.verdict.startswith("too few weeks for a backtest")
    assert [item.move for item in answer.forecast.items] == [0] * 50
    assert "one" not in served.charts


def test_a_missing_model_gives_way_and_the_answer_says_so(served):
    answer = served.answer("long", model="lstm")
    assert answer.asked == "lstm"
    assert answer.forecast.model == "drift"
    assert answer.fell_back == "there is no lstm forecast of chart 'long'; drift answers"
    assert served.answer("long", model="drift").fell_back == ""


def test_unknown_charts_and_weeks_are_refused(served):
    with pytest.raises(NotFound, match="no chart 'moon'; there are long, own"):
        served.chart("moon")
    with pytest.raises(OutOfRange, match="only 2023-W04 can be forecast"):
        served.answer("long", week="2021-W30")


def test_the_manifest_has_the_served_models_score_beside_persistence(served):
    manifest = served.manifest
    assert manifest.offline_metrics["overlap@50"] > manifest.baseline_metrics["overlap@50"]
    assert manifest.data_cutoff.isoformat() == "2023-01-23T00:00:00+00:00"


def test_without_two_weeks_in_a_row_there_is_nothing_to_train():
    with pytest.raises(NotReady, match="no chart has two weeks in a row"):
        train(chart_of(random_walk(1, np.random.default_rng(1))))


def test_short_charts_alone_are_published_with_persistence_on_both_sides():
    trained = train(chart_of(random_walk(4, np.random.default_rng(2)), name="own"))
    assert trained.evaluation.scores == trained.evaluation.baselines
    assert trained.evaluation.report.findings[-1] == "own: 4 weeks are too few for a backtest; persistence is served"

import pytest

from recommender.errors import BadArtifact, BadInput, OutOfRange
from recommender.prediction.charts.freshness import fresh_answer, require_week
from recommender.prediction.charts.records import ChartEntry
from tests.builders.served_charts import LAST, chart, forecast


def ask(served, model="best", *, known=None, entries=()):
    return fresh_answer(served, model=model, known=known, entries=lambda _: entries)


def entry(rank, title, artist, streams=None):
    return ChartEntry(chart="own", week=LAST + 1, rank=rank, title=title, artist=artist, streams=streams)


BOTH = chart("own", forecast("boosting"), forecast("persistence"))


def test_the_best_model_answers_when_nothing_else_is_asked_for():
    answer = ask(BOTH)
    assert (answer.forecast.model, answer.fell_back) == ("boosting", "")
    assert ask(BOTH, "persistence").forecast.model == "persistence"


def test_a_missing_model_falls_back_and_says_so():
    answer = ask(BOTH, "lstm", known=LAST)
    assert answer.forecast.model == "boosting"
    assert answer.fell_back == "there is no lstm forecast of chart 'own'; boosting answers"


def test_a_stale_model_falls_back_on_one_that_has_seen_the_last_week():
    served = chart("own", forecast("boosting", seen=LAST - 1), forecast("arima"), forecast("persistence"))
    answer = ask(served, known=LAST)
    assert answer.forecast.model == "arima"
    assert "2026-W45 only, but 2026-W46 is complete; arima answers" in answer.fell_back


def test_the_order_of_fall_back_is_stated_and_kept():
    models = ["persistence", "moving average", "arima", "boosting", "ensemble"]
    served = chart("own", *(forecast(model) for model in models), best="ensemble")
    while models:
        assert ask(served, "lstm").forecast.model == models[-1]
        models.pop()
        served = chart("own", *(forecast(model) for model in models), best="ensemble")


def test_when_all_are_stale_the_newest_week_itself_answers_for_the_next_one():
    songs = [entry(1, "Song 2", "Artist 2", 50.0), entry(2, "New", "Somebody", 40.0)]
    answer = ask(BOTH, "boosting", known=LAST + 1, entries=songs)
    assert (answer.forecast.model, answer.forecast.week) == ("persistence", "2026-W48")
    assert answer.forecast.data_up_to == "2026-W47"
    assert "segue train charts" in answer.fell_back
    first, second = answer.forecast.items
    assert (first.title, first.score, first.low, first.high, first.rank_now, first.move) == (
        "Song 2", 50.0, pytest.approx(40.0), pytest.approx(60.0), 1, 0,
    )  # fmt: skip
    assert (first.chance, second.chance) == (0.9, pytest.approx(0.8))
    assert [each.rank for each in answer.chart.histories[first.song_key]] == [None, 1, 1]
    assert [each.week for each in answer.chart.histories[second.song_key]] == ["2026-W47"]


def test_without_streams_a_place_is_worth_what_it_was():
    answer = ask(BOTH, known=LAST + 1, entries=[entry(n, f"S{n}", "A") for n in range(1, 9)])
    assert [item.score for item in answer.forecast.items] == [100, 90, 80, 70, 60, 50, 50, 50]


def test_a_chart_without_any_forecast_is_a_damaged_version():
    with pytest.raises(BadArtifact, match="segue train charts"):
        ask(chart("own"))


def test_only_the_week_that_is_forecast_can_be_asked_for():
    require_week(BOTH.forecasts["boosting"], None)
    require_week(BOTH.forecasts["boosting"], "2026-W47")
    with pytest.raises(OutOfRange, match="only 2026-W47 is"):
        require_week(BOTH.forecasts["boosting"], "2026-W48")
    with pytest.raises(BadInput, match="ISO week"):
        require_week(BOTH.forecasts["boosting"], "2026-W60")

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from msgspec.structs import replace as changed

from recommender.catalogue.building import build_catalogue
from recommender.prediction.charts.records import ChartEntry
from recommender.prediction.charts.served import ServedCharts
from recommender.prediction.charts.weeks import end_of
from tests.builders.served_charts import LAST, chart, forecast, served_charts
from tests.builders.web import MadeWeb, open_gate
from webapp.api.endpoint import register_endpoints
from webapp.lab.charts import Charts
from webapp.problems import register_problems

OWN = chart("own", forecast("boosting"), forecast("persistence"))
HOT = chart("hot", forecast("arima"), forecast("persistence"), best="arima")


@pytest.fixture
def made(tmp_path: Path) -> MadeWeb:
    web = MadeWeb(tmp_path)
    web.reset()
    return web


def client_of(
    made: MadeWeb, charts: ServedCharts | None, *, known: Mapping[str, int] | None = None, weeks_later: int = 0
) -> FlaskClient:
    """The endpoints alone, on a made catalogue."""
    titles = [("Song 1", "Artist 1", ("Rock",)), ("Song 4", "Artist 1", ("Jazz",))]
    given = [replace_track(track, *names) for track, names in zip(made.catalogue.tracks[:2], titles, strict=True)]
    catalogue = build_catalogue(given, revision="2")
    lab = made.lab(
        charts=lambda: charts,
        known_weeks=lambda: known or {},
        chart_entries=lambda name, week: [
            ChartEntry(chart=name, week=week, rank=1, title="Song 4", artist="Artist 1", streams=7.0)
        ],
    )
    now = end_of(LAST) + timedelta(weeks=weeks_later, days=1)
    services = replace(made.services(), catalogue=lambda: catalogue, lab=lab, clock=lambda: now)
    app = Flask("charts")
    register_problems(app)
    register_endpoints(open_gate(app), Charts().endpoints(), services)
    return app.test_client()


def replace_track(track: Any, title: str, artist: str, genres: tuple[str, ...]) -> Any:
    return changed(track, title=title, artist=artist, genres=genres)


def predicted(client: FlaskClient, **question: Any) -> dict[str, Any]:
    answer = client.post("/predict", json=question)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_without_a_model_the_answer_says_what_to_run(made):
    client = client_of(made, None)
    for answer in (client.get("/api/v1/lab/charts"), client.post("/predict")):
        assert answer.status_code == 503
        assert answer.json["detail"] == "there is no charts model yet; run `segue train charts`"


def test_the_charts_are_listed(made):
    answer = client_of(made, served_charts(OWN, HOT)).get("/api/v1/lab/charts").json
    assert [each["chart"] for each in answer["charts"]] == ["own", "hot"]
    assert answer["charts"][0] == {
        "chart": "own", "weeks": 30, "first_week": "2026-W17", "last_week": "2026-W46", "n_songs": 70,
        "models": ["best", "boosting", "persistence"],
    }  # fmt: skip


def test_without_a_body_the_best_model_forecasts_fifty_of_the_own_chart(made):
    answer = client_of(made, served_charts(HOT, OWN)).post("/predict").json
    assert (answer["chart"], answer["asked"], answer["model_type"]) == ("own", "best", "boosting")
    assert (answer["week"], answer["data_up_to"], answer["fell_back"]) == ("2026-W47", "2026-W46", "")
    assert answer["model_version"] == "20261116T030000000000Z-abcdef"
    assert answer["backtest"]["gain_points"] == 2.0
    assert answer["backtest"]["persistence"] == 0.85
    assert len(answer["items"]) == 6
    assert answer["message"] == "the forecast has 6 songs"
    new, second = answer["items"][:2]
    assert (new["position"], new["is_new"], new["rank_now"], new["move"]) == (1, True, None, None)
    assert (second["score"], second["low"], second["high"], second["chance"]) == (90, 72, 108, 0.8)
    assert second["history"] == [
        {"week": "2026-W45", "score": None, "rank": None},
        {"week": "2026-W46", "score": 90.0, "rank": 1},
    ]


def test_songs_of_the_library_carry_their_track(made):
    items = predicted(client_of(made, served_charts(HOT)))["items"]
    with_track = {item["title"]: item["track_id"] for item in items if item["track_id"]}
    assert set(with_track) == {"Song 1", "Song 4"}


def test_a_genre_is_that_of_the_chart_or_of_the_library(made):
    client = client_of(made, served_charts(HOT))
    assert [each["title"] for each in predicted(client, genre="jazz")["items"]] == ["Song 4"]
    pop = predicted(client, genre="pop", n=2)
    assert [(each["position"], each["title"]) for each in pop["items"]] == [(1, "Song 1"), (2, "Song 3")]
    assert "of genre 'polka'" in predicted(client, genre="polka")["message"]


def test_a_missing_model_falls_back_and_says_so(made):
    answer = predicted(client_of(made, served_charts(OWN, HOT)), chart="hot", model_type="lstm", n=3)
    assert (answer["asked"], answer["model_type"]) == ("lstm", "arima")
    assert answer["fell_back"] == "there is no lstm forecast of chart 'hot'; arima answers"
    assert len(answer["items"]) == 3


def test_a_stale_version_gives_way_to_the_newest_week(made):
    client = client_of(made, served_charts(OWN), known={"own": LAST + 1}, weeks_later=1)
    answer = predicted(client, model_type="boosting", n=1, week="2026-W48")
    assert (answer["model_type"], answer["week"], answer["data_up_to"]) == ("persistence", "2026-W48", "2026-W47")
    assert "boosting knows chart 'own' up to 2026-W46 only" in answer["fell_back"]
    assert answer["items"][0]["track_id"]
    assert answer["message"] == ""


def test_an_own_chart_that_was_not_built_in_time_is_told(made):
    answer = predicted(client_of(made, served_charts(OWN), known={"own": LAST}, weeks_later=2), n=1)
    assert answer["message"] == "2026-W48 is complete; `segue build charts` counts it"


@pytest.mark.parametrize(
    ("question", "status", "says"),
    [
        ({"n": 0}, 422, "n"),
        ({"n": 201}, 422, "n"),
        ({"n": "many"}, 422, "n"),
        ({"model_type": "magic"}, 422, "model_type"),
        ({"week": "next"}, 422, "week"),
        ({"week": "2026-W49"}, 422, "only 2026-W47 is"),
        ({"week": "2026-W46"}, 422, "only 2026-W47 is"),
        ({"chart": "mars"}, 404, "own, hot"),
        ({"colour": "red"}, 422, "colour"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_its_name(made, question, status, says):
    answer = client_of(made, served_charts(OWN, HOT)).post("/predict", json=question)
    assert answer.status_code == status
    assert says in answer.json["detail"]


def test_a_body_that_is_no_json_is_malformed(made):
    client = client_of(made, served_charts(OWN))
    assert client.post("/predict", data=b"{", content_type="application/json").status_code == 400
    assert client.post("/predict", json=[1]).status_code == 400


def test_a_chart_that_was_imported_after_the_training_says_so(made):
    answer = client_of(made, served_charts(OWN), known={"new": LAST}).post("/predict", json={"chart": "new"})
    assert answer.status_code == 503
    assert "segue train charts" in answer.json["detail"]

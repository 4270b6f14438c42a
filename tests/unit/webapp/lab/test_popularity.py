from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import current_thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from recommender.prediction.descriptors.records import describe
from recommender.prediction.lightgbm_text import read_booster
from recommender.prediction.popularity.models.boosting import Booster
from recommender.prediction.popularity.served import ServedPopularity
from recommender.prediction.sound.audio_features import FEATURES, NAMES
from tests.builders.popularity import GENRES, made_served, made_tracks
from tests.builders.web import MadeWeb, open_gate
from webapp.api.endpoint import register_endpoints
from webapp.api.uploads import StreamingRequest, Uploads
from webapp.lab.popularity import Popularity
from webapp.lab.popularity_comparison import PopularityComparison
from webapp.problems import register_problems

SONG = {name: float(value) for name, value in zip(NAMES, made_tracks().audio[0], strict=True)}
TRUST = dict.fromkeys(NAMES, 0.6) | {"valence": 0.1}


@pytest.fixture
def made(tmp_path: Path) -> MadeWeb:
    web = MadeWeb(tmp_path)
    web.reset()
    return web


def client_of(made: MadeWeb, compute: Callable[[Any], Any] = lambda work: work(), **lab: Any) -> FlaskClient:
    services = replace(made.services(), compute=compute, lab=made.lab(**({"popularity": made_served} | lab)))
    app = Flask("popularity")
    app.request_class = StreamingRequest
    register_problems(app)
    register_endpoints(
        open_gate(app),
        (
            *Popularity().endpoints(),
            *PopularityComparison(Uploads(slots=1, wait_s=0.0, limit_bytes=100_000)).endpoints(),
        ),
        services,
    )
    return app.test_client()


def with_boosters(served: ServedPopularity, make: Callable[[str], Booster]) -> ServedPopularity:
    pairs = {case: replace(pair, boosting=make(pair.boosting.text)) for case, pair in served.kept.pairs.items()}
    return replace(served, kept=replace(served.kept, pairs=pairs))


@pytest.fixture
def client(made: MadeWeb) -> FlaskClient:
    return client_of(made)


@pytest.mark.parametrize("path", ["/predicted", "/api/v1/lab/popularity/curves", "/api/v1/lab/popularity/compare"])
def test_lightgbm_is_loaded_and_asked_away_from_the_loop_that_serves(
    made: MadeWeb, monkeypatch: pytest.MonkeyPatch, path: str
):
    served = with_boosters(made_served(), Booster)  # fresh ones: nothing has been read yet
    threads = []

    def read(text: str) -> Any:
        threads.append(current_thread().name)
        return read_booster(text)

    monkeypatch.setattr("recommender.prediction.popularity.models.boosting.read_booster", read)
    with ThreadPoolExecutor(thread_name_prefix="computing") as pool:
        client = client_of(made, lambda work: pool.submit(work).result(), popularity=lambda: served)
        body = {"features": SONG} if "compare" not in path else {"songs": [{"name": "one", "features": SONG}] * 2}
        assert client.post(path, json=body).status_code == 200
    assert threads
    assert {name.split("_")[0] for name in threads} == {"computing"}


def test_a_model_that_lightgbm_refuses_is_no_fault_of_the_server(made: MadeWeb):
    broken = with_boosters(made_served(), lambda _: Booster("tree"))
    answer = client_of(made, popularity=lambda: broken).post("/predicted", json={"features": SONG})
    assert answer.status_code == 503
    assert "segue artifacts use" in answer.json["detail"]


def test_the_form_is_told_what_can_be_asked(client):
    answer = client.get("/api/v1/lab/popularity").json
    assert [each["name"] for each in answer["features"]] == list(NAMES)
    assert answer["genres"] == list(GENRES)
    assert "7%" in answer["audio_note"]
    assert answer["recalibrated_on"] is None
    assert {each["case"] for each in answer["reliability"]} == {"known", "unknown"}
    assert all(each["known_low"] <= each["known_high"] for each in answer["features"])


def test_a_song_is_answered(client):
    answer = client.post("/predicted", json={"features": SONG, "genre": "pop", "threshold": 30}).json
    assert answer["low"] <= answer["expected"] <= answer["high"]
    assert [each["band"] for each in answer["bands"]] == ["0-25", "26-50", "51-75", "76-100"]
    assert answer["is_popular"] == (answer["chance_popular"] >= 0.5)
    assert answer["base"] + sum(each["effect"] for each in answer["contributions"]) == pytest.approx(answer["expected"])
    assert answer["artist_case"] == "unknown"
    assert answer["mood"] is None
    assert answer["baseline"]["expected"] == pytest.approx(made_served().metadata.baseline.genre_means["pop"])
    assert answer["model_version"] == made_served().manifest.version


def test_a_form_gets_the_same_answer_as_json(client):
    told = {"genre": "rock", "artist_popularity": 61, "threshold": 40}
    by_json = client.post("/predicted", json={"features": SONG, **told}).json
    by_form = client.post("/predicted", data={**SONG, **told, "artist": ""}).json
    assert by_form == by_json


def test_what_was_typed_is_what_is_scored(client):
    whole = client.post("/predicted", json={"features": SONG, "artist_popularity": 90}).json
    for change in ({"energy": 0.01}, {"duration_ms": 400_000.0}, {"loudness": -19.0}):
        other = client.post("/predicted", json={"features": SONG | change, "artist_popularity": 90}).json
        assert other["contributions"] != whole["contributions"]
    assert {each["feature"]: each["value"] for each in whole["contributions"]} == SONG | {
        "title": None, "artist_popularity": 90,
    }  # fmt: skip


def test_a_browser_s_form_is_sent_to_the_page_with_what_was_typed(client):
    answer = client.post("/predicted", data={**SONG, "genre": "pop"}, headers={"Accept": "text/html,*/*;q=0.8"})
    assert answer.status_code == 303
    place = urlsplit(answer.headers["Location"])
    assert place.path == "/predict"
    typed = {name: values[0] for name, values in parse_qs(place.query).items()}
    assert {name: float(typed[name]) for name in NAMES} == SONG
    assert typed["genre"] == "pop"


@pytest.mark.parametrize("feature", FEATURES, ids=lambda each: each.name)
def test_a_value_out_of_its_range_is_refused_by_name(client, feature):
    for value in (feature.low - 1, feature.high + 1):
        answer = client.post("/predicted", json={"features": SONG | {feature.name: value}})
        assert answer.status_code == 422
        assert feature.name in answer.json["detail"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b"{}", 422),
        (b'{"features": {"energy": 0.5}}', 422),
        (b'{"features": {"energy": NaN}}', 400),
    ],
)
def test_malformed_and_incomplete_questions_are_told_apart(client, body, status):
    answer = client.post("/predicted", data=body, content_type="application/json")
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("value", ["nan", "inf", "loud"])
def test_a_form_cannot_smuggle_in_what_is_no_number(client, value):
    assert client.post("/predicted", data={**SONG, "energy": value}).status_code == 422


def test_curves_have_the_song_s_own_value(client):
    curves = client.post("/api/v1/lab/popularity/curves", json={"features": SONG}).json["curves"]
    assert [curve["feature"] for curve in curves] == list(NAMES)
    assert all(curve["value"] in [point["x"] for point in curve["points"]] for curve in curves)


def test_songs_are_ranked_with_who_beats_whom(client):
    names = ["one", "two", "three"]
    songs = [
        {"name": name, "features": SONG | {"energy": energy}}
        for name, energy in zip(names, (0.1, 0.5, 0.9), strict=True)
    ]
    answer = client.post("/api/v1/lab/popularity/compare", json={"songs": songs, "artist": "Artist 7"}).json
    assert [each["rank"] for each in answer["items"]] == [1, 2, 3]
    expected = [each["expected"] for each in answer["items"]]
    assert expected == sorted(expected, reverse=True)
    beats = answer["beats"]
    for row in range(3):
        assert beats[row][row] == 0.5
        for column in range(3):
            assert beats[row][column] + beats[column][row] == pytest.approx(1)
    assert answer["artist_case"] == "known"
    assert {each["how"] for each in answer["items"][0]["features"]} == {"typed"}


def test_a_track_of_the_library_is_compared_by_its_description(made):
    track_id = made.catalogue.tracks[0].track_id
    client = client_of(made, describe_track=lambda _: describe(SONG, TRUST))
    songs = [{"name": "mine", "track_id": track_id}, {"name": "typed", "features": SONG}]
    answer = client.post("/api/v1/lab/popularity/compare", json={"songs": songs}).json
    mine = next(each for each in answer["items"] if each["name"] == "mine")
    by_name = {each["name"]: each for each in mine["features"]}
    assert (by_name["tempo"]["how"], by_name["energy"]["how"]) == ("measured", "estimated")
    assert by_name["energy"]["trust"] == 0.6
    assert by_name["valence"]["is_weak"]
    assert any("valence" in note for note in answer["notes"])
    assert answer["items"][0]["expected"] == answer["items"][1]["expected"]


@pytest.mark.parametrize(
    ("song", "status"),
    [({"name": "x"}, 422), ({"name": "x", "track_id": "nobody"}, 404), ({"name": "x", "track_id": None}, 422)],
)
def test_a_song_without_a_sound_cannot_be_compared(client, song, status):
    assert client.post("/api/v1/lab/popularity/compare", json={"songs": [song]}).status_code == status


def test_a_track_that_was_not_described_is_not_made_up(made, client):
    songs = [{"name": "x", "track_id": made.catalogue.tracks[0].track_id}]
    answer = client.post("/api/v1/lab/popularity/compare", json={"songs": songs})
    assert answer.status_code == 503
    assert "segue build" in answer.json["detail"]


def test_an_upload_is_described(made, tmp_path):
    client = client_of(
        made, describe_upload=lambda path: describe(SONG | {"energy": len(path.read_bytes()) / 10}, TRUST)
    )
    sound = tmp_path / "sound.wav"
    sound.write_bytes(b"tone")
    with sound.open("rb") as file:
        answer = client.post("/api/v1/lab/popularity/sounds", data={"file": (file, "My Song.wav")}).json
    assert answer["name"] == "My Song.wav"
    assert {each["name"]: each["value"] for each in answer["features"]}["energy"] == 0.4


@pytest.mark.parametrize("path", ["/predicted", "/api/v1/lab/popularity/curves"])
def test_before_the_first_version_the_command_is_named(made, path):
    answer = client_of(made, popularity=lambda: None).post(path, json={"features": SONG})
    assert answer.status_code == 503
    assert "segue train popularity" in answer.json["detail"]

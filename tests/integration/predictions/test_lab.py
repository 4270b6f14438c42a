"""Every question of the lab, asked of a real player whose models `segue train` has made of real data."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from infra.settings import Settings
from infra.web.secret_key import secret_key
from recommender.records import ListenerId
from tests.api_answers import check_answer, operation_of
from tests.api_conformance import assert_conforms
from tests.builders.lab_copy import copy_of_lab
from tests.builders.lab_models import LISTENER, REGIONS, WEEKS, run
from tests.integration.web_process import WebProcess, running_web, wait_for
from webapp.listener import COOKIE, Listeners

pytestmark = [pytest.mark.live, pytest.mark.takes_minutes]
SONG = {
    "danceability": 0.7, "energy": 0.8, "key": 5, "loudness": -6.0, "mode": 1, "speechiness": 0.05,
    "acousticness": 0.1, "instrumentalness": 0.0, "liveness": 0.1, "valence": 0.7, "tempo": 120.0,
    "time_signature": 4, "duration_ms": 200_000,
}  # fmt: skip
SOON_S = 20.0
KNOW_NO_MODEL = (
    "^/api/v1/(listener|me|login|logout|join|accounts|invitations|libraries|scans|rejected|corrections|covers|activity"
    "|opinions|steering|favourites/(albums|artists)/|history/imports?|version|openapi)"
)
"""What answers the same with models and without; web/test_api_conformance.py asks it."""
TOPICS = {"charts", "popularity", "descriptors", "streams", "releases", "mood"}


@dataclass
class Asked:
    """Asks, and holds every answer against the document that the player itself publishes."""

    web: WebProcess
    cookie: str
    """Of the listener whose history was imported."""
    session: requests.Session = field(default_factory=requests.Session)
    asked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.session = self.web.listener()
        self.session.cookies.clear()
        self.session.cookies.set(COOKIE, self.cookie)
        self.document = self.web.get("/api/v1/openapi.json").json()

    def __call__(self, method: str, path: str, *, status: int = 200, **options: Any) -> Any:
        answer = self.session.request(method, self.web.address + path, timeout=20, **options)
        assert answer.status_code == status, answer.text
        operation = operation_of(self.document, method, path.partition("?")[0])
        self.asked.add(operation["operationId"])
        kind = answer.headers["Content-Type"].partition(";")[0]
        check_answer(self.document, operation, status=status, kind=kind, body=answer.json())
        return answer.json()


@pytest.fixture(scope="module")
def settings(trained_lab, tmp_path_factory) -> Iterator[Settings]:
    with copy_of_lab(trained_lab, tmp_path_factory.mktemp("lab")) as settings:
        yield settings


@pytest.fixture(scope="module")
def web(settings) -> Iterator[WebProcess]:
    with running_web(settings, settings.home / "web.log") as running:
        yield running


@pytest.fixture(scope="module")
def ask(web, settings) -> Asked:
    return Asked(web, Listeners(secret_key(settings)).sign(ListenerId(LISTENER)))


@pytest.fixture(scope="module")
def clip(settings) -> Path:
    return sorted((settings.home / "music").iterdir())[0]


def test_every_topic_is_ready_and_shows_its_score_beside_the_baseline(ask):
    topics = {each["topic"]: each for each in ask("GET", "/api/v1/lab/topics")["topics"]}
    assert set(topics) == TOPICS
    for name, topic in topics.items():
        assert topic["ready"], topic
        assert None not in (topic["score"], topic["baseline"], topic["n_rows"], topic["train_seconds"]), topic
        quality = ask("GET", f"/api/v1/lab/topics/{name}/quality")
        assert quality["version"] == topic["version"]
        assert quality["protocol"]
        assert len({row["model"] for row in quality["rows"]}) > 1, "a model stands beside its baselines"
    ask("GET", "/api/v1/lab/topics/tarot/quality", status=404)


def test_next_weeks_chart(ask):
    charts = ask("GET", "/api/v1/lab/charts")["charts"]
    assert {chart["chart"] for chart in charts} == set(REGIONS)
    assert {chart["weeks"] for chart in charts} == {WEEKS}
    best = ask("POST", "/predict")
    assert [each["position"] for each in best["items"]] == list(range(1, 51))
    assert best["backtest"]["n_weeks"] > 10
    assert best["fell_back"] == ""
    za = ask("POST", "/predict", json={"chart": "za", "model_type": "lstm", "n": 10})
    assert (za["chart"], za["asked"], len(za["items"])) == ("za", "lstm", 10)
    assert za["model_type"] != "lstm"
    assert "no lstm forecast" in za["fell_back"]
    for item in za["items"]:
        assert item["low"] <= item["score"] <= item["high"]
        assert item["is_new"] or item["history"][-1]["rank"] == item["rank_now"]
    ask("POST", "/predict", json={"chart": "nowhere"}, status=404)
    ask("POST", "/predict", json={"week": "1999-W01"}, status=422)
    ask("POST", "/predict", json={"n": 0}, status=422)
    ask("POST", "/predict", data=b"{", headers={"Content-Type": "application/json"}, status=400)


def test_popularity_of_a_song(ask):
    forms = ask("GET", "/api/v1/lab/popularity")
    assert {each["name"] for each in forms["features"]} == set(SONG)
    found = ask("POST", "/predicted", json={"features": SONG})
    assert found["artist_case"] == "unknown"
    assert sum(each["probability"] for each in found["bands"]) == pytest.approx(1.0, abs=1e-3)
    whole = found["base"] + sum(each["effect"] for each in found["contributions"])
    assert whole == pytest.approx(found["expected"], abs=0.05)
    assert found["mood"]["moods"]
    known = ask("POST", "/predicted", json={"features": SONG, "artist_popularity": 95})
    assert known["artist_case"] == "given"
    assert known["expected"] > found["expected"]
    assert "tempo" in ask("POST", "/predicted", json={"features": SONG | {"tempo": 249.0}})["outside"]
    curves = ask("POST", "/api/v1/lab/popularity/curves", json={"features": SONG})["curves"]
    assert {curve["feature"] for curve in curves} == set(SONG)
    ask("POST", "/predicted", json={"features": SONG | {"energy": 7}}, status=422)
    ask("POST", "/predicted", json={"features": {}}, status=422)


def test_which_song_should_be_the_single(ask, clip):
    tracks = ask("GET", "/api/v1/tracks?limit=3")["items"]
    songs = [{"name": track["title"], "track_id": track["track_id"]} for track in tracks]
    with clip.open("rb") as file:
        heard = ask("POST", "/api/v1/lab/popularity/sounds", files={"file": (clip.name, file)})
    features = {each["name"]: each["value"] for each in heard["features"]}
    assert {each["how"] for each in heard["features"]} == {"measured", "estimated"}
    songs.append({"name": "the uploaded one", "features": features})
    found = ask("POST", "/api/v1/lab/popularity/compare", json={"songs": songs})
    assert sorted(each["rank"] for each in found["items"]) == [1, 2, 3, 4]
    for a, row in enumerate(found["beats"]):
        for b, chance in enumerate(row):
            assert a == b or chance + found["beats"][b][a] == pytest.approx(1.0, abs=1e-6)
    ask("POST", "/api/v1/lab/popularity/compare", json={"songs": [{"name": "x", "track_id": "nope"}]}, status=404)
    ask("POST", "/api/v1/lab/popularity/compare", json={"songs": [{"name": "x"}]}, status=422)
    ask("POST", "/api/v1/lab/popularity/sounds", files={"file": ("a.mp3", b"no sound at all")}, status=422)


def test_how_often_a_song_will_be_played(ask):
    summary = ask("GET", "/api/v1/lab/streams")
    assert summary["listener_id"] == LISTENER
    song = summary["top"][0]
    query = {"song": song["title"].lower(), "artist": song["artist"]}
    found = ask("GET", "/prediction/", params=query)
    assert found["match"]["title"] == song["title"]
    assert found["heard"]
    assert found["low"] <= found["expected_plays"] <= found["high"]
    assert found["expected_plays"] == pytest.approx(song["expected_plays"], rel=1e-3)
    assert {"plays", "days"} <= {each["unit"] for each in found["features"]}
    raw, scaled = ask("GET", "/raw_features/", params=query), ask("GET", "/features/", params=query)
    assert [each["name"] for each in raw["raw_features"]] == [each["name"] for each in scaled["features"]]
    unheard = ask("GET", "/api/v1/tracks?limit=1")["items"][0]
    new = ask("GET", "/prediction/", params={"song": unheard["title"], "artist": unheard["artist"]})
    assert (new["heard"], new["match"]["track_id"]) == (False, unheard["track_id"])
    ask("GET", "/prediction/", params={"song": "qqqq zzzz xxxx"}, status=404)
    ask("GET", "/prediction/", params={"song": ""}, status=400)
    assert ask("GET", "/health", status=503)["parts"]  # no worker runs here


def test_an_artists_year(ask):
    known = ask("GET", "/api/v1/lab/releases/artists?q=drake")
    assert known["artists"][0]["artist"] == "Drake"
    found = ask("POST", "/predicted/regression", json={"artist": "drake", "year": known["last_year"]})
    assert 0 <= found["low"] <= found["expected"] <= found["high"]
    by_form = ask("POST", "/predicted/regression", data={"artist": "Drake", "year": str(known["last_year"])})
    assert by_form["expected"] == found["expected"]
    lost = ask("POST", "/predicted/regression", json={"artist": "Drakee", "year": 2019}, status=404)
    assert "Drake" in lost["detail"]
    ask("POST", "/predicted/regression", json={"artist": "Drake", "year": 2400}, status=422)
    ask("POST", "/predicted/regression", json={"artist": "Drake"}, status=422)


def test_moods_of_sounds_of_the_library_and_of_the_radio(ask):
    moods = ask("POST", "/api/v1/lab/mood", json={"features": SONG})["moods"]
    assert sum(each["probability"] for each in moods) == pytest.approx(1.0, abs=1e-3)
    ask("POST", "/api/v1/lab/mood", json={"features": SONG | {"valence": 2}}, status=422)
    counts = {each["mood"]: each["n_tracks"] for each in ask("GET", "/api/v1/lab/moods")["moods"]}
    total = ask("GET", "/api/v1/tracks")["total"]
    assert sum(counts.values()) == total
    usual = max(counts, key=lambda mood: counts[mood])
    tracks = ask("GET", f"/api/v1/tracks?mood={usual.lower()}&limit=50")["items"]
    assert len(tracks) == counts[usual]
    for track in tracks:
        shares = ask("GET", f"/api/v1/tracks/{track['track_id']}")["moods"]
        assert max(shares, key=lambda share: share["probability"])["mood"] == usual
    slate = ask("GET", f"/api/v1/slate?mood={usual.lower()}")
    assert slate["picks"]
    assert ask("GET", "/api/v1/slate?mood=furious", status=400)


def test_a_new_version_answers_without_a_restart_and_the_old_one_comes_back(ask, web, settings, shared_data):
    def answering() -> str:
        return ask("POST", "/api/v1/lab/mood", json={"features": SONG})["model_version"]

    first = answering()
    run(settings, "train", "mood", str(shared_data / "data" / "popularity" / "moods_686.csv"))
    wait_for(lambda: answering() != first, SOON_S)
    second = answering()
    run(settings, "artifacts", "use", "mood", first)
    wait_for(lambda: answering() == first, SOON_S)

    found = {each["topic"]: each for each in ask("GET", "/api/v1/lab/models")["topics"]}["mood"]["versions"]
    assert [(each["version"], each["is_current"]) for each in found] == [(second, False), (first, True)]
    used = ask("POST", "/api/v1/lab/models/mood/use", json={"version": second})
    assert [each["is_current"] for each in used["versions"]] == [True, False]
    wait_for(lambda: answering() == second, SOON_S)
    runs = ask("GET", "/api/v1/lab/models")["runs"]
    assert {each["topic"] for each in runs} == TOPICS
    assert [each["version"] for each in runs if each["topic"] == "mood"] == [second, first]

    unknown = "20200101T000000000000Z-abcdef"
    ask("POST", "/api/v1/lab/models/mood/use", json={"version": unknown}, status=404)
    ask("POST", "/api/v1/lab/models/tarot/use", json={"version": first}, status=404)
    ask("POST", "/api/v1/lab/models/mood/use", json={}, status=422)
    elsewhere = {"Origin": "http://elsewhere.example"}
    ask("POST", "/api/v1/lab/models/mood/use", json={"version": first}, headers=elsewhere, status=403)
    assert answering() == second
    assert web.process.poll() is None


def test_a_table_waits_for_the_schedule_and_what_is_refused_does_not(ask, shared_data):
    with (shared_data / "data" / "popularity" / "moods_686.csv").open("rb") as file:
        sent = ask("POST", "/api/v1/lab/tables/mood", files={"file": ("moods.csv", file)})
    assert (sent["state"], sent["name"]) == ("waiting", "moods.csv")
    ask("POST", "/api/v1/lab/tables/streams", files={"file": ("a.csv", b"a")}, status=404)
    ask("POST", "/api/v1/lab/tables/mood", data=b"a", status=415)
    (told,) = ask("GET", "/api/v1/lab/tables")["tables"]
    assert (told["topic"], told["state"]) == ("mood", "waiting")


def test_no_question_of_the_lab_was_left_out(ask):
    """Runs last; alone it asks nothing and so says nothing."""
    if not ask.asked:
        pytest.skip("the questions are asked by the other tests of this file")
    about = ("/predict", "/prediction", "/features", "/raw_features", "/health", "/api/v1/lab/")
    documented = {
        operation["operationId"]
        for path, methods in ask.document["paths"].items()
        if path.startswith(about)
        for operation in methods.values()
    }
    assert documented - ask.asked == {"get_predict_page"}  # a page for people


@pytest.mark.timeout(600)
def test_every_answer_of_the_trained_lab_is_what_the_document_says(web, ask, tmp_path):
    assert_conforms(
        web.address, cookie=ask.cookie, folder=tmp_path, max_examples=5, is_trained=True, without=KNOW_NO_MODEL
    )

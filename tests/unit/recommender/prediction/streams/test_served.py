import shutil
from dataclasses import replace

import numpy as np
import pytest
from flask import Flask

from recommender.artifacts.store import ArtifactStore
from recommender.catalogue.building import build_catalogue
from recommender.errors import BadArtifact
from recommender.prediction.streams import served
from recommender.prediction.streams.known_songs import FACTS, KnownSongs
from recommender.prediction.streams.log import log_of
from recommender.prediction.streams.train import train
from recommender.prediction.streams.unheard.features import NAMES
from recommender.records import ListenerId, Track, TrackId
from tests.builders.history import binges
from tests.builders.web import MadeWeb, open_gate
from webapp.api.endpoint import register_endpoints
from webapp.lab.streams import Streams
from webapp.listener import COOKIE, Listeners
from webapp.problems import register_problems

TABLE = KnownSongs(
    ("Rare", "Song 4"), ("Artist 3, Guest", "Artist 1"), ("jazz", "rock"), np.full((2, len(FACTS)), 0.5, np.float32)
)
ANNA, BEN = ListenerId("anna"), ListenerId("ben")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return ArtifactStore(tmp_path_factory.mktemp("artifacts"))


@pytest.fixture(scope="module")
def streams(store):
    made = train({ANNA: log_of(binges(1))}, known=TABLE, n_resamples=2)
    return served.load(store.local_path("streams", store.publish("streams", made.write_version)))


@pytest.fixture(scope="module")
def both(store, streams):
    kept = list(streams.models.values())
    made = train({BEN: log_of(binges(2))}, kept=kept, n_resamples=2)
    return served.load(store.local_path("streams", store.publish("streams", made.write_version)))


@pytest.fixture
def ask(tmp_path, streams):
    made = MadeWeb(tmp_path)
    made.reset()
    tracks = [
        Track(track_id=TrackId("t1"), title="Song 5", artist="artist 1"),
        Track(track_id=TrackId("t2"), title="Brand New", artist="Artist 2"),
    ]
    listeners = Listeners(b"a key for tests, long enough")
    catalogue = build_catalogue(tracks, revision="1")

    def client(model=streams, listener=ANNA):
        lab = made.lab(streams=model.models.get if model else lambda _: None)
        services = replace(made.services(), catalogue=lambda: catalogue, lab=lab)
        app = Flask("streams")
        register_problems(app)
        register_endpoints(open_gate(app), Streams(listeners).endpoints(), services)
        browser = app.test_client()
        if listener:
            browser.set_cookie(COOKIE, listeners.sign(listener))
        return browser

    return client


def test_a_version_says_what_it_reaches_beside_the_baseline(streams):
    manifest = streams.manifest
    assert manifest.offline_metrics["log R2"] > manifest.baseline_metrics["log R2"]


def test_other_listeners_models_are_carried_over(streams, both):
    assert set(both.models) == {ANNA, BEN}
    assert both.models[ANNA].facts == streams.models[ANNA].facts
    assert both.models[BEN].known.titles == TABLE.titles


def test_a_damaged_version_is_refused(store, streams, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(store.local_path("streams", streams.manifest.version), folder)
    (folder / "listener-0.npz").write_bytes(b"PK nothing")
    with pytest.raises(BadArtifact, match="listener-0"):
        served.load(folder)


def test_a_heard_song(ask, streams):
    facts = streams.models[ANNA].facts
    song = int(streams.models[ANNA].best(1)[0])
    title, artist = facts.titles[song], facts.artists[facts.song_artist[song]]
    answer = ask().get("/prediction/", query_string={"song": title, "artist": artist}).json
    assert answer["heard"]
    assert answer["match"]["how"] == "exact"
    assert answer["expected_plays"] == pytest.approx(float(streams.models[ANNA].forecast.mean[song]))
    assert answer["low"] <= answer["typical_plays"] <= answer["high"]
    assert answer["baseline"]["expected_plays"] >= 0
    assert "next 30 days" in answer["in_words"]
    assert {each["name"]: each["unit"] for each in answer["features"]}["plays"] == "plays"
    assert answer["model_version"] == streams.manifest.version


def test_a_song_never_heard_is_answered_and_not_taken_for_zero(ask):
    answer = ask().get("/prediction/?song=brand+new&artist=ARTIST+2").json
    assert not answer["heard"]
    assert answer["match"] | {"closeness": 1.0} == {
        "title": "Brand New", "artist": "Artist 2", "track_id": "t2", "where": "catalogue", "how": "normalised",
        "closeness": 1.0,
    }  # fmt: skip
    assert answer["expected_plays"] > 0
    assert answer["in_words"].startswith("If you hear it for the first time")
    assert [each["name"] for each in answer["features"]] == ["artist_replays_of_new_songs"]


def test_a_song_of_a_table_is_found_with_its_facts(ask):
    answer = ask().get("/raw_features/?song=rare&artist=artist+3").json
    values = {each["name"]: (each["value"], each["unit"]) for each in answer["raw_features"]}
    assert answer["match"]["where"] == "table"
    assert values["popularity"] == (0.5, "0 to 100")
    assert values["facts_known"][0] == 1
    unknown = ask().get("/raw_features/?song=Brand+New").json["raw_features"]
    assert {each["name"]: each["value"] for each in unknown}["facts_known"] == 0


def test_features_scaled_and_raw_have_the_same_names(ask):
    raw = ask().get("/raw_features/?song=Brand+New").json["raw_features"]
    scaled = ask().get("/features/?song=Brand+New").json["features"]
    assert [each["name"] for each in raw] == [each["name"] for each in scaled]
    assert {each["unit"] for each in scaled} == {"standard deviations"}


def test_features_without_a_weight_are_in_standard_deviations_too(streams):
    ridge = streams.models[ANNA].facts.unheard.on_logs
    by_name = dict(zip(NAMES, zip(ridge.mean, ridge.std, ridge.weights, strict=True), strict=True))
    mean, std, weight = by_name["artist_plays"]
    assert mean > 1
    assert 0 < std != 1
    assert weight == 0
    assert by_name["artist_replays_of_new_songs"][-1] != 0


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("song=", 400, "length >= 1 - at `$.song`"),
        ("song=+", 400, "at `$.song`"),
        ("artist=Ann", 400, "missing required field `song`"),
        ("song=Utterly+Else&artist=Nobody", 404, "the nearest"),
        ("title=x", 400, "title"),
    ],
)
def test_a_question_that_cannot_be_answered(ask, query, status, words):
    answer = ask().get(f"/prediction/?{query}")
    assert answer.status_code == status
    assert words in answer.json["detail"]


def test_without_a_model_the_command_is_named(ask):
    answer = ask(None).get("/prediction/?song=x")
    assert answer.status_code == 503
    assert "segue train streams" in answer.json["detail"]


PATHS = ("/api/v1/lab/streams", "/prediction/?song=Song+4", "/features/?song=Song+4", "/raw_features/?song=Song+4")


@pytest.mark.parametrize("path", PATHS)
def test_what_somebody_heard_is_told_to_their_own_cookie_only(ask, both, path):
    assert ask(both, listener=None).get(path).status_code == 401
    assert ask(both, listener=BEN).get(path).status_code == 200
    stranger = ask(both, listener=ListenerId("carl")).get(path)
    assert stranger.status_code == 503
    assert "--listener carl" in stranger.json["detail"]
    named = f"{path}{'&' if '?' in path else '?'}listener=ben"
    assert ask(both, listener=ListenerId("carl")).get(named).status_code in (400, 422)


def test_the_cookies_listener_is_the_one_that_is_answered(ask, both):
    assert ask(both, listener=BEN).get("/api/v1/lab/streams").json["listener_id"] == "ben"
    assert ask(both, listener=ANNA).get("/api/v1/lab/streams").json["listener_id"] == "anna"


def test_the_only_model_answers_for_nobody_else(ask):
    assert ask(listener=BEN).get("/api/v1/lab/streams").status_code == 503


def test_the_report_names_no_listener():
    logs = {ANNA: log_of(binges(1)), BEN: log_of(binges(2))}
    made = train(logs, n_resamples=2)
    assert b"anna" not in made.evaluation.report.as_json()
    assert {row.model.rpartition(" [")[2] for row in made.evaluation.report.rows} == {"listener 1]", "listener 2]"}


def test_the_summary_lists_what_will_be_played_most(ask):
    summary = ask().get("/api/v1/lab/streams").json
    expected = [each["expected_plays"] for each in summary["top"]]
    assert len(expected) == 20
    assert expected == sorted(expected, reverse=True)
    assert 0.5 < summary["coverage_heard"] <= 1
    assert all(each["low"] <= each["expected_plays"] <= each["high"] for each in summary["top"])


def test_what_is_expected_lies_in_its_interval(ask, streams):
    client = ask()
    for title in [*streams.models[ANNA].facts.titles[::40], "never heard"]:
        answer = client.get("/prediction/", query_string={"song": title, "artist": "Artist 2"}).json
        if "low" in answer:
            assert answer["low"] <= answer["expected_plays"] <= answer["high"]
            assert answer["low"] <= answer["typical_plays"] <= answer["high"]


def test_health_is_at_the_root_too(ask):
    assert ask().get("/health").json["ready"] is True

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
from recommender.prediction.streams.train import trained
from recommender.records import ListenerId, Track, TrackId
from tests.made_history import binges
from tests.made_web import MadeWeb
from webapp.api.endpoint import view_of
from webapp.lab.services import Lab
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
    made = trained({ANNA: log_of(binges(1))}, known=TABLE, monotonic=lambda: 0.0, n_resamples=2)
    return served.load(store.local_path(served.KIND, store.publish(served.KIND, made.written)))


@pytest.fixture(scope="module")
def both(store, streams):
    kept = list(streams.models.values())
    made = trained({BEN: log_of(binges(2))}, kept=kept, monotonic=lambda: 0.0, n_resamples=2)
    return served.load(store.local_path(served.KIND, store.publish(served.KIND, made.written)))


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

    def client(model=streams):
        lab = Lab(streams=model.of if model else lambda _: None)
        services = replace(made.services(), catalogue=lambda: catalogue, lab=lab)
        app = Flask("streams")
        register_problems(app)
        for each in Streams(listeners).endpoints():
            app.add_url_rule(each.address, each.name, view_of(each, services), methods=[each.method])
        return app.test_client()

    client.cookie = lambda listener: listeners._signer.sign(listener.encode()).decode()
    return client


def test_a_version_says_what_it_reaches_beside_the_baseline(streams):
    manifest = streams.manifest
    assert manifest.offline_metrics["log R2"] > manifest.baseline_metrics["log R2"]


def test_other_listeners_models_are_carried_over(streams, both):
    assert set(both.models) == {ANNA, BEN}
    assert both.models[ANNA].facts == streams.models[ANNA].facts
    assert both.models[BEN].known.titles == TABLE.titles
    assert both.of(None) is None
    assert both.of(BEN).facts.listener_id == BEN


def test_the_only_model_answers_for_everybody(streams):
    assert streams.of(None) is streams.of(ListenerId("somebody")) is streams.models[ANNA]


def test_a_damaged_version_is_refused(store, streams, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(store.local_path(served.KIND, streams.manifest.version), folder)
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


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("song=", 422, "`song` is empty"),
        ("artist=Ann", 422, "`song` is empty"),
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


def test_whose_model_it_is(ask, both):
    client = ask(both)
    assert client.get("/api/v1/lab/streams").status_code == 503
    assert client.get("/api/v1/lab/streams?listener=ben").json["listener_id"] == "ben"
    client.set_cookie(COOKIE, ask.cookie(ANNA))
    assert client.get("/api/v1/lab/streams?listener=ben").json["listener_id"] == "anna"


def test_the_summary_lists_what_will_be_played_most(ask):
    summary = ask().get("/api/v1/lab/streams").json
    expected = [each["expected_plays"] for each in summary["top"]]
    assert len(expected) == 20
    assert expected == sorted(expected, reverse=True)
    assert 0.5 < summary["coverage_heard"] <= 1


def test_health_is_at_the_root_too(ask):
    assert ask().get("/health").json["ready"] is True

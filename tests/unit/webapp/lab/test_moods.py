"""Moods over the web: on tracks, as filter, as radio, and of thirteen numbers."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from flask import Flask

from recommender.listening.engine import Engine, EngineConfig
from recommender.listening.taste import Taste
from recommender.prediction.library.moods import LibraryMoods
from recommender.prediction.mood.features import FINGERPRINT, INPUTS, as_row, with_logarithms
from recommender.prediction.mood.logistic import MoodLogistic
from recommender.prediction.mood.records import MOODS
from recommender.prediction.mood.served import MoodModel
from recommender.prediction.sound.audio_features import FEATURES, AudioFeatures
from tests.builders.moods import made_moods, manifest_of
from tests.builders.web import NOW, MadeWeb
from webapp.app import create_app
from webapp.services import Services

CALM, HAPPY = (0.1, 0.05, 0.03, 0.82), (0.7, 0.1, 0.15, 0.05)
USUAL = AudioFeatures(**{each.name: each.default for each in FEATURES})


@dataclass
class Shop:
    """An application whose moods can be changed while it serves."""

    web: MadeWeb
    library: LibraryMoods | None = None
    model: MoodModel | None = None
    app: Flask = field(init=False)

    def __post_init__(self) -> None:
        engine = Engine(lambda: self.web.index, dict, EngineConfig(), lambda: self.library)
        services: Services = replace(
            self.web.services(),
            lab=self.web.lab(mood=lambda: self.model, library_moods=lambda: self.library),
            mood_slate=lambda who, mood: engine.slate(Taste(listener_id=who), made_at=NOW, mood=mood),
        )
        self.app = create_app(services)

    def get(self, path: str, **headers: str) -> Any:
        return self.app.test_client().get(f"/api/v1{path}", headers=headers)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    shop = Shop(MadeWeb(Path(tmp_path_factory.mktemp("web"))))
    shop.web.reset()
    return shop


@pytest.fixture
def shop(made):
    made.library = made_moods({t.track_id: CALM if i < 20 else HAPPY for i, t in enumerate(made.web.catalogue.tracks)})
    made.model = None
    return made


def made_model():
    """Much energy is energetic."""
    n = with_logarithms(as_row(USUAL)[None]).shape[1]
    weights = np.zeros((n, 4))
    weights[INPUTS.index("energy"), MOODS.index("Energetic")] = 10.0
    low, high = np.zeros(len(INPUTS)), np.full(len(INPUTS), 1e6)
    low[INPUTS.index("loudness")] = -30.0
    fitted = MoodLogistic(np.zeros(n), np.ones(n), weights, np.zeros(4), low, high)
    return MoodModel(manifest_of("mood", FINGERPRINT), fitted)


def test_a_track_tells_its_moods_likeliest_first(shop):
    answer = shop.get("/tracks/k00-t00").json
    assert [each["mood"] for each in answer["moods"]] == ["Calm", "Happy", "Sad", "Energetic"]
    assert answer["moods"][0]["probability"] == pytest.approx(0.82, abs=1e-6)


def test_lists_stay_lean(shop):
    assert "moods" not in shop.get("/tracks?limit=1").json["items"][0]


def test_a_track_that_was_not_described_has_none(shop):
    shop.library = made_moods({"k00-t01": CALM})
    assert shop.get("/tracks/k00-t00").json["moods"] is None
    shop.library = None
    assert shop.get("/tracks/k00-t00").json["moods"] is None


def test_the_library_is_filtered_by_mood_and_by_the_rest_too(shop):
    calm = shop.get("/tracks?mood=calm&limit=500").json
    assert calm["total"] == 20
    assert shop.get("/tracks?mood=sad").json["total"] == 0
    both = shop.get("/tracks?mood=calm&genre=genre 1").json
    assert (both["total"], {each["genres"][0] for each in both["items"]}) == (8, {"genre 1"})


def test_pages_of_a_mood_go_on(shop):
    first = shop.get("/tracks?mood=calm&limit=15").json
    second = shop.get(f"/tracks?mood=calm&limit=15&cursor={first['next_cursor']}").json
    assert len({each["track_id"] for each in [*first["items"], *second["items"]]}) == 20


def test_new_moods_are_not_hidden_by_what_the_browser_has(shop):
    etag = shop.get("/tracks?mood=calm").headers["ETag"]
    assert shop.get("/tracks?mood=calm", **{"If-None-Match": etag}).status_code == 304
    newer = replace(shop.library, manifest=manifest_of("moods", "f", version="20260106T000000Z-bbbbbb"))
    shop.library = newer
    assert shop.get("/tracks?mood=calm", **{"If-None-Match": etag}).status_code == 200


def test_mood_radio_plays_only_the_mood(shop):
    client = shop.app.test_client()
    client.get("/api/v1/listener")
    slate = client.get("/api/v1/slate?mood=calm").json
    calm = set(shop.library.tracks_of("Calm"))
    assert slate["picks"]
    assert {each["track_id"] for each in slate["picks"]} <= calm
    assert slate["picks"][0]["reason"] == "calm (82 %)"
    assert client.get("/api/v1/slate").json["slate_id"] == "s1"


@pytest.mark.parametrize("path", ["/tracks?mood=calm", "/slate?mood=calm"])
def test_before_the_library_is_described_the_command_is_named(shop, path):
    shop.library = None
    client = shop.app.test_client()
    client.get("/api/v1/listener")
    answer = client.get(f"/api/v1{path}")
    assert (answer.status_code, "segue build moods" in answer.json["detail"]) == (503, True)


@pytest.mark.parametrize("path", ["/tracks?mood=angry", "/slate?mood=angry", "/slate?moods=calm"])
def test_other_words_are_refused(shop, path):
    client = shop.app.test_client()
    client.get("/api/v1/listener")
    assert client.get(f"/api/v1{path}").status_code == 400


def test_moods_are_counted_over_what_is_in_the_catalogue(shop):
    shop.library = made_moods({"k00-t00": CALM, "k00-t01": HAPPY, "k00-t02": HAPPY, "gone": CALM})
    answer = shop.get("/lab/moods").json
    assert {each["mood"]: each["n_tracks"] for each in answer["moods"]} == {
        "Happy": 2, "Sad": 0, "Energetic": 0, "Calm": 1,
    }  # fmt: skip
    assert answer["model_version"] == shop.library.manifest.version


def test_without_moods_nothing_is_counted_and_nothing_breaks(shop):
    shop.library = None
    answer = shop.get("/lab/moods").json
    assert ({each["n_tracks"] for each in answer["moods"]}, answer["model_version"]) == ({0}, "")


def ask(shop, **changes):
    features = msgspec.to_builtins(msgspec.structs.replace(USUAL, **changes))
    return shop.app.test_client().post("/api/v1/lab/mood", json={"features": features})


def test_the_mood_of_numbers_moves_with_energy(shop):
    shop.model = made_model()
    quiet, loud = ask(shop, energy=0.0).json, ask(shop, energy=0.9).json
    assert loud["moods"][0]["mood"] == "Energetic"
    assert loud["moods"][0]["probability"] > 0.9
    assert quiet["moods"][0]["probability"] == pytest.approx(0.25)
    assert loud["model_version"] == shop.model.manifest.version


def test_what_is_beyond_the_training_songs_is_named(shop):
    shop.model = made_model()
    assert ask(shop, loudness=-50).json["outside"] == ["loudness"]
    assert ask(shop).json["outside"] == []


def test_bad_numbers_are_refused(shop):
    shop.model = made_model()
    post = shop.app.test_client().post
    assert ask(shop, energy=1.5).status_code == 422
    assert post("/api/v1/lab/mood", data=b"{").status_code == 400
    missing = post("/api/v1/lab/mood", json={"features": {"energy": 0.5}})
    assert (missing.status_code, "danceability" in missing.json["detail"]) == (422, True)


def test_without_a_model_the_command_is_named(shop):
    answer = ask(shop)
    assert (answer.status_code, "segue fetch lab" in answer.json["detail"]) == (503, True)

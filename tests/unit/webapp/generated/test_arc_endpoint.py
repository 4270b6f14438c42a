"""`GET /api/v1/lists/arc`."""

from dataclasses import replace

import numpy as np
import pytest
from flask.testing import FlaskClient

from recommender.prediction.sound.audio_features import NAMES
from tests.builders.moods import made_moods
from tests.builders.web import made_web
from webapp.app import create_app

ADDRESS = "/api/v1/lists/arc"


@pytest.fixture(scope="module")
def client(tmp_path_factory) -> FlaskClient:
    web = made_web(tmp_path_factory.mktemp("web"))
    moods = made_moods({track.track_id: (0.25, 0.25, 0.25, 0.25) for track in web.catalogue.tracks})
    features = moods.features.copy()
    features[:, NAMES.index("energy")] = np.linspace(0, 1, len(features))
    described = replace(moods, features=features)
    client = create_app(replace(web.services(), lab=web.lab(library_moods=lambda: described))).test_client()
    client.get("/api/v1/listener")
    return client


def test_a_list_has_the_length_and_the_energy_that_were_asked_for(client):
    answer = client.get(f"{ADDRESS}?minutes=30&energy=0,100").json
    assert abs(answer["duration_s"] - 1800) <= 36
    kinds = [int(item["track"]["track_id"][1:3]) for item in answer["items"]]
    assert (kinds[0], kinds[-1]) == (0, 3)
    assert all(item["reason"].startswith("energy ") for item in answer["items"])
    assert "mood" in client.get(f"{ADDRESS}?minutes=30&energy=0,100&mood=50,50").json["items"][0]["reason"]


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("minutes=400&energy=50,50", 422, "no list of 400 min can be made"),
        ("minutes=60&energy=50", 400, "2 to 12 points, not 1"),
        ("minutes=60&energy=50,high", 400, "whole percents from 0 to 100 with commas between"),
        ("minutes=60&energy=50,120", 400, "whole percents from 0 to 100"),
        ("minutes=4&energy=50,50", 400, "minutes"),
        ("energy=50,50", 400, "minutes"),
    ],
)
def test_what_is_no_arc_says_why(client, query, status, words):
    answer = client.get(f"{ADDRESS}?{query}")
    assert (answer.status_code, words in answer.json["detail"]) == (status, True), answer.json


def test_before_there_are_moods_the_command_is_named(tmp_path):
    client = made_web(tmp_path).client()
    client.get("/api/v1/listener")
    answer = client.get(f"{ADDRESS}?minutes=30&energy=0,100")
    assert (answer.status_code, "segue build moods" in answer.json["detail"]) == (503, True)

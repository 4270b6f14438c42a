"""What tracks have in common, over the API."""

import pytest

from tests.builders.web import MadeWeb, made_web

ADDRESS = "/api/v1/smart-in-common"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> MadeWeb:
    return made_web(tmp_path_factory.mktemp("web"))


@pytest.fixture
def client(made):
    made.reset()
    client = made.client()
    client.get("/api/v1/listener")
    return client


def ask(client, *track_ids, **fields):
    return client.post(ADDRESS, json={"track_ids": track_ids, **fields})


def test_rules_are_those_that_a_list_can_be_made_of(client):
    found = ask(client, "k01-t00", "k01-t01", "k01-t02", time_zone="Europe/Berlin").json
    rules = {rule["field"]: rule["value"] for rule in found["definition"]["rules"]["rules"]}
    assert rules["genre"] == "genre 1"
    assert (found["n_given"], found["n_given_matching"]) == (3, 3)
    assert found["definition"]["time_zone"] == "Europe/Berlin"
    looked = client.post("/api/v1/smart-preview", json={"definition": found["definition"]}).json
    assert looked["n_matching"] == found["n_library_matching"]
    made = client.post("/api/v1/smart-playlists", json={"name": "Alike", "definition": found["definition"]})
    assert made.status_code == 200, made.json


def test_nothing_is_kept(client):
    ask(client, "k01-t00", "k01-t01")
    assert client.get("/api/v1/smart-playlists").json["items"] == []


def test_tracks_that_share_nothing_are_told_so_in_words(client):
    found = ask(client, "k00-t00", "k01-t05", "k02-t03", "k03-t02").json
    assert found["definition"]["rules"]["rules"] == []
    assert found["message"].startswith("These tracks share nothing")


@pytest.mark.parametrize(
    ("track_ids", "status"),
    [(("k01-t00",), 422), (("k01-t00", "gone"), 400), (("k01-t00", "k01-t00"), 400), (("x",) * 501, 422)],
    ids=["one", "one known", "the same twice", "too many"],
)
def test_too_few_and_too_many_are_refused(client, track_ids, status):
    assert ask(client, *track_ids).status_code == status


def test_a_time_zone_that_is_none_is_refused(client):
    answer = ask(client, "k01-t00", "k01-t01", time_zone="Nowhere")
    assert answer.status_code == 400
    assert "Nowhere" in answer.json["detail"]

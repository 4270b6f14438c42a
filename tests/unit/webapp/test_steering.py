"""Where a listener steers to, as the API tells it, and the lists that follow."""

from collections import Counter

import msgspec
import pytest
from flask.testing import FlaskClient

from recommender.records import Steering
from tests.builders.events import taste_after
from tests.builders.web import MadeWeb, made_web

LISTS = (
    "/api/v1/lists/blend?like=track:k00-t00&n=10",
    "/api/v1/lists/path?stations=track:k00-t00,track:k02-t01&n=8",
    "/api/v1/lists/discovery",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> MadeWeb:
    return made_web(tmp_path_factory.mktemp("web"))


@pytest.fixture
def web(made) -> MadeWeb:
    made.reset()
    return made


@pytest.fixture
def client(web) -> FlaskClient:
    client = web.client()
    client.get("/api/v1/listener")
    return client


def steer(web: MadeWeb, **steering) -> None:
    web.taste = msgspec.structs.replace(web.taste, steering=Steering(**steering))


def most_of_an_artist(answer: dict) -> int:
    artists = [item["track"]["artist"] for item in answer["items"]]
    return max(max(Counter(artists[i : i + 10]).values()) for i in range(len(artists)))


def test_steering_is_told_with_what_holds_without_it(web, client):
    untouched = {"steering": {}, "half_life_days": 14.0, "artist_cap": 2, "has_energy": False}
    assert client.get("/api/v1/steering").json == untouched
    steer(web, familiarity=0.25, artist_cap=4)
    assert client.get("/api/v1/steering").json == untouched | {"steering": {"familiarity": 0.25, "artist_cap": 4}}


def test_steering_is_told_to_nobody_else(web):
    assert web.client().get("/api/v1/steering").status_code == 401


@pytest.mark.parametrize("address", LISTS)
def test_lists_keep_to_the_listeners_own_artist_cap(web, client, address):
    web.taste = taste_after(("liked", "k00-t00"), ("liked", "k02-t01"))
    assert most_of_an_artist(client.get(address).json) == 2
    steer(web, artist_cap=1)
    assert most_of_an_artist(client.get(address).json) == 1


@pytest.mark.parametrize("steering", [{"artist_cap": 1}, {"half_life_days": 90.0}])
def test_mixes_of_the_day_are_made_anew_when_the_listener_changes_their_rules(web, client, steering):
    web.taste = taste_after(("liked", "k00-t01"))
    client.get("/api/v1/lists/mixes")
    web.taste = taste_after(("liked", "k02-t01"))
    kept = client.get("/api/v1/lists/mixes").json["lists"][0]["items"]
    assert kept[0]["track"]["track_id"] == "k00-t01"
    steer(web, **steering)
    assert client.get("/api/v1/lists/mixes").json["lists"][0]["items"][0]["track"]["track_id"] == "k02-t01"


def test_picks_steered_alone_leave_the_mixes_of_the_day(web, client):
    web.taste = taste_after(("liked", "k00-t01"))
    kept = client.get("/api/v1/lists/mixes").json
    web.taste = taste_after(("liked", "k02-t01"))
    steer(web, familiarity=0.0, energy=1.0)
    assert client.get("/api/v1/lists/mixes").json == kept

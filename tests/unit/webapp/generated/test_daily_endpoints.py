"""`GET /api/v1/lists/mixes`, `/discovery` and `/past-weeks`."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from recommender.listening.history.plays import Hearing
from recommender.records import ListenerId, TrackId
from tests.builders.events import taste_after
from tests.builders.web import NOW, MadeWeb, made_web

MIXES = "/api/v1/lists/mixes"
DISCOVERY = "/api/v1/lists/discovery"
PAST_WEEKS = "/api/v1/lists/past-weeks"


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


def listener_of(client: FlaskClient) -> str:
    return client.get("/api/v1/listener").json["listener_id"]


def ids(answer: dict) -> list[str]:
    return [item["track"]["track_id"] for item in answer["items"]]


def test_mixes_stay_while_the_taste_goes_on(web, client):
    web.taste = taste_after(("liked", "k00-t01"), ("liked", "k02-t01"))
    before = client.get(MIXES).json["lists"]
    web.taste = taste_after(("liked", "k01-t01"))
    assert client.get(MIXES).json["lists"] == before
    assert client.get(f"{MIXES}?new=50").json["lists"] != before


def test_a_strangers_mixes_become_their_own_as_soon_as_something_is_liked(web, client):
    web.taste = taste_after(("started", "k03-t01"), ("skipped", "k03-t01"))
    strange = client.get(MIXES).json["lists"]
    assert all(each["items"] for each in strange)
    web.taste = taste_after(("liked", "k01-t01"))
    own = client.get(MIXES).json["lists"]
    assert own[0]["items"][0]["track"]["track_id"] == "k01-t01"


def test_what_is_turned_away_leaves_the_mixes_of_the_day(web, client):
    web.taste = taste_after(("liked", "k00-t01"), ("liked", "k00-t02"))
    assert "k00-t02" in ids(client.get(MIXES).json["lists"][0])
    web.taste = taste_after(("liked", "k00-t01"), ("disliked", "k00-t02"))
    assert "k00-t02" not in ids(client.get(MIXES).json["lists"][0])


def hearing(listener: str, track_id: str, at: datetime) -> Hearing:
    return Hearing(
        hearing_id=f"{listener} {track_id} {at}".encode(),
        listener_id=ListenerId(listener),
        track_id=TrackId(track_id),
        at=at,
        listened_s=200.0,
        is_play=True,
        is_skip=False,
    )


def test_a_discovery_has_nothing_that_was_ever_played(web, client):
    web.taste = taste_after(("liked", "k00-t01"))
    played = [f"k00-t{number:02d}" for number in range(2, 9)]
    web.plays.hear(hearing(listener_of(client), track_id, NOW - timedelta(days=900)) for track_id in played)
    answer = client.get(DISCOVERY).json
    assert len(answer["items"]) == 25
    assert not {*played, "k00-t01"} & set(ids(answer))


def test_past_weeks_show_the_years_with_plays_of_the_asking_listener_only(web, client):
    a_year_ago = NOW - timedelta(days=365)
    listener = listener_of(client)
    twice = [a_year_ago, a_year_ago + timedelta(hours=1)]
    web.plays.hear(hearing(listener, "k00-t01", at) for at in twice)
    web.plays.hear([hearing("somebody else", "k00-t02", a_year_ago)])
    (past,) = client.get(PAST_WEEKS).json["lists"]
    assert past["name"] == "This week in 2025"
    assert [(item["track"]["track_id"], item["reason"]) for item in past["items"]] == [
        ("k00-t01", "played 2 times then")
    ]


@pytest.mark.parametrize("address", [MIXES, DISCOVERY, PAST_WEEKS])
def test_nobody_and_nothing_to_choose_from_are_told(web, client, address):
    assert web.client().get(address).status_code == 401
    web.index = None
    answer = client.get(address)
    assert (answer.status_code, "segue build index" in answer.json["detail"]) == (503, True)


def test_a_share_that_is_no_ten_percent_is_refused(client):
    assert client.get(f"{MIXES}?new=35").status_code == 400
    assert client.get(f"{MIXES}?new=110").status_code == 400

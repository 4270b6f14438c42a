"""What listeners are told of what they heard."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from recommender.listening.folding import update_taste
from recommender.listening.taste import Taste
from recommender.records import ListenerId
from tests.builders.events import event, taste_after
from tests.builders.web import NOW, MadeWeb, changed, made_web


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> MadeWeb:
    return made_web(tmp_path_factory.mktemp("web"))


@pytest.fixture
def web(made) -> MadeWeb:
    made.reset()
    return made


@pytest.fixture
def client(web):
    client = web.client()
    client.listener = client.get("/api/v1/listener").json["listener_id"]
    return client


def heard(web, client, *plays: tuple[str, float], listener: str = "") -> None:
    """Let the listener play tracks, each so many days ago."""
    events = [
        replace(
            event("finished", track_id, number=n, listener_id=listener or client.listener),
            occurred_at=NOW - timedelta(days=days),
        )
        for n, (track_id, days) in enumerate(plays)
    ]
    web.plays.listen(events)


def ids(answer) -> list[str]:
    return [item.get("track", item)["track_id"] for item in answer.json["items"]]


def test_lists_carry_how_often_and_when_each_track_was_played(web, client):
    heard(web, client, ("k00-t00", 2), ("k00-t00", 1))
    items = client.get("/api/v1/history/tracks?limit=500").json["items"]
    counts = {item["track_id"]: (item["plays"], item["last_played_at"]) for item in items}
    assert counts["k00-t00"] == (2, "2026-01-04T12:00:00Z")
    assert counts["k00-t01"] == (0, None)
    assert len(items) == len(web.catalogue)


@pytest.mark.parametrize(
    ("sort", "order", "first"),
    [
        ("plays", "desc", ["k01-t00", "k00-t00"]),
        ("plays", "asc", ["k00-t00", "k01-t00"]),
        ("last_played", "desc", ["k00-t00", "k01-t00"]),
        ("last_played", "asc", ["k01-t00", "k00-t00"]),
    ],
)
def test_tracks_are_sorted_by_plays_and_what_was_never_played_comes_last(web, client, sort, order, first):
    heard(web, client, ("k01-t00", 9), ("k01-t00", 8), ("k00-t00", 1))
    answer = client.get(f"/api/v1/history/tracks?sort={sort}&order={order}&limit=500")
    assert ids(answer)[:2] == first
    assert answer.json["total"] == len(web.catalogue)


def test_a_list_tells_how_long_all_of_it_is(client):
    page = client.get("/api/v1/history/tracks?genre=genre 1&limit=1").json
    assert (page["total"], page["duration_s"]) == (12, 12 * 180.0)
    assert client.get("/api/v1/favourites/tracks").json["duration_s"] == 0.0


def test_counts_and_filters_go_together(web, client):
    heard(web, client, ("k01-t00", 1), ("k00-t03", 1))
    artist = web.catalogue.artist_ids[web.catalogue.positions["k00-t03"]]
    answer = client.get(f"/api/v1/history/tracks?sort=plays&order=desc&artist={artist}")
    assert ids(answer)[0] == "k00-t03"
    assert "k01-t00" not in ids(answer)


def test_what_was_never_played_is_a_list_of_its_own(web, client):
    heard(web, client, ("k01-t00", 1))
    answer = client.get("/api/v1/history/tracks?only=never-played&limit=500")
    assert answer.json["total"] == len(web.catalogue) - 1
    assert "k01-t00" not in ids(answer)


def test_a_play_between_two_questions_is_in_the_second(web, client):
    heard(web, client, ("k01-t00", 3))
    assert ids(client.get("/api/v1/history/tracks?sort=plays&order=desc"))[0] == "k01-t00"
    web.plays.listen([event("finished", "k02-t00", number=n, listener_id=client.listener) for n in (50, 51)])
    assert ids(client.get("/api/v1/history/tracks?sort=plays&order=desc"))[0] == "k02-t00"


def test_another_catalogue_keeps_the_counts_with_their_tracks(web, client):
    heard(web, client, ("k01-t00", 3))
    client.get("/api/v1/history/tracks")
    changed(web, "k00-t00", status="missing")
    assert ids(client.get("/api/v1/history/tracks?sort=plays&order=desc"))[0] == "k01-t00"


def test_plays_come_newest_first_and_page_by_page(web, client):
    heard(web, client, ("k00-t00", 5), ("k00-t01", 4), ("k00-t00", 3))
    first = client.get("/api/v1/history/plays?limit=2")
    assert ids(first) == ["k00-t00", "k00-t01"]
    assert first.json["items"][0]["played_at"] == "2026-01-02T12:00:00Z"
    second = client.get(f"/api/v1/history/plays?limit=2&cursor={first.json['next_cursor']}")
    assert ids(second) == ["k00-t00"]
    assert second.json["next_cursor"] is None


@pytest.mark.parametrize("cursor", ["x", "é", "A" * 100, "kgE"])
def test_a_cursor_of_somewhere_else_is_refused(client, cursor):
    answer = client.get(f"/api/v1/history/plays?cursor={cursor}")
    assert answer.status_code == 400
    assert "cursor" in answer.json["detail"]


def test_the_most_played_of_a_time_and_of_all_time(web, client):
    heard(web, client, ("k00-t00", 50), ("k00-t00", 49), ("k00-t00", 3), ("k00-t01", 2), ("k00-t01", 1))
    month = client.get("/api/v1/history/most-played?window=month")
    assert [(item["track_id"], item["plays"]) for item in month.json["items"]] == [("k00-t01", 2), ("k00-t00", 1)]
    assert ids(client.get("/api/v1/history/most-played?window=all")) == ["k00-t00", "k00-t01"]


def test_what_was_loved_and_not_heard_for_months_can_be_rediscovered(web, client):
    often = [("k03-t00", 200.0 + n) for n in range(10)]
    heard(web, client, ("k00-t00", 91), ("k00-t01", 89), ("k00-t02", 100), ("k01-t00", 120), ("k02-t00", 120), *often)
    liked = taste_after(("liked", "k00-t00"), ("liked", "k00-t01"), ("liked", "k00-t05"), ("disliked", "k02-t00"))
    web.taste = update_taste(liked, event("rated", "k01-t00", number=9, rating=4), half_life_days=14.0)
    assert ids(client.get("/api/v1/history/rediscover")) == ["k03-t00", "k01-t00", "k00-t00"]


def test_one_track_tells_all_that_is_counted(web, client):
    heard(web, client, ("k00-t00", 5), ("k00-t00", 3))
    answer = client.get("/api/v1/history/tracks/k00-t00").json
    assert answer == {
        "plays": 2,
        "skips": 0,
        "listened_s": 360.0,
        "first_played_at": "2025-12-31T12:00:00Z",
        "last_played_at": "2026-01-02T12:00:00Z",
    }
    assert client.get("/api/v1/history/tracks/nowhere").status_code == 404


PRIVATE = ("history/tracks", "history/plays", "history/most-played", "history/rediscover", "favourites/tracks")


@pytest.mark.parametrize("path", [*PRIVATE, "favourites/albums", "favourites/artists", "history/tracks/k00-t00"])
def test_what_is_private_is_told_to_its_listener_only_and_never_under_the_shared_etag(web, client, path):
    heard(web, client, ("k00-t00", 1), listener="somebody else")
    web.taste = Taste(listener_id=ListenerId("nobody"))
    answer = client.get(f"/api/v1/{path}")
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert all(not item.get("plays") for item in answer.json.get("items", [answer.json]))
    assert web.client().get(f"/api/v1/{path}").status_code == 401

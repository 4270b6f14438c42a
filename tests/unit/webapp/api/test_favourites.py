"""Albums and artists that a listener likes."""

import pytest

from recommender.catalogue.former_ids import former_album_id
from recommender.catalogue.names import album_id
from recommender.listening.favourites import Favourite
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


def test_liked_tracks_come_newest_first_with_their_plays(web, client):
    web.taste = taste_after(("liked", "k00-t01"), ("liked", "k01-t01"), ("liked", "gone"))
    web.plays.listen([event("finished", "k00-t01", listener_id=client.listener)])
    answer = client.get("/api/v1/favourites/tracks").json
    assert [(item["track_id"], item["plays"]) for item in answer["items"]] == [("k01-t01", 0), ("k00-t01", 1)]


@pytest.mark.parametrize("kind", ["albums", "artists"])
def test_a_like_is_kept_once_and_taken_back(web, client, kind):
    name = f"{kind[:-1]}_id"
    target = getattr(web.catalogue, kind)[0]
    path = f"/api/v1/favourites/{kind}/{getattr(target, name)}"
    for _ in range(2):
        assert client.put(path).json == {"target_id": getattr(target, name), "liked": True}
    assert [item[name] for item in client.get(f"/api/v1/favourites/{kind}").json["items"]] == [getattr(target, name)]
    assert client.get("/api/v1/opinions").json[kind] == [getattr(target, name)]
    for _ in range(2):
        assert client.delete(path).json["liked"] is False
    assert client.get(f"/api/v1/favourites/{kind}").json["items"] == []


def test_an_album_that_has_another_id_today_stays_liked_once_and_is_taken_back_under_both(web, client):
    for position in web.catalogue.albums[0].positions.tolist():
        changed(web, web.catalogue.tracks[position].track_id, album="Öde", album_artist="Band")
    former, today = former_album_id("Öde", "Band"), album_id("Öde", "Band")
    assert former != today
    web.favourites.put(client.listener, Favourite("album", former, NOW))
    assert client.put(f"/api/v1/favourites/albums/{today}").json == {"target_id": today, "liked": True}
    assert [item["album_id"] for item in client.get("/api/v1/favourites/albums").json["items"]] == [today]
    assert client.get("/api/v1/opinions").json["albums"] == [today]
    client.delete(f"/api/v1/favourites/albums/{today}")
    assert web.favourites.of_listener(client.listener, "album") == []


def test_an_album_that_left_the_catalogue_is_kept_for_its_return_and_can_be_forgotten(web, client):
    album = web.catalogue.albums[0]
    path = f"/api/v1/favourites/albums/{album.album_id}"
    client.put(path)
    for position in album.positions.tolist():
        changed(web, web.catalogue.tracks[position].track_id, album="Another")
    assert client.get("/api/v1/favourites/albums").json["items"] == []
    assert len(web.favourites.of_listener(client.listener, "album")) == 1
    client.delete(path)
    assert web.favourites.of_listener(client.listener, "album") == []


@pytest.mark.parametrize("kind", ["albums", "artists"])
def test_what_is_not_in_the_catalogue_cannot_be_liked(client, kind):
    assert client.put(f"/api/v1/favourites/{kind}/nowhere").status_code == 404


def test_pages_of_other_sites_and_strangers_change_nothing(web, client):
    path = f"/api/v1/favourites/albums/{web.catalogue.albums[0].album_id}"
    assert client.put(path, headers={"Origin": "http://elsewhere.example"}).status_code == 403
    assert web.client().put(path).status_code == 401
    assert web.favourites.favourites == {}


def test_everybody_takes_back_their_own_likes_only(web, client):
    path = f"/api/v1/favourites/albums/{web.catalogue.albums[0].album_id}"
    client.put(path)
    other = web.client()
    other.get("/api/v1/listener")
    other.delete(path)
    assert len(client.get("/api/v1/favourites/albums").json["items"]) == 1


def test_stars_are_told_with_the_opinions(web, client):
    web.taste = taste_after(("liked", "k00-t01"))
    assert client.get("/api/v1/opinions").json["rated"] == {}

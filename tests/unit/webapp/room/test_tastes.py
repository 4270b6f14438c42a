"""`GET /api/v1/map/taste`."""

from datetime import timedelta
from uuid import UUID

import msgspec
import numpy as np
import pytest

from recommender.catalogue.building import build_catalogue
from recommender.listening.history.plays import Hearing
from recommender.listening.situation import Popular, Situation
from recommender.listening.taste import Affinity, Cause, Taste
from recommender.records import ListenerId, TrackId
from tests.builders.index import kind_of
from tests.builders.seen_maps import made_map
from tests.builders.web import NOW

LIKED = ("k00-t00", "k00-t01", "k02-t05")
HEARD = "k01-t02"


@pytest.fixture
def listener(web, client) -> ListenerId:
    """Somebody who likes two kinds, and heard a third one this evening."""
    at = NOW - timedelta(days=3)
    affinities = {TrackId(one): Affinity(weight=2.0, at=at, why="liked") for one in LIKED}
    affinities[TrackId(HEARD)] = Affinity(weight=1.0, at=NOW, why="finished")
    web.taste = Taste(
        listener_id=ListenerId("nobody"),
        affinities=affinities,
        disliked={TrackId("k03-t00"): "track", TrackId("k01-t00"): "artist"},
        last=Cause(event_id=UUID(int=1), kind="finished", track_id=TrackId(HEARD), at=NOW),
    )
    listener_id = ListenerId(client.get("/api/v1/listener").json["listener_id"])
    hear(web, listener_id, (HEARD, timedelta(minutes=10)), (LIKED[2], timedelta(hours=9)))
    return listener_id


def hear(web, listener_id, *plays):
    for number, (track_id, ago) in enumerate(plays):
        key = UUID(int=number + 1).bytes
        heard = Hearing(key, listener_id, TrackId(track_id), NOW - ago, 180.0, is_play=True, is_skip=False)
        web.plays.hear([heard])


def centres(client, span):
    told = client.get("/api/v1/map/taste").json
    return [each for each in told["centres"] if each["span"] == span]


@pytest.mark.usefixtures("listener")
def test_the_centres_are_those_that_picks_are_made_from_and_stand_where_their_tracks_do(web, client):
    told = centres(client, "always")
    situation = Situation.resolve(web.taste, web.index, Popular.resolve({}, web.index), half_life_days=14.0)
    of_picks = [web.index.table.track_ids[centre.row] for centre in situation.centres]
    assert [each["track"]["track_id"] for each in told] == of_picks
    assert {kind_of(one) for one in of_picks[:2]} == {"k00", "k02"}
    for each in told:
        node = client.get(f"/api/v1/map/nodes/{each['track']['track_id']}").json
        assert (each["row"], each["position"]) == (node["row"], node["position"])
    assert (told[0]["weight"], told[0]["why"]) == (1.0, "liked")


def test_the_evening_has_centres_of_its_own_since_the_last_long_pause(web, client, listener):
    (evening,) = centres(client, "evening")
    assert (evening["track"]["track_id"], evening["why"], evening["weight"]) == (HEARD, "finished", 1.0)
    web.plays.clear()
    hear(web, listener, (HEARD, timedelta(hours=5)))
    assert centres(client, "evening") == []


@pytest.mark.usefixtures("listener")
def test_what_was_turned_away_is_told_with_all_of_an_artist(web, client):
    refused = client.get("/api/v1/map/taste").json["refused"]
    tracks = client.get("/api/v1/map/tracks", query_string={"rows": ",".join(map(str, refused))}).json["items"]
    told = {each["track"]["track_id"] for each in tracks}
    artist = next(track.artist for track in web.catalogue.tracks if track.track_id == "k01-t00")
    assert told == {"k03-t00", *(track.track_id for track in web.catalogue.tracks if track.artist == artist)}


@pytest.mark.usefixtures("listener")
def test_a_liked_track_that_came_after_the_map_glows_among_its_like(web, client):
    web.track_map = made_map([track for track in web.catalogue.tracks if track.track_id not in LIKED])
    told = {each["track"]["track_id"]: each for each in centres(client, "always")}
    late = told["k02-t05"]
    assert late["row"] is None
    places = {track_id: place for track_id, place in zip(web.track_map.track_ids, web.track_map.positions, strict=True)}
    like = np.mean([place for track_id, place in places.items() if kind_of(track_id) == "k02"], axis=0)
    other = np.mean([place for track_id, place in places.items() if kind_of(track_id) == "k00"], axis=0)
    here = np.array(late["position"])
    assert np.linalg.norm(here - like) < np.linalg.norm(here - other)


def test_of_somebody_unknown_and_without_an_index_there_is_none(web, client):
    assert client.get("/api/v1/map/taste").json["centres"] == []
    web.taste = msgspec.structs.replace(
        web.taste, affinities={TrackId(LIKED[0]): Affinity(weight=2.0, at=NOW, why="liked")}
    )
    web.index = None
    web.catalogue = build_catalogue(web.catalogue.tracks, revision="without an index")
    assert client.get("/api/v1/map/taste").json["centres"] == []

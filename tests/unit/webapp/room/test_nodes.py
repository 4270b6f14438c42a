from dataclasses import replace

import numpy as np
import pytest

from recommender.catalogue.building import build_catalogue
from recommender.listening.history.plays import Hearing
from recommender.records import ListenerId
from tests.builders.index import kind_of
from tests.builders.moods import made_moods
from tests.builders.seen_maps import made_map
from tests.builders.web import NOW
from webapp.app import create_app

CALM = (0.1, 0.05, 0.03, 0.82)


def node(client, track_id="k00-t00"):
    answer = client.get(f"/api/v1/map/nodes/{track_id}")
    assert answer.status_code == 200, answer.json
    return answer.json


def test_a_node_stands_where_the_map_has_it(web, client):
    told = node(client, "k02-t05")
    assert told["track"]["track_id"] == "k02-t05"
    assert told["position"] == pytest.approx(web.track_map.position("k02-t05").tolist())
    assert told["row"] == 29
    assert isinstance(told["region"], str)


def test_quantities_have_their_level_in_the_library_and_where_they_come_from(web, client):
    tempos = np.array([track.sound.tempo_bpm for track in web.catalogue.tracks])
    found = {each["name"]: each for each in node(client)["quantities"]}
    assert found["tempo"]["value"] == pytest.approx(tempos[0], abs=1e-3)
    assert found["tempo"]["level"] == pytest.approx((tempos < tempos[0]).mean(), abs=1e-6)
    assert (found["tempo"]["unit"], found["tempo"]["origin"]) == ("BPM", "measured")
    assert (found["genre"]["text"], found["genre"]["value"], found["genre"]["level"]) == ("genre 0", None, None)
    assert "energy" not in found


def test_plays_are_those_of_the_listener_who_asks(web, client):
    listener = ListenerId(client.get("/api/v1/listener").json["listener_id"])
    web.plays.hear([Hearing(bytes(16), listener, "k00-t00", NOW, 180.0, is_play=True, is_skip=False)])
    plays = {each["name"]: each for each in node(client)["quantities"]}["plays"]
    assert (plays["value"], plays["level"]) == (1, pytest.approx(47 / 48))
    assert web.client().get("/api/v1/map/nodes/k00-t00").status_code == 401


def test_neighbours_are_the_true_ones_and_say_whether_the_map_keeps_them(web, client):
    told = node(client)["neighbours"]
    row = web.index.table.row("k00-t00")
    cosines = web.index.cosines_to(web.index.vector(row))
    expected = [web.index.table.track_ids[near] for near in np.argsort(-cosines) if near != row][:5]
    assert {each["track"]["track_id"] for each in told} == set(expected)
    shares = [each["closeness"] for each in told]
    assert shares == sorted(shares, reverse=True)
    assert {kind_of(track_id) for track_id in expected} == {"k00"}
    distances = np.linalg.norm(web.track_map.positions - web.track_map.positions[0], axis=1)
    near = set(np.argsort(distances)[1:6].tolist())
    assert [each["is_kept"] for each in told] == [each["row"] in near for each in told]
    assert all(0 <= each["closeness"] <= 1 for each in told)


def test_connections_lead_to_the_rows_of_the_others(client):
    told = {(each["kind"], each["name"]): each for each in node(client)["connections"]}
    assert told.keys() == {("artist", "artist 0.0"), ("album", "album 0"), ("composer", "Clara Schumann"),
                           ("writer", "Writer 0")}  # fmt: skip
    assert told[("writer", "Writer 0")]["rows"] == list(range(3, 48, 3))
    assert told[("composer", "Clara Schumann")]["n_tracks"] == 47
    assert told[("artist", "artist 0.0")]["rows"] == [5, 10]


def test_connections_to_tracks_that_are_not_in_the_map_are_counted_but_have_no_row(web, client):
    web.track_map = made_map(web.catalogue.tracks[:40], version="20260107T000000Z-aaaaaa")
    told = {each["kind"]: each for each in node(client)["connections"]}
    assert (told["composer"]["n_tracks"], len(told["composer"]["rows"])) == (47, 39)


def test_without_an_index_there_are_no_neighbours(web, client):
    web.index = None
    assert node(client)["neighbours"] == []


def test_moods_are_told_where_they_are_built(web):
    moods = made_moods({track.track_id: CALM for track in web.catalogue.tracks}, energy={
        track.track_id: number / 100 for number, track in enumerate(web.catalogue.tracks)
    })  # fmt: skip
    client = create_app(replace(web.services(), lab=web.lab(library_moods=lambda: moods))).test_client()
    client.get("/api/v1/listener")
    found = {each["name"]: each for each in node(client, "k03-t11")["quantities"]}
    assert (found["mood"]["text"], found["mood"]["origin"]) == ("Calm", "estimated")
    assert (found["energy"]["value"], found["energy"]["level"]) == (pytest.approx(0.47), pytest.approx(47 / 48))


@pytest.mark.parametrize(("track_id", "words"), [("gone", "not in the catalogue"), ("k03-t11", "not in the map yet")])
def test_what_is_not_there_is_404_and_says_why(web, client, track_id, words):
    web.track_map = made_map(web.catalogue.tracks[:-1], version="20260108T000000Z-aaaaaa")
    answer = client.get(f"/api/v1/map/nodes/{track_id}")
    assert (answer.status_code, words in answer.json["detail"]) == (404, True)


def test_a_library_of_one_track_has_its_node(web, client):
    web.catalogue = build_catalogue(web.catalogue.tracks[:1], revision="one")
    told = node(client)
    assert (told["neighbours"], told["connections"], told["region"]) == ([], [], "")

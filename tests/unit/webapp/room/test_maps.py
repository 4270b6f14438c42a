import gzip
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from recommender.catalogue.building import build_catalogue
from recommender.listening.history.plays import Hearing
from recommender.records import ListenerId
from recommender.room.binary import MEDIA_TYPE, read_map
from tests.builders.events import taste_after
from tests.builders.seen_maps import MAP_VERSION, made_map
from tests.builders.web import NOW, changed
from webapp.app import create_app
from webapp.room.map_bodies import MapBody


def ask(client, columns="", **headers):
    return client.get(f"/api/v1/map?columns={columns}", headers=headers)


def test_the_map_has_every_track_where_it_stands(web, client):
    answer = ask(client)
    assert (answer.status_code, answer.content_type) == (200, MEDIA_TYPE)
    read = read_map(answer.data)
    assert np.abs(read.positions - web.track_map.positions).max() < 1e-4
    assert (read.header.map_version, read.header.n_missing) == (MAP_VERSION, 0)
    assert (read.header.method.neighbours_kept, read.header.method.n_placed) == (0.61, 2)
    names = [region.name for region in read.header.regions]
    assert len(names) == len(set(names))
    assert any(name.startswith("genre ") or name.endswith(tuple("0123")) for name in names)


def test_quantities_come_as_they_were_asked_for(web, client):
    read = read_map(ask(client, "tempo,genre,brightness").data)
    assert [column.name for column in read.header.columns] == ["tempo", "genre", "brightness"]
    tempos = [track.sound.tempo_bpm for track in web.catalogue.tracks]
    assert read.columns["tempo"].tolist() == pytest.approx(tempos, abs=0.5)
    assert read.header.columns[1].categories == ("genre 0", "genre 1", "genre 2", "genre 3")
    assert (read.header.columns[0].unit, read.header.columns[2].scale) == ("BPM", "log")


def test_what_the_listener_did_is_theirs_alone(web, client):
    listener = ListenerId(client.get("/api/v1/listener").json["listener_id"])
    web.plays.hear([Hearing(bytes(16), listener, "k00-t01", NOW, 180.0, is_play=True, is_skip=False)])
    web.taste = taste_after(("liked", "k00-t02"), ("disliked", "k00-t03"))
    read = read_map(ask(client, "plays,likes").data)
    assert read.columns["plays"].tolist() == [0, 1, *([0] * 46)]
    assert read.columns["likes"][:5].tolist() == [0, 0, 1, 2, 0]
    other = web.client()
    assert [ask(other, columns).status_code for columns in ("plays", "")] == [401, 401]
    other.get("/api/v1/listener")
    assert not read_map(ask(other, "plays").data).columns["plays"].any()


def test_an_etag_lasts_until_something_in_the_answer_changes(web, client):
    first = ask(client, "tempo")
    etag = first.headers["ETag"]
    again = ask(client, "tempo", **{"If-None-Match": etag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    assert ask(client, "genre", **{"If-None-Match": etag}).status_code == 200
    changed(web, "k00-t00", sound=None)
    assert ask(client, "tempo", **{"If-None-Match": etag}).status_code == 200


def test_it_is_compressed_for_those_who_take_that(client):
    packed = ask(client, **{"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == ask(client).data


@pytest.fixture
def computed(web):
    """A client, and what was worked out where it holds up nobody else."""
    made = []

    def compute(work):
        made.append(work())
        return made[-1]

    client = create_app(replace(web.services(), compute=compute)).test_client()
    client.get("/api/v1/listener")
    return client, made


def test_it_is_packed_once_where_it_holds_up_nobody(computed):
    client, made = computed
    answers = [ask(client, "tempo", **{"Accept-Encoding": "gzip"}) for _ in range(2)]
    bodies = [each for each in made if isinstance(each, MapBody)]
    assert [each.packed for each in bodies] == [answers[0].data]
    assert answers[1].data == answers[0].data
    made.clear()
    plain = ask(client, "tempo")
    assert made == [plain.data]
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize("columns", ["tempo", "plays"])
def test_who_has_the_map_is_told_so_without_making_it(computed, columns):
    client, made = computed
    etag = ask(client, columns).headers["ETag"]
    for other in ("genre", "length", "loudness", "key", "year"):
        ask(client, other)  # more than are kept
    made.clear()
    assert ask(client, columns, **{"If-None-Match": etag}).status_code == 304
    assert not [each for each in made if isinstance(each, MapBody)]


def test_the_tag_is_that_of_the_bytes_in_another_process_too(web, client):
    other = create_app(web.services()).test_client()
    other.get("/api/v1/listener")
    assert ask(client, "tempo,genre").headers["ETag"] == ask(other, "tempo,genre").headers["ETag"]


def test_tracks_that_came_after_the_map_are_counted(web, client):
    web.track_map = made_map(web.catalogue.tracks[5:], version="20260107T000000Z-aaaaaa")
    read = read_map(ask(client).data)
    assert (len(read.positions), read.header.n_missing) == (43, 5)
    assert client.get("/api/v1/map/rows?track_ids=k00-t00,k00-t05,gone").json["items"] == [
        {"track_id": "k00-t00", "row": None}, {"track_id": "k00-t05", "row": 0}, {"track_id": "gone", "row": None},
    ]  # fmt: skip


def test_rows_and_tracks_name_each_other(client):
    version = read_map(ask(client).data).header.version
    rows = client.get(f"/api/v1/map/rows?version={version}&track_ids=k01-t03,k03-t11").json["items"]
    asked = ",".join(str(item["row"]) for item in rows)
    tracks = client.get(f"/api/v1/map/tracks?version={version}&rows={asked}").json["items"]
    assert [item["track"]["track_id"] for item in tracks] == ["k01-t03", "k03-t11"]
    assert [item["row"] for item in tracks] == [item["row"] for item in rows]


def test_rows_of_another_version_are_refused_and_a_corrected_tag_is_none(web, client):
    version = read_map(ask(client).data).header.version
    changed(web, "k00-t00", title="Corrected")
    path = f"/api/v1/map/tracks?version={version}&rows=0"
    assert client.get(path).json["items"][0]["track"]["title"] == "Corrected"
    web.catalogue = build_catalogue(web.catalogue.tracks[1:], revision="2")
    for answer in (client.get(path), client.get(f"/api/v1/map/rows?version={version}&track_ids=k00-t00")):
        assert (answer.status_code, answer.json["type"]) == (409, "urn:segue:problem:other-version")


def test_every_quantity_is_listed_with_what_it_needs(client):
    items = {item["name"]: item for item in client.get("/api/v1/map/quantities").json["items"]}
    known = {"unit": "BPM", "origin": "measured", "scale": "linear", "is_available": True, "why": ""}
    assert items["tempo"] == {"name": "tempo", **known}
    assert (items["energy"]["is_available"], items["energy"]["origin"]) == (False, "estimated")
    assert items["energy"]["why"] == "segue build moods"
    assert {"brightness", "genre", "year", "plays", "likes", "popularity", "mood", "artist_share"} <= items.keys()


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/map?columns=colour", 400, "no quantity 'colour'"),
        ("/map?columns=tempo,loudness,key,mode,length,plays,likes", 400, "at most 6, not 7"),
        ("/map?columns=energy", 503, "energy is not known here yet; run `segue build moods`"),
        ("/map/tracks?rows=48", 400, "the map has 48 rows"),
        ("/map/tracks?rows=1,x", 400, "give numbers"),
        ("/map/tracks?rows=-1", 400, "give numbers"),
        ("/map/tracks?rows=00000001", 400, "give numbers"),
        ("/map?columns=tempo,", 400, "no quantity ''"),
        ("/map/tracks?rows=" + ",".join(["0"] * 201), 400, "at most 200, not 201"),
        ("/map/rows?track_ids=" + ",".join(["a"] * 201), 400, "at most 200, not 201"),
        ("/map/rows", 400, "track_ids"),
    ],
)
def test_what_cannot_be_answered_says_what_and_why(client, path, status, words):
    answer = client.get(f"/api/v1{path}")
    assert (answer.status_code, words in answer.json["detail"]) == (status, True), answer.json


@pytest.mark.parametrize(
    "path", ["/map", "/map/quantities", "/map/rows?track_ids=a", "/map/tracks?rows=0", "/map/nodes/k00-t00",
             "/map/ghost?track_id=k00-t00"],
)  # fmt: skip
def test_before_there_is_a_map_the_command_is_named(web, client, path):
    web.track_map = None
    answer = client.get(f"/api/v1{path}")
    assert (answer.status_code, answer.json["detail"]) == (503, "there is no map yet; run `segue build map`")


def test_a_library_of_one_track_has_a_map(web, client):
    track = msgspec.structs.replace(web.catalogue.tracks[0])
    web.catalogue = build_catalogue([track], revision="one")
    web.track_map = made_map([track])
    read = read_map(ask(client, "tempo,genre,plays").data)
    assert (len(read.positions), read.header.regions) == (1, ())

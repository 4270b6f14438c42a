"""The room holds what its visitor may see: rows, counts, regions, neighbours and ghosts."""

import pytest

from recommender.listening.history.plays import Hearing
from recommender.records import ListenerId
from recommender.room.binary import read_map
from recommender.room.weeks.binary import read_weeks
from tests.builders.web import NOW

SEEN_ID = "k00-t01"


def map_of(client, columns="genre"):
    return read_map(client.get(f"/api/v1/map?columns={columns}").data)


@pytest.mark.parametrize(("who", "n_tracks"), [("boss", 48), ("anna", 24), ("gus", 24)])
def test_the_map_counts_only_what_is_seen(player, who, n_tracks):
    read = map_of(player.accounts.log_in(who))
    assert (len(read.positions), read.header.n_missing) == (n_tracks, 0)
    assert sum(region.n_tracks for region in read.header.regions) <= 2 * n_tracks
    assert len(read.header.columns[0].categories) == n_tracks / 12


@pytest.mark.parametrize(
    ("who", "figures"), [("boss", (0.61, 0.75, 2)), ("anna", (None, None, None)), ("gus", (None, None, None))]
)
def test_figures_of_the_whole_library_are_told_only_to_those_who_see_it(player, who, figures):
    method = map_of(player.accounts.log_in(who)).header.method
    assert (method.neighbours_kept, method.global_order, method.n_placed) == figures


def test_the_box_is_that_of_what_is_seen(player):
    whole, seen = (map_of(player.accounts.log_in(who)).header.box for who in ("boss", "anna"))
    assert seen != whole


def test_rows_count_through_what_is_seen_and_a_hidden_track_has_none(player):
    client = player.accounts.log_in("anna")
    items = client.get(f"/api/v1/map/rows?track_ids={SEEN_ID},k02-t01").json["items"]
    assert [item["row"] for item in items] == [1, None]
    last = client.get("/api/v1/map/tracks?rows=23").json["items"][0]
    assert last["track"]["track_id"] == "k01-t11"
    assert client.get("/api/v1/map/tracks?rows=24").status_code == 400


def test_those_who_see_different_things_have_different_versions_and_take_no_rows_of_others(player):
    versions = {who: map_of(player.accounts.log_in(who)).header.version for who in ("boss", "carl", "anna", "gus")}
    assert versions["boss"] == versions["carl"] != versions["anna"] == versions["gus"]
    answer = player.accounts.log_in("anna").get(f"/api/v1/map/tracks?rows=0&version={versions['boss']}")
    assert answer.status_code == 409


def test_the_table_and_its_file_have_only_what_is_seen(player):
    hidden = {track.track_id for track in player.hidden}
    for who, n_tracks in (("boss", 48), ("anna", 24)):
        client = player.accounts.log_in(who)
        asked = {"version": map_of(client).header.version, "columns": ["genre"]}
        table = client.post("/api/v1/map/table", json=asked).json
        named = {item["track"]["track_id"] for item in table["items"]}
        lines = client.post("/api/v1/map/table-files", json=asked).data.decode().splitlines()
        assert (table["n_rows"], len(lines) - 1) == (n_tracks, n_tracks)
        assert bool(named & hidden) == any(line.split(",")[0] in hidden for line in lines) == (who == "boss")


def test_plays_of_hidden_tracks_are_not_in_the_weeks(player):
    player.web.plays.clear()
    player.web.plays.hear(
        Hearing(name.encode(), ListenerId("id-anna"), name, NOW, 180.0, is_play=True, is_skip=False)
        for name in (SEEN_ID, "k02-t01")
    )
    _, weeks = read_weeks(player.accounts.log_in("anna").get("/api/v1/map/weeks").data)
    assert (weeks.rows.tolist(), weeks.n_elsewhere) == ([1], 0)


def test_the_room_follows_when_a_library_is_shown(player):
    client = player.accounts.log_in("anna")
    etag = client.get("/api/v1/map").headers["ETag"]
    player.show_to("id-anna")
    again = client.get("/api/v1/map", headers={"If-None-Match": etag})
    assert (again.status_code, len(read_map(again.data).positions)) == (200, 48)


def test_neighbours_connections_and_ghosts_are_seen_tracks(player):
    client = player.accounts.log_in("anna")
    seen = {track.track_id for track in player.whole.tracks} - {track.track_id for track in player.hidden}
    node = client.get(f"/api/v1/map/nodes/{SEEN_ID}").json
    assert {each["track"]["track_id"] for each in node["neighbours"]} <= seen
    assert all(row < 24 for each in node["connections"] for row in each["rows"])
    assert max(each["n_tracks"] for each in node["connections"]) == 23
    ghost = client.get(f"/api/v1/map/ghost?track_id={SEEN_ID}&brightness=2500&energy=0.5").json
    assert {each["track"]["track_id"] for each in ghost["nearest"]} <= seen
    assert ghost["n_like"] <= 24

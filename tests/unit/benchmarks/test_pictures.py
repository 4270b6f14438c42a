import pytest

from benchmarks.pictures.__main__ import PICTURES
from benchmarks.pictures.demo_player import demo_player
from benchmarks.pictures.shots import SHOTS
from benchmarks.pictures.small_picture import MAX_BYTES
from benchmarks.pictures.telling_tracks import SeenTrack, TellingTracks, telling_tracks
from recommender.errors import ServerUnavailable
from tests.paths import ROOT

CASE = (ROOT / "docs" / "room_case.md").read_text()
MAX_PICTURES = 8


def seen(name: str, kept: int, connected: int) -> SeenTrack:
    return SeenTrack(track_id=name, title=name, neighbours_kept=kept, n_connected=connected)


def test_a_track_is_seen_with_its_neighbours_and_connections():
    node = {
        "track": {"track_id": "a", "title": "A"},
        "neighbours": [{"is_kept": True}, {"is_kept": False}, {"is_kept": True}],
        "connections": [{"n_tracks": 3}, {"n_tracks": 4}],
    }
    assert SeenTrack.from_json(node) == SeenTrack(track_id="a", title="A", neighbours_kept=2, n_connected=7)


def test_the_track_that_the_map_tore_apart_and_the_best_kept_one_are_chosen():
    tracks = [seen("a", 9, 1), seen("b", 12, 2), seen("c", 12, 5), seen("d", 4, 9), seen("e", 4, 0)]
    chosen = telling_tracks(tracks)
    assert (chosen.kept.track_id, chosen.torn.track_id) == ("c", "d")


def test_each_shot_is_taken_where_its_track_stands():
    tracks = TellingTracks(kept=seen("near", 15, 1), torn=seen("far", 0, 1))
    paths = {shot.name: shot.path(tracks) for shot in SHOTS}
    assert paths["neighbours"] == "/room?at=near"
    assert paths["torn_apart"] == "/room?at=far"
    assert not any("{" in path for path in paths.values())


def test_the_page_shows_each_picture_there_is_and_no_other():
    names = {f"{shot.name}.webp" for shot in SHOTS}
    assert {path.name for path in PICTURES.glob("*.webp")} == names, "run: make pictures"
    assert [name for name in sorted(names) if f"](pictures/{name})" not in CASE] == []
    assert len(SHOTS) == len(names) <= MAX_PICTURES


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_pictures_are_small(shot):
    picture = (PICTURES / f"{shot.name}.webp").read_bytes()
    assert picture[8:12] == b"WEBP"
    assert len(picture) <= MAX_BYTES


def test_the_screens_and_both_themes_are_shown():
    assert {shot.theme for shot in SHOTS} == {"dark", "light"}
    assert {shot.viewport["width"] for shot in SHOTS} == {1440, 390}


def test_a_demo_that_ends_before_it_plays_is_told_with_its_reason(tmp_path):
    with pytest.raises(ServerUnavailable, match="does not exist"), demo_player(tmp_path / "nowhere"):
        pass

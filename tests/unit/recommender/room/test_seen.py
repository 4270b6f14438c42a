import numpy as np
import pytest

from recommender.catalogue.building import build_catalogue
from recommender.room.seen import NotInMap, SeenMap
from tests.builders.index import made_tracks
from tests.builders.seen_maps import made_map

TRACKS = made_tracks(4, 12)
MAP = made_map(TRACKS)


def test_rows_are_the_tracks_that_both_the_map_and_the_catalogue_have():
    catalogue = build_catalogue([*TRACKS[10:], *made_tracks(5, 1)[4:]])
    seen = SeenMap.of(MAP, catalogue)
    assert len(seen) == len(TRACKS) - 10
    for row in range(len(seen)):
        track = seen.tracks[row]
        assert seen.row(track.track_id) == row
        assert np.array_equal(seen.positions[row], MAP.position(track.track_id))
    assert seen.row(TRACKS[0].track_id) is None


def test_a_track_that_came_after_the_map_is_told_with_the_command():
    seen = SeenMap.of(MAP, build_catalogue(made_tracks(5, 12)))
    with pytest.raises(NotInMap, match=r"k04-t00.*segue build map"):
        seen.require_row("k04-t00")


def test_the_version_stays_when_a_tag_is_corrected_and_moves_with_what_is_seen():
    version = SeenMap.of(MAP, build_catalogue(TRACKS, revision="1")).version
    assert SeenMap.of(MAP, build_catalogue(TRACKS, revision="2")).version == version
    assert SeenMap.of(MAP, build_catalogue(TRACKS[:-1])).version != version
    newer = made_map(TRACKS, version="20260106T000000Z-eeeeee")
    assert SeenMap.of(newer, build_catalogue(TRACKS)).version != version


def test_rows_of_the_catalogue_become_rows_of_the_map_in_their_order():
    catalogue = build_catalogue(TRACKS)
    seen = SeenMap.of(made_map(TRACKS[::-1][:20]), catalogue)
    wanted = np.array([47, 0, 45], dtype=np.int32)
    assert [seen.tracks[row].track_id for row in seen.rows_of(wanted)] == ["k03-t11", "k03-t09"]


@pytest.mark.parametrize("n_tracks", [1, 2, 6, 48])
def test_the_nearest_in_the_map_are_the_nearest_and_never_the_track_itself(n_tracks):
    seen = SeenMap.of(made_map(TRACKS[:n_tracks]), build_catalogue(TRACKS))
    distances = np.linalg.norm(seen.positions - seen.positions[0], axis=1)
    assert seen.nearest_rows(0, 5).tolist() == np.argsort(distances)[1:6].tolist()

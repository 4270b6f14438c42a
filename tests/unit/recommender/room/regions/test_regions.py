from datetime import date

import msgspec
import numpy as np
import pytest

from recommender.room.regions.clusters import cluster_counts, find_clusters
from recommender.room.regions.log_odds import log_odds
from recommender.room.regions.naming import MIN_MEMBERS, find_regions, region_of
from tests.builders.index import kind_of, made_tracks
from tests.builders.moods import made_moods
from tests.builders.seen_maps import made_library, made_map, made_positions, sounding

KINDS = ("Folk", "Drone", "Punk", "Ska")


def named_tracks(n_kinds=4, per_kind=22):
    return [
        msgspec.structs.replace(track, genres=(KINDS[int(kind_of(track.track_id)[1:]) % len(KINDS)],))
        for track in sounding(made_tracks(n_kinds, per_kind))
    ]


def test_clusters_are_the_groups_that_there_are_and_the_same_each_time():
    positions = made_positions(made_tracks(4, 22))
    clusters = find_clusters(positions, 4)
    assert {len(set(clusters[at : at + 22].tolist())) for at in range(0, 88, 22)} == {1}
    assert len(set(clusters.tolist())) == 4
    assert np.array_equal(clusters, find_clusters(positions, 4))


def test_equal_places_are_no_trouble():
    clusters = find_clusters(np.zeros((9, 3), dtype=np.float32), 3)
    assert set(clusters.tolist()) <= {0, 1, 2}


@pytest.mark.parametrize(
    ("n", "counts"), [(1, ()), (5, ()), (6, (2,)), (30, (3, 9)), (88, (5, 15)), (106_574, (8, 24, 72))]
)
def test_a_larger_library_has_more_parts_in_more_sizes(n, counts):
    assert cluster_counts(n) == counts


def test_a_word_of_all_says_nothing_and_one_of_the_group_alone_much():
    whole = np.array([100, 20, 20, 0])
    stds = log_odds(np.array([20, 20, 4, 0]), whole, 20, 100)
    assert stds[0] == stds[3] == 0
    assert stds[1] > 4
    assert abs(stds[2]) < 0.5


def test_the_prior_keeps_a_rare_word_from_standing_out():
    rare = log_odds(np.array([1]), np.array([1]), 3, 100)[0]
    common = log_odds(np.array([15]), np.array([15]), 20, 100)[0]
    assert rare < 2 < common


def test_regions_are_named_by_what_stands_out_there_the_larger_first():
    regions = find_regions(made_library(named_tracks()))
    names = [region.name for region in regions]
    assert len(set(names)) == len(names)
    assert set(KINDS) <= set(names)
    sizes = [len(region.rows) for region in regions]
    assert sizes == sorted(sizes, reverse=True)
    assert min(sizes) >= MIN_MEMBERS


def test_each_name_is_true_of_the_region_where_it_stands():
    tracks = named_tracks()
    for region in find_regions(made_library(tracks)):
        if region.name in KINDS:
            share = np.mean([region.name in tracks[row].genres for row in region.rows.tolist()])
            assert share > 0.9
        distances = np.linalg.norm(made_positions(tracks)[region.rows] - region.centre, axis=1)
        assert 0.7 <= np.mean(distances <= region.radius + 1e-6) <= 1


def test_without_genres_moods_and_sound_give_the_names():
    tracks = [msgspec.structs.replace(track, genres=("Various",)) for track in named_tracks()]
    moods = made_moods({
        track.track_id: (0.1, 0.05, 0.03, 0.82) if track.track_id < "k01" else (0.7, 0.1, 0.15, 0.05)
        for track in tracks
    })  # fmt: skip
    names = [region.name for region in find_regions(made_library(tracks, moods=moods))]
    assert any("calm" in name.lower() for name in names)
    assert any("quick" in name.lower() for name in names)
    assert not any("Various" in name for name in names)


def test_decades_are_names_too():
    tracks = [
        msgspec.structs.replace(track, genres=(), released_on=date(1960 + 10 * int(kind_of(track.track_id)[1:]), 1, 1))
        for track in named_tracks()
    ]
    names = {region.name for region in find_regions(made_library(tracks))}
    assert {"1960s", "1970s", "1980s", "1990s"} <= names


@pytest.mark.parametrize("n_tracks", [0, 1, 2, 3, 5])
def test_a_handful_of_tracks_has_no_regions(n_tracks):
    assert find_regions(made_library(named_tracks()[:n_tracks])) == ()


def test_where_all_tracks_stand_in_one_place_there_are_no_regions():
    tracks = named_tracks()
    track_map = made_map(tracks, positions=np.zeros((len(tracks), 3), dtype=np.float32))
    assert find_regions(made_library(tracks, track_map=track_map)) == ()


def test_where_nothing_stands_out_nothing_is_named():
    tracks = [msgspec.structs.replace(track, sound=None, genres=("Same",)) for track in named_tracks()]
    assert find_regions(made_library(tracks, track_map=made_map(tracks, measures={}))) == ()


def test_a_row_belongs_to_the_smallest_of_its_regions():
    regions = find_regions(made_library(named_tracks()))
    of_row = [region for region in regions if 0 in region.rows]
    assert region_of(regions, 0) == of_row[-1].name
    assert region_of((), 0) == ""

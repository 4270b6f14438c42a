from pathlib import Path

import numpy as np
import pytest

from recommender.room.map.arrangement import Arrangement, IndexedSounds, arrange
from recommender.room.map.config import MapConfig
from recommender.room.map.placement import Placed, place
from recommender.room.map.track_map import TrackMap
from tests.builders.room import made_sounds, published_map, sounds_of, with_first

CONFIG = MapConfig(index_version="i1")
SMALL_ROOM = MapConfig(index_version="i1", max_laid_out=150, n_landmarks=120)
MOVED_AT_MOST = 0.04
"""Two hundredths of the width of the room, which is 2."""


def kept_as(folder: Path, sounds: IndexedSounds, made: Arrangement) -> TrackMap:
    """The map that a next build finds."""
    return published_map(
        folder,
        sounds.track_ids,
        positions=made.positions,
        name=made.name,
        n_placed=made.n_placed,
        neighbours_kept=made.quality.neighbours_kept,
    )


def shuffled(sounds: IndexedSounds) -> IndexedSounds:
    order = np.random.default_rng(2).permutation(len(sounds.track_ids))
    return IndexedSounds([sounds.track_ids[i] for i in order], sounds.unit[order], sounds.space)


@pytest.fixture(scope="module")
def sounds() -> IndexedSounds:
    return shuffled(made_sounds(8, 25))


@pytest.mark.parametrize("again", [False, True])
def test_rebuilding_the_same_library_moves_no_track(sounds: IndexedSounds, tmp_path: Path, again: bool):
    first = arrange(sounds, None, CONFIG)
    second = arrange(sounds, kept_as(tmp_path, sounds, first), CONFIG, again=again)
    assert np.linalg.norm(second.positions - first.positions, axis=1).max() <= MOVED_AT_MOST
    assert (second.name, second.n_placed) == ("pacmap", 0)


def test_the_map_keeps_more_neighbours_than_the_main_axes(sounds: IndexedSounds):
    made = arrange(sounds, None, CONFIG)
    assert made.quality.neighbours_kept is not None
    assert made.baseline.neighbours_kept is not None
    assert made.quality.neighbours_kept > made.baseline.neighbours_kept


def test_new_tracks_are_placed_and_no_old_one_moves(sounds: IndexedSounds, tmp_path: Path):
    before = with_first(sounds, 180)
    first = arrange(before, None, CONFIG)
    second = arrange(sounds, kept_as(tmp_path, before, first), CONFIG)
    assert np.array_equal(second.positions[:180], first.positions)
    assert (second.n_placed, second.n_landmarks) == (20, 0)
    kinds = np.array([int(each[1:]) // 25 for each in sounds.track_ids])
    distances = np.linalg.norm(second.positions[180:, None] - second.positions[None, :180], axis=2)
    assert (kinds[:180][distances.argmin(axis=1)] == kinds[180:]).mean() >= 0.9


def test_a_library_that_has_grown_is_laid_out_again_and_turned_as_it_was(sounds: IndexedSounds, tmp_path: Path):
    before = with_first(sounds, 120)
    first = arrange(before, None, CONFIG)
    mirrored = Arrangement(first.name, first.positions * [-1, 1, 1], 0, 0, first.quality, first.baseline)
    second = arrange(sounds, kept_as(tmp_path, before, mirrored), CONFIG)
    away = np.linalg.norm(second.positions[:120] - mirrored.positions, axis=1)
    assert second.n_placed == 0
    assert np.median(away) < 0.5
    assert np.abs(second.positions).max() <= 1.0


def test_places_that_no_longer_fit_the_sounds_are_given_up(sounds: IndexedSounds, tmp_path: Path):
    first = arrange(sounds, None, CONFIG)
    others = IndexedSounds(sounds.track_ids, sounds.unit[::-1].copy(), sounds.space)  # analysed again, all different
    said: list[str] = []
    second = arrange(others, kept_as(tmp_path, sounds, first), CONFIG, say=said.append)
    assert "the old places no longer fit what the tracks sound like" in said
    assert second.quality.neighbours_kept == pytest.approx(first.quality.neighbours_kept, abs=0.05)


def test_of_many_tracks_landmarks_are_laid_out_and_the_rest_placed_by_whom_it_is_handed(sounds: IndexedSounds):
    asked = []

    def place_elsewhere(vectors: np.ndarray, placed: Placed) -> np.ndarray:
        asked.append((len(vectors), len(placed.positions)))
        return place(vectors, placed)

    made = arrange(sounds, None, SMALL_ROOM, place_many=place_elsewhere)
    assert asked == [(80, 120)]
    assert (made.name, made.n_landmarks, made.n_placed) == ("landmarks", 120, 0)
    assert made.quality.neighbours_kept == pytest.approx(arrange(sounds, None, CONFIG).quality.neighbours_kept, abs=0.1)


def test_a_room_of_landmarks_stays_too(sounds: IndexedSounds, tmp_path: Path):
    first = arrange(sounds, None, SMALL_ROOM)
    earlier = kept_as(tmp_path, sounds, first)
    assert np.array_equal(arrange(sounds, earlier, SMALL_ROOM).positions, first.positions)
    again = arrange(sounds, earlier, SMALL_ROOM, again=True)
    assert np.linalg.norm(again.positions - first.positions, axis=1).max() <= MOVED_AT_MOST


@pytest.mark.parametrize("n", [1, 2, 5, 30, 88])
def test_small_libraries_have_a_room_that_grows(n: int, tmp_path: Path):
    all_sounds = shuffled(made_sounds(8, 22))
    few, more = with_first(all_sounds, n), with_first(all_sounds, 2 * n)
    first = arrange(few, None, CONFIG)
    second = arrange(more, kept_as(tmp_path, few, first), CONFIG)
    for made, size in ((first, n), (second, 2 * n)):
        assert made.positions.shape == (size, 3)
        assert np.isfinite(made.positions).all()
        assert len(np.unique(made.positions, axis=0)) == size
        reach = np.abs(made.positions).max()
        assert 0.5 <= reach <= 1.0 or size == 1


def test_a_library_in_which_all_sounds_alike_has_a_room():
    same = sounds_of(np.ones((50, 363), dtype=np.float32))
    made = arrange(same, None, CONFIG)
    assert made.name == "even"
    assert len(np.unique(made.positions, axis=0)) == 50

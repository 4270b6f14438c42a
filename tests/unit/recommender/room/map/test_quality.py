import numpy as np
import pytest

from recommender.room.map import quality
from recommender.room.map.quality import Quality, measure_quality, shares_kept
from tests.builders.room import made_sounds

NOTHING = Quality(neighbours_kept=None, global_order=None)


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def on_a_sphere(n: int) -> np.ndarray:
    points = np.random.default_rng(8).normal(size=(n, 3)).astype(np.float32)
    return points / np.linalg.norm(points, axis=1, keepdims=True)


def test_a_map_that_is_the_space_itself_keeps_everything():
    points = on_a_sphere(300)
    [same] = measure_quality(points, [points], n_neighbours=15, rng=rng())
    assert same.neighbours_kept == 1.0
    assert same.global_order == pytest.approx(1.0, abs=1e-6)


def test_a_map_by_chance_keeps_what_chance_keeps():
    points, chance = on_a_sphere(300), np.random.default_rng(5).normal(size=(300, 3))
    [by_chance] = measure_quality(points, [chance], n_neighbours=15, rng=rng())
    assert by_chance.neighbours_kept == pytest.approx(15 / 299, abs=0.01)
    assert by_chance.global_order == pytest.approx(0.0, abs=0.05)


def test_a_sample_of_the_askers_agrees_with_all_of_them(monkeypatch: pytest.MonkeyPatch):
    sounds = made_sounds(10, 100)
    positions = sounds.project()[:, :3]
    [whole] = shares_kept(sounds.unit, [positions], n_neighbours=15, rng=rng())
    monkeypatch.setattr(quality, "MAX_ASKED", 500)
    monkeypatch.setattr(quality, "SAMPLED", 400)
    [sampled] = shares_kept(sounds.unit, [positions], n_neighbours=15, rng=rng())
    assert sampled == pytest.approx(whole, abs=0.02)
    assert sampled != whole


def test_twins_and_tracks_in_one_place_do_not_count_themselves():
    points = np.repeat(on_a_sphere(40), 20, axis=0)  # each sound twenty times
    [twins] = measure_quality(points, [points], n_neighbours=15, rng=rng())
    assert twins.neighbours_kept == 1.0
    [heap] = measure_quality(points, [np.zeros((800, 3))], n_neighbours=15, rng=rng())
    assert heap.neighbours_kept < 0.1
    assert heap.global_order is None


def test_too_few_tracks_have_no_figures():
    points = on_a_sphere(31)
    assert measure_quality(points, [points, points], n_neighbours=15, rng=rng()) == [NOTHING, NOTHING]

import numpy as np
import pytest
from scipy.stats import norm

from recommender.similarity.hubness import distance, measure_cosines


@pytest.fixture
def unit() -> np.ndarray:
    vectors = np.random.default_rng(4).standard_normal((40, 12)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_mean_and_standard_deviation_are_over_the_others(unit: np.ndarray) -> None:
    cosines = measure_cosines(unit, unit, same=np.arange(40))
    cosine = (unit @ unit.T).astype(float)
    others = [np.delete(cosine[i], i) for i in range(40)]
    assert np.allclose(cosines.mean, [other.mean() for other in others], atol=1e-6)
    assert np.allclose(cosines.std, [other.std() for other in others], atol=1e-5)


def test_a_track_outside_the_sample_is_measured_against_all_of_it(unit: np.ndarray) -> None:
    cosines = measure_cosines(unit[:1], unit[1:])
    assert cosines.mean[0] == pytest.approx((unit[1:] @ unit[0]).mean(), abs=1e-6)


@pytest.mark.parametrize("sample_size", [0, 1])
def test_without_anything_to_compare_with_the_cosine_decides(unit: np.ndarray, sample_size: int) -> None:
    cosines = measure_cosines(unit[:2], unit[:sample_size], same=np.array([0, 0]) if sample_size else None)
    assert cosines.mean.tolist() == [0, 0]
    assert cosines.std.tolist() == [1, 1]


def test_distance_is_the_complement_of_mutual_proximity() -> None:
    cosine = np.array([0.9, 0.5, 0.0], dtype=np.float32)
    mean, std = np.array([0.1, 0.2, 0.0], np.float32), np.array([0.2, 0.3, 0.1], np.float32)
    far = distance(cosine, mean=mean, std=std, own_mean=0.05, own_std=0.25)
    expected = 1 - norm.cdf((cosine - mean) / std) * norm.cdf((cosine - 0.05) / 0.25)
    assert np.allclose(far, expected, atol=1e-6)


def test_the_nearest_of_very_many_can_still_be_told_apart() -> None:
    cosine = np.array([0.99, 0.98, 0.97], dtype=np.float32)
    same = np.full(3, 0.01, np.float32), np.full(3, 0.08, np.float32)
    far = distance(cosine, mean=same[0], std=same[1], own_mean=0.01, own_std=0.08)
    assert 0 < far[0] < far[1] < far[2] < 1e-20


def test_of_two_equally_near_tracks_the_hub_comes_later() -> None:
    cosine = np.array([0.6, 0.6], dtype=np.float32)
    hub_and_other = np.array([0.5, 0.1], np.float32)
    far = distance(cosine, mean=hub_and_other, std=np.full(2, 0.2, np.float32), own_mean=0.1, own_std=0.2)
    assert far[0] > far[1]

import numpy as np
import pytest
from scipy.stats import norm

from recommender.similarity.hubness import unlikeness, usual_similarities


@pytest.fixture
def unit() -> np.ndarray:
    vectors = np.random.default_rng(4).standard_normal((40, 12)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_usual_is_mean_and_spread_over_the_others(unit: np.ndarray) -> None:
    usual = usual_similarities(unit, unit, same=np.arange(40))
    cosine = (unit @ unit.T).astype(float)
    others = [np.delete(cosine[i], i) for i in range(40)]
    assert np.allclose(usual.similarity, [each.mean() for each in others], atol=1e-6)
    assert np.allclose(usual.spread, [each.std() for each in others], atol=1e-5)


def test_a_track_outside_the_sample_is_measured_against_all_of_it(unit: np.ndarray) -> None:
    usual = usual_similarities(unit[:1], unit[1:])
    assert usual.similarity[0] == pytest.approx((unit[1:] @ unit[0]).mean(), abs=1e-6)


@pytest.mark.parametrize("sample_size", [0, 1])
def test_without_anything_to_compare_with_the_cosine_decides(unit: np.ndarray, sample_size: int) -> None:
    usual = usual_similarities(unit[:2], unit[:sample_size], same=np.array([0, 0]) if sample_size else None)
    assert usual.similarity.tolist() == [0, 0]
    assert usual.spread.tolist() == [1, 1]


def test_unlikeness_is_the_complement_of_mutual_proximity() -> None:
    cosine = np.array([0.9, 0.5, 0.0], dtype=np.float32)
    mean, spread = np.array([0.1, 0.2, 0.0], np.float32), np.array([0.2, 0.3, 0.1], np.float32)
    far = unlikeness(cosine, similarity=mean, spread=spread, own_similarity=0.05, own_spread=0.25)
    expected = 1 - norm.cdf((cosine - mean) / spread) * norm.cdf((cosine - 0.05) / 0.25)
    assert np.allclose(far, expected, atol=1e-6)


def test_the_nearest_of_very_many_can_still_be_told_apart() -> None:
    cosine = np.array([0.99, 0.98, 0.97], dtype=np.float32)
    same = np.full(3, 0.01, np.float32), np.full(3, 0.08, np.float32)
    far = unlikeness(cosine, similarity=same[0], spread=same[1], own_similarity=0.01, own_spread=0.08)
    assert 0 < far[0] < far[1] < far[2] < 1e-20


def test_of_two_equally_near_tracks_the_hub_comes_later() -> None:
    cosine = np.array([0.6, 0.6], dtype=np.float32)
    hub_and_other = np.array([0.5, 0.1], np.float32)
    far = unlikeness(
        cosine, similarity=hub_and_other, spread=np.full(2, 0.2, np.float32), own_similarity=0.1, own_spread=0.2
    )
    assert far[0] > far[1]

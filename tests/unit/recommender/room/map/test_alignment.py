import numpy as np
import pytest

from recommender.room.map.alignment import MIN_REACH, fit_alignment, fit_into_room, settle


@pytest.fixture
def points() -> np.ndarray:
    return np.random.default_rng(3).normal(size=(50, 3)).astype(np.float32)


def turned(points: np.ndarray, *, mirror: bool, scale: float, shift: float) -> np.ndarray:
    turn, _ = np.linalg.qr(np.random.default_rng(5).normal(size=(3, 3)))
    turn[0] *= -1 if (np.linalg.det(turn) < 0) != mirror else 1
    return (points @ turn * scale + shift).astype(np.float32)


@pytest.mark.parametrize("mirror", [False, True])
def test_a_turned_mirrored_stretched_and_shifted_room_is_laid_over_the_old_one(points: np.ndarray, mirror: bool):
    moved = turned(points, mirror=mirror, scale=0.3, shift=2.0)
    assert fit_alignment(moved, points).apply(moved) == pytest.approx(points, abs=1e-5)


def test_points_that_are_not_common_move_with_the_others(points: np.ndarray):
    moved = turned(points, mirror=True, scale=4.0, shift=-1.0)
    assert fit_alignment(moved[:20], points[:20]).apply(moved) == pytest.approx(points, abs=1e-4)


def test_a_layout_that_disagrees_is_not_shrunk(points: np.ndarray):
    other = np.random.default_rng(9).normal(size=points.shape)
    aligned = fit_alignment(other, points).apply(other)
    width = np.linalg.norm(aligned - aligned.mean(axis=0))
    assert width == pytest.approx(np.linalg.norm(points - points.mean(axis=0)), rel=1e-5)


def test_nothing_in_common_moves_nothing_and_one_point_only_shifts(points: np.ndarray):
    nothing = np.empty((0, 3))
    assert np.array_equal(fit_alignment(nothing, nothing).apply(points), points)
    shifted = fit_alignment(points[:1], points[:1] + 1).apply(points)
    assert np.linalg.norm(shifted[0] - points[0] - 1) < 1e-6
    assert np.linalg.norm(shifted[7] - shifted[0]) == pytest.approx(np.linalg.norm(points[7] - points[0]), rel=1e-5)


def test_a_room_is_filled_without_distortion(points: np.ndarray):
    filled = fit_into_room(points * [5, 1, 1] + 100)
    assert (np.abs(filled[:, 0]).max(), np.abs(filled).max()) == (1.0, 1.0)
    assert (filled[:, 0].min(), filled[:, 0].max()) == (-1.0, 1.0)
    ratio = np.ptp(filled, axis=0) / np.ptp(points * [5, 1, 1], axis=0)
    assert ratio == pytest.approx(ratio[0], rel=1e-4)
    assert fit_into_room(np.ones((4, 3))).tolist() == [[0, 0, 0]] * 4
    assert fit_into_room(np.empty((0, 3))).shape == (0, 3)


def test_a_room_is_left_alone_unless_it_reaches_outside_or_is_hardly_used():
    inside = np.array([[0.7, 0, 0], [-0.2, 0.1, 0]], dtype=np.float32)
    assert np.array_equal(settle(inside), inside)
    assert settle(inside * 2) == pytest.approx(inside / 0.7)
    assert np.abs(settle(inside * MIN_REACH)).max() == 1.0
    assert not settle(np.zeros((2, 3))).any()

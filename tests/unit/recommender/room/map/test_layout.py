import numpy as np
import pytest

from recommender.room.map.layout import MIN_FOR_PACMAP, Layout, lay_out, spread_evenly
from recommender.room.map.quality import shares_kept
from tests.builders.room import made_sounds, sounds_of


def layout_of(n_kinds: int, per_kind: int, **how: object) -> Layout:
    return lay_out(made_sounds(n_kinds, per_kind).project(), seed=1, **how)  # type: ignore[arg-type]


def is_a_room(positions: np.ndarray, n: int) -> bool:
    """Whether it is n finite places of float32 that just fill -1..1."""
    fills = np.abs(positions).max(initial=0.0) == (1.0 if n > 1 else 0.0)
    return positions.shape == (n, 3) and positions.dtype == np.float32 and bool(np.isfinite(positions).all() and fills)


@pytest.mark.parametrize(("n_kinds", "per_kind"), [(1, 1), (1, 2), (1, 5), (5, 6), (8, 11)])
def test_small_libraries_fill_a_room(n_kinds: int, per_kind: int):
    n = n_kinds * per_kind
    layout = layout_of(n_kinds, per_kind)
    assert is_a_room(layout.positions, n)
    assert layout.name == ("pacmap" if n >= MIN_FOR_PACMAP else "even" if n == 1 else "pca")
    assert len(np.unique(layout.positions, axis=0)) == n


@pytest.mark.parametrize("n", [1, 2, 5, 40, 1000])
def test_a_library_in_which_all_sounds_alike_is_spread_evenly(n: int):
    layout = lay_out(np.ones((n, 16), dtype=np.float32), seed=1)
    assert layout.name == "even"
    assert is_a_room(layout.positions, n)
    assert len(np.unique(spread_evenly(n), axis=0)) == n


def test_one_album_is_a_room_like_any_other():
    rng = np.random.default_rng(3)
    raw = (1000 + 20 * rng.normal(size=(12, 1)) + rng.normal(size=(12, 363))).astype(np.float32)
    assert is_a_room(lay_out(sounds_of(raw).project(), seed=1).positions, 12)


def test_kinds_of_sound_are_kept_together():
    sounds = made_sounds(6, 20)
    positions = lay_out(sounds.project(), seed=1).positions
    kinds = np.repeat(np.arange(6), 20)
    distances = np.linalg.norm(positions[:, None] - positions[None], axis=2) + 9 * np.eye(120)
    assert (kinds[distances.argmin(axis=1)] == kinds).mean() >= 0.98
    [kept] = shares_kept(sounds.unit, [positions], n_neighbours=15, rng=np.random.default_rng(1))
    assert kept >= 0.6


def test_the_same_sounds_and_seed_give_the_same_room():
    assert np.array_equal(layout_of(8, 11).positions, layout_of(8, 11).positions)


def test_a_few_doubles_among_others_are_no_trouble():
    vectors = made_sounds(5, 10).project()
    vectors[10:30] = vectors[10]
    assert is_a_room(lay_out(vectors, seed=1).positions, 50)

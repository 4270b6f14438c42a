import numpy as np
import pytest

from recommender.similarity.features import COLUMNS, N_COLUMNS, columns_of
from recommender.similarity.space import CLIP, GROUPS, LEVEL_COLUMNS, Space
from recommender.similarity.space_fit import ColumnSums, fit_space


@pytest.fixture
def raw(rng: np.random.Generator) -> np.ndarray:
    return (rng.standard_normal((300, N_COLUMNS)) * rng.uniform(0.01, 1000, N_COLUMNS) + 5).astype(np.float32)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def fitted(raw: np.ndarray, *, dims: int = 64) -> Space:
    return fit_space(lambda: [raw], projected_dims=dims)


def test_vectors_have_unit_length_and_every_group_the_same_variance(raw: np.ndarray) -> None:
    space = fitted(raw)
    assert np.allclose(np.linalg.norm(space.transform(raw), axis=1), 1, atol=1e-6)
    weighted = space.scaling.standardise(raw) * space.weights
    for group in GROUPS:
        columns = np.concatenate([np.arange(N_COLUMNS)[columns_of(name)] for name in group])
        assert weighted[:, columns].var(axis=0).sum() == pytest.approx(1.0, rel=1e-4)


def test_the_answer_is_blind_to_gain(raw: np.ndarray) -> None:
    """A gain of g dB adds a constant to MFCC 0 in every frame: its mean, median, minimum and maximum move alike."""
    names = {(COLUMNS[i].feature, COLUMNS[i].number, COLUMNS[i].statistic) for i in LEVEL_COLUMNS}
    assert names == {("mfcc", "01", moment) for moment in ("mean", "median", "min", "max")}
    space = fitted(raw)
    louder = raw.copy()
    louder[:, list(LEVEL_COLUMNS)] += 60.0
    assert np.array_equal(space.transform(louder), space.transform(raw))


def test_one_wild_number_counts_no_more_than_the_clip(raw: np.ndarray) -> None:
    space = fitted(raw)
    wild = raw[:1].copy()
    wild[0, 200] = 1e12
    assert space.scaling.standardise(wild)[0, 200] == CLIP


def test_missing_numbers_are_average_and_constant_columns_silent(raw: np.ndarray) -> None:
    raw[:, 10] = 0.1
    raw[5, 100:] = np.nan
    space = fitted(raw)
    vectors = space.transform(raw)
    assert np.isfinite(vectors).all()
    assert (vectors[:, 10] == 0).all()
    assert (vectors[5, 100:] == 0).all()


@pytest.mark.parametrize("n", [1, 2, 5])
def test_tiny_catalogues_have_a_space_of_fewer_axes(raw: np.ndarray, n: int) -> None:
    space = fitted(raw[:n])
    vectors = space.transform(raw[:n])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert 1 <= space.projection.shape[1] <= n
    assert np.allclose(space.project(vectors) @ space.project(vectors).T, vectors @ vectors.T, atol=1e-5)


def test_tracks_without_direction_are_alike(raw: np.ndarray) -> None:
    same = np.repeat(raw[:1], 4, axis=0)
    vectors = fitted(same).transform(same)
    assert np.allclose(vectors @ vectors.T, 1)


def test_fitting_in_blocks_equals_fitting_at_once(raw: np.ndarray) -> None:
    whole, parts = fitted(raw), fit_space(lambda: np.array_split(raw, 7), projected_dims=64)
    assert np.allclose(whole.transform(raw), parts.transform(raw), atol=1e-6)
    assert np.allclose(whole.projection, parts.projection, atol=1e-4)


def test_the_projection_keeps_most_of_the_angles(rng: np.random.Generator) -> None:
    hidden = rng.standard_normal((400, 12)) @ rng.standard_normal((12, N_COLUMNS))
    raw = (hidden + 0.05 * rng.standard_normal((400, N_COLUMNS))).astype(np.float32)
    space = fitted(raw, dims=20)
    vectors = space.transform(raw)
    projected = space.project(vectors)
    assert np.abs(projected @ projected.T - vectors @ vectors.T).max() < 0.05


def test_a_saved_space_is_the_same_space(raw: np.ndarray, tmp_path) -> None:
    space = fitted(raw)
    space.save(tmp_path)
    assert np.array_equal(Space.load(tmp_path).transform(raw), space.transform(raw))


def test_sums_leave_missing_numbers_out_and_add_up(raw: np.ndarray) -> None:
    raw[0, 0] = np.nan
    whole = ColumnSums.of(raw)
    added = ColumnSums.of(raw[:100]) + ColumnSums.of(raw[100:])
    assert np.allclose(whole.mean, np.nanmean(raw.astype(float), axis=0))
    assert np.allclose(whole.variance, added.variance)
    assert whole.count[0] == len(raw) - 1


def test_groups_cover_every_column_once() -> None:
    covered = np.concatenate([np.arange(N_COLUMNS)[columns_of(name)] for group in GROUPS for name in group])
    assert sorted(covered.tolist()) == list(range(N_COLUMNS))
    assert set(fitted(np.eye(3, N_COLUMNS, dtype=np.float32)).group_slices) == {name for g in GROUPS for name in g}

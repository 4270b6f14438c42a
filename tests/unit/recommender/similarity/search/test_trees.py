from pathlib import Path

import numpy as np
import pytest

from recommender.similarity.search.trees import (
    TREES_FILE,
    SearchTrees,
    grow_all_here,
    split_into_shards,
    write_trees,
)

N, DIMS = 3_000, 24


@pytest.fixture(scope="module")
def projected() -> np.ndarray:
    return np.random.default_rng(1).standard_normal((N, DIMS)).astype(np.float32)


def grown(path: Path, projected: np.ndarray, *, max_tracks: int) -> SearchTrees:
    write_trees(path, split_into_shards(projected, max_tracks), grow_all_here, trees=10, seed=1)
    return SearchTrees.load(path, DIMS)


def nearest(projected: np.ndarray, row: int, k: int) -> set[int]:
    unit = projected / np.linalg.norm(projected, axis=1, keepdims=True)
    return set(np.argsort(-(unit @ unit[row]), kind="stable")[:k].tolist())


@pytest.mark.parametrize(("max_tracks", "n_shards"), [(0, 1), (N, 1), (1_000, 3), (999, 4)])
def test_any_number_of_shards_finds_the_nearest_of_all(
    tmp_path: Path, projected: np.ndarray, max_tracks: int, n_shards: int
):
    trees = grown(tmp_path, projected, max_tracks=max_tracks)
    assert (len(trees), trees.n_shards) == (N, n_shards)
    for row in (0, 1_400, N - 1):
        found = trees.find(projected[row], 10, 1_000 * N)
        assert found.dtype == np.int32
        assert set(found.tolist()) == nearest(projected, row, 10)
        assert found[0] == row


def test_a_single_shard_has_the_name_that_it_always_had(tmp_path: Path, projected: np.ndarray):
    grown(tmp_path, projected, max_tracks=1_000)
    assert len(list(tmp_path.iterdir())) == 3
    grown(tmp_path, projected, max_tracks=N)
    assert [file.name for file in tmp_path.iterdir()] == [TREES_FILE]


def test_a_folder_without_trees_cannot_be_read(tmp_path: Path):
    with pytest.raises(OSError, match=TREES_FILE):
        SearchTrees.load(tmp_path, DIMS)

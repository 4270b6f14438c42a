"""Trees over the projected vectors of an index, for vectors that are no track's: one file for each shard of rows.

A shard is a run of neighbouring rows. All are asked and what they found is merged; a small index has one. This is the
only module that knows Annoy.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from annoy import AnnoyIndex

TREES_FILE = "projected.ann"
"""Of the only shard; of several the names have numbers."""
_TREES_FILES = "projected*.ann"


class SearchTrees:
    """The shards of an index, memory-mapped; pages come into memory as they are searched."""

    def __init__(self, shards: Sequence[AnnoyIndex]) -> None:
        self._shards = tuple(shards)
        sizes = [shard.get_n_items() for shard in self._shards]
        self._starts = [sum(sizes[:at]) for at in range(len(sizes))]
        self._n = sum(sizes)

    def __len__(self) -> int:
        return self._n

    @property
    def n_shards(self) -> int:
        """How many files there are."""
        return len(self._shards)

    def find(self, projected: np.ndarray, k: int, search_k: int) -> np.ndarray:
        """Return the rows of about `k` tracks near a projected vector, int32; `search_k` nodes are looked at in all."""
        share = -(-search_k // len(self._shards))
        answers = [shard.get_nns_by_vector(projected, k, share, include_distances=True) for shard in self._shards]
        rows = np.concatenate(
            [np.array(near, dtype=np.int32) + start for (near, _), start in zip(answers, self._starts, strict=True)]
        )
        if len(answers) > 1:
            rows = rows[np.argsort(np.concatenate([far for _, far in answers]), kind="stable")[:k]]
        return rows

    @classmethod
    def load(cls, path: Path, dims: int) -> "SearchTrees":
        """Open the trees of `dims` axes in a version's folder; raises `OSError` where there are none."""
        shards = []
        files = sorted(path.glob(_TREES_FILES))
        if not files:
            raise FileNotFoundError(f"no {TREES_FILE}")
        for file in files:
            shards.append(AnnoyIndex(dims, "angular"))
            shards[-1].load(str(file))
        return cls(shards)


GrowAll = Callable[[Sequence[np.ndarray], int, int], Iterable[bytes]]
"""Projected vectors of each shard, trees and seed -> the file of each, in their order."""


def grow_all_here(shards: Sequence[np.ndarray], trees: int, seed: int) -> Iterator[bytes]:
    """Yield the files of the shards, grown one after another in this process."""
    for projected in shards:
        yield grow_shard(projected, trees, seed)


def grow_shard(projected: np.ndarray, trees: int, seed: int) -> bytes:
    """Return Annoy's file over vectors, float32 [n, dims]; one thread, so that the same input gives the same file."""
    index = AnnoyIndex(projected.shape[1], "angular")
    index.set_seed(seed)
    for row, vector in enumerate(projected):
        index.add_item(row, vector)
    index.build(trees, n_jobs=1)
    with TemporaryDirectory(prefix="segue-trees-") as folder:
        file = Path(folder) / TREES_FILE
        index.save(str(file))
        return file.read_bytes()


def write_trees(path: Path, shards: Sequence[np.ndarray], grow_all: GrowAll, *, trees: int, seed: int) -> None:
    """Grow the trees of all shards into a version's folder, in place of those that are there."""
    for old in path.glob(_TREES_FILES):
        old.unlink()
    for number, grown in enumerate(grow_all(shards, trees, seed)):
        name = TREES_FILE if len(shards) == 1 else TREES_FILE.replace(".", f"-{number:04d}.")
        (path / name).write_bytes(grown)


def split_into_shards(projected: np.ndarray, max_tracks: int) -> list[np.ndarray]:
    """Return runs of rows of about the same size, none of more than `max_tracks`; all in one where that is 0."""
    return np.array_split(projected, -(-len(projected) // max_tracks) if max_tracks else 1)

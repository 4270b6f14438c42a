"""The similarity index: every track's unit vector, its nearest neighbours, and the approximate search for others.

The neighbours of a track are looked up in a table. Longer lists, and the neighbours of vectors that are no track's, are
searched for: Annoy looks in the projected space for more candidates than are wanted; these are ranked again exactly in
the full space, with the hubness correction. Files are memory-mapped, so all processes of a machine share one copy. This
is the only module that knows Annoy and its row numbers.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from annoy import AnnoyIndex

from recommender.artifacts.manifest import Manifest
from recommender.artifacts.opening import open_version, refuse_unreadable
from recommender.errors import BadArtifact
from recommender.similarity.hubness import CosineStatistics, distance, distance_of_the_same, measure_cosines
from recommender.similarity.neighbour_table import Neighbours, NeighbourTable
from recommender.similarity.search_settings import SearchSettings
from recommender.similarity.space import Space
from recommender.similarity.track_table import TrackTable

KIND = "track_index"
VECTORS_FILE = "vectors.npy"
USUAL_FILE = "usual.npy"
SAMPLE_FILE = "sample.npy"
TREES_FILE = "projected.ann"
ROUGH_N = 60
ROUGH_SEARCH_K = 1_000
_TENTH = 10
_EVERYTHING = 1000
"""Nodes per track after which Annoy has surely seen every leaf of every tree."""


class TrackIndex:
    """An index as it was published; never changes, so any number of threads may ask it."""

    def __init__(
        self,
        *,
        version: str,
        table: TrackTable,
        vectors: np.ndarray,
        space: Space,
        cosines: CosineStatistics,
        sample: np.ndarray,
        trees: AnnoyIndex,
        search: SearchSettings,
        nearest: NeighbourTable | None,
    ) -> None:
        self.version = version
        self.table = table
        self.vectors = vectors
        """float32 [n_tracks, dims], unit length, in the table's order."""
        self.space = space
        self.cosine_mean = cosines.mean
        """float32 [n_tracks]: mean cosine of each track to others."""
        self.cosine_std = cosines.std
        """float32 [n_tracks]: standard deviation of the same."""
        self.search = search
        self._sample = sample
        self._trees = trees
        self._nearest = nearest

    def __len__(self) -> int:
        return len(self.table)

    def neighbours(self, row: int, n: int) -> Neighbours:
        """Return the `n` tracks closest to the track in `row`, itself left out; fewer when there are fewer."""
        known = self._look_up(row, n)
        return self._find(row, n) if known is None else known

    def candidates(self, row: int) -> np.ndarray:
        """Return the rows of about `ROUGH_N` tracks near the track in `row`, itself left out: int32, in any order.

        For callers that score what they get by themselves.
        """
        if self._nearest is not None:
            near = self._nearest.rows[row]
            known: np.ndarray = near[near >= 0]
            return known
        rows = np.array(self._trees.get_nns_by_item(row, ROUGH_N + 1, ROUGH_SEARCH_K), dtype=np.int32)
        others: np.ndarray = rows[rows != row]
        return others

    def candidates_near(self, vector: np.ndarray, n: int) -> np.ndarray:
        """Return the rows of about `n` tracks near any unit vector, float32 [dims]: int32, in no good order."""
        projected = self.space.project(vector[None, :])[0]
        search_k = ROUGH_SEARCH_K * max(n, ROUGH_N) // ROUGH_N
        return np.array(self._trees.get_nns_by_vector(projected, n, search_k), dtype=np.int32)

    def nearest(self, vector: np.ndarray, n: int) -> Neighbours:
        """Return the `n` tracks closest to any unit vector, float32 [dims]."""
        cosines = measure_cosines(vector[None, :], self._sample)
        return self._rank(*self._near_vector(vector, n), n, cosines.mean[0], cosines.std[0])

    def nearest_by_cosine(self, vector: np.ndarray) -> int | None:
        """Return the row that the search finds nearest to a unit vector, before hubs are corrected; None of none."""
        rows, cosine = self._near_vector(vector, 1)
        return int(rows[np.argmax(cosine)]) if len(rows) else None

    def by_cosine(self, row: int, n: int) -> np.ndarray:
        """Return the rows of the `n` nearest by cosine alone, int32: recall is measured at this stage."""
        rows, cosine = self._near_row(row, n)
        order = np.argsort(-cosine, kind="stable")[:n]
        nearest: np.ndarray = rows[order]
        return nearest

    def compare(self, row: int, others: np.ndarray) -> Neighbours:
        """Return how alike the tracks in `others`, int32 [k], are to the track in `row`, in the same order."""
        own = float(self.cosine_mean[row]), float(self.cosine_std[row])
        far, same = self._distances(others, self.vectors[others] @ self.vectors[row], *own)
        return Neighbours(others, (1.0 - far).astype(np.float32), far, same)

    def _look_up(self, row: int, n: int) -> Neighbours | None:
        """Return the neighbours from the table; None where it has fewer of them than there are."""
        table = self._nearest
        wanted = min(n, len(self) - 1)
        if table is None or wanted > table.size:
            return None
        rows, far = table.rows[row, :wanted], table.distances[row, :wanted]
        if wanted and rows[-1] < 0:
            return None
        same = distance_of_the_same(float(self.cosine_mean[row]), float(self.cosine_std[row]))
        return Neighbours(rows, 1.0 - far, far.astype(np.float64), same)

    def _find(self, row: int, n: int) -> Neighbours:
        own = float(self.cosine_mean[row]), float(self.cosine_std[row])
        return self._rank(*self._near_row(row, n), n, *own)

    def _rank(self, rows: np.ndarray, cosine: np.ndarray, n: int, mean: float, std: float) -> Neighbours:
        far, same = self._distances(rows, cosine, mean, std)
        order = np.argsort(far, kind="stable")[:n]
        return Neighbours(rows[order], (1.0 - far[order]).astype(np.float32), far[order], same)

    def _distances(self, rows: np.ndarray, cosine: np.ndarray, mean: float, std: float) -> tuple[np.ndarray, float]:
        """Return how far these rows are by mutual proximity, float64 [k], and how far the same sound would be."""
        far = distance(cosine, mean=self.cosine_mean[rows], std=self.cosine_std[rows], own_mean=mean, own_std=std)
        return far, distance_of_the_same(mean, std)

    def _near_vector(self, vector: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
        projected = self.space.project(vector[None, :])[0]
        return self._near(vector, lambda k, search_k: self._trees.get_nns_by_vector(projected, k, search_k), n)

    def _near_row(self, row: int, n: int) -> tuple[np.ndarray, np.ndarray]:
        vector = self.vectors[row]
        return self._near(vector, lambda k, search_k: self._trees.get_nns_by_item(row, k + 1, search_k), n, but=row)

    def _near(
        self, vector: np.ndarray, ask: Callable[[int, int], list[int]], n: int, *, but: int = -1
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return candidates, int32, and their cosines: at least `n` where there are so many, `but` left out.

        A lonely track's neighbours are scattered over more leaves than others', so it is searched for again.
        """
        wanted = max(self.search.fetched, 2 * n)
        search_k = self.search.search_k * wanted // self.search.fetched
        rows, cosine = self._ask(vector, ask, wanted, search_k, but)
        if self._is_lonely(cosine):
            search_k *= 8
            rows, cosine = self._ask(vector, ask, wanted, search_k, but)
        while len(rows) < min(n, len(self) - (but >= 0)) and search_k < _EVERYTHING * len(self):
            search_k *= 4
            rows, cosine = self._ask(vector, ask, wanted, search_k, but)
        return rows, cosine

    def _ask(
        self, vector: np.ndarray, ask: Callable[[int, int], list[int]], wanted: int, search_k: int, but: int
    ) -> tuple[np.ndarray, np.ndarray]:
        rows = np.array(ask(wanted, search_k), dtype=np.int32)
        rows = rows[rows != but]
        return rows, self.vectors[rows] @ vector

    def _is_lonely(self, cosine: np.ndarray) -> bool:
        return len(cosine) >= _TENTH and bool(np.partition(cosine, -_TENTH)[-_TENTH] < self.search.lonely_cosine)

    @classmethod
    def load(cls, path: Path, *, expected_fingerprint: str) -> "TrackIndex":
        """Open a published index.

        Raises:
            FingerprintMismatch: its vectors were made by another feature declaration.
            BadArtifact: its parts do not fit together.

        """
        with open_version(path, fingerprint=expected_fingerprint) as manifest:
            return open_index(path, manifest)


def open_index(path: Path, manifest: Manifest) -> TrackIndex:
    """Open the files in `path` as the manifest describes them; raises `BadArtifact` when they disagree."""
    search = SearchSettings(
        trees=manifest.counts["trees"],
        search_k=int(manifest.parameters["search_k"]),
        fetched=int(manifest.parameters["fetched"]),
        lonely_cosine=manifest.parameters.get("lonely_cosine", -1.0),
    )
    return open_files(path, version=manifest.version, n_tracks=manifest.counts["tracks"], search=search)


def open_files(path: Path, *, version: str, n_tracks: int, search: SearchSettings) -> TrackIndex:
    """Open the files of an index of `n_tracks` tracks; raises `BadArtifact` when they do not fit together."""
    with refuse_unreadable(path):
        space = Space.load(path)
        vectors = np.load(path / VECTORS_FILE, mmap_mode="r")
        vectors[:, 0].sum()  # brings every page in now, and not with the first answers
        cosines = np.load(path / USUAL_FILE)
        sample = np.load(path / SAMPLE_FILE)
        trees = AnnoyIndex(space.projection.shape[1], "angular")
        trees.load(str(path / TREES_FILE), prefault=True)
        nearest = NeighbourTable.load(path)
    table = TrackTable.load(path)
    lengths = {"tracks": len(table), "vectors": len(vectors), "usual": cosines.shape[1], "trees": trees.get_n_items()}
    if nearest is not None:
        lengths |= {"neighbours": len(nearest.rows), "distances": len(nearest.distances)}
    if set(lengths.values()) != {n_tracks} or vectors.shape[1] != space.dims:
        raise BadArtifact(f"{path}: {n_tracks} tracks were published, but found {lengths}; the version is refused")
    return TrackIndex(
        version=version,
        table=table,
        vectors=vectors.view(np.ndarray),
        space=space,
        cosines=CosineStatistics(cosines[0], cosines[1]),
        sample=sample,
        trees=trees,
        search=search,
        nearest=nearest,
    )


def grow_trees(path: Path, vectors: np.ndarray, space: Space, *, trees: int, seed: int) -> None:
    """Build Annoy's file over projected vectors; one thread, so that the same input gives the same file."""
    index = AnnoyIndex(space.projection.shape[1], "angular")
    index.set_seed(seed)
    for start in range(0, len(vectors), 4096):
        for row, projected in enumerate(space.project(vectors[start : start + 4096]).tolist(), start):
            index.add_item(row, projected)
    index.build(trees, n_jobs=1)
    index.save(str(path / TREES_FILE))

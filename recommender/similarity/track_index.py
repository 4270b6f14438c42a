"""The similarity index: every track's unit vector, its nearest neighbours, and the approximate search for others.

The neighbours of a track are looked up in a table. Longer lists, and the neighbours of vectors that are no track's, are
searched for: candidates from the projected space and from the table are ranked in the full space, with the hubness
correction. Files are memory-mapped, so all processes of a machine share one copy.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from recommender.artifacts.manifest import Manifest
from recommender.artifacts.opening import open_version, refuse_unreadable
from recommender.errors import BadArtifact
from recommender.similarity.coded_vectors import CodedVectors
from recommender.similarity.hubness import CosineStatistics, distance, distance_of_the_same, measure_cosines
from recommender.similarity.neighbour_table import Neighbours, NeighbourTable
from recommender.similarity.search.candidates import ROUGH_N, CandidateSearch
from recommender.similarity.search.settings import SearchSettings
from recommender.similarity.search.trees import SearchTrees
from recommender.similarity.space import Space
from recommender.similarity.track_table import TrackTable

KIND = "track_index"
USUAL_FILE = "usual.npy"
SAMPLE_FILE = "sample.npy"


class TrackIndex:
    """An index as it was published; never changes, so any number of threads may ask it."""

    def __init__(
        self,
        *,
        version: str,
        table: TrackTable,
        cosines: CosineStatistics,
        sample: np.ndarray,
        search: CandidateSearch,
    ) -> None:
        self.version = version
        self.table = table
        self.space = search.space
        self.cosine_mean = cosines.mean
        """float32 [n_tracks]: mean cosine of each track to others."""
        self.cosine_std = cosines.std
        """float32 [n_tracks]: standard deviation of the same."""
        self.search = search.settings
        self._search = search
        self._vectors = search.vectors
        self._nearest = search.nearest
        self._sample = sample

    def __len__(self) -> int:
        return len(self.table)

    def vector(self, row: int) -> np.ndarray:
        """Return the unit vector of the track in `row`, float32 [dims]."""
        own: np.ndarray = self.vectors_of((row,))[0]
        return own

    def vectors_of(self, rows: np.ndarray | Sequence[int]) -> np.ndarray:
        """Return the unit vectors of the tracks in these rows, float32 [k, dims]."""
        return self._vectors.decode(rows)

    def rough_vectors_of(self, rows: np.ndarray | Sequence[int]) -> np.ndarray:
        """Return the same to 0.8 % of their length, from half of the memory: for slates, which are many."""
        return self._vectors.decode_roughly(rows)

    def cosines_to(self, vector: np.ndarray) -> np.ndarray:
        """Return the cosine of every track to a unit vector, float32 [dims]: float32 [n_tracks]."""
        return self._vectors.cosines_to(vector)

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
        rows = self._search.find_roughly(self.vector(row), ROUGH_N + 1)
        others: np.ndarray = rows[rows != row]
        return others

    def candidates_near(self, vector: np.ndarray, n: int) -> np.ndarray:
        """Return the rows of about `n` tracks near any unit vector, float32 [dims]: int32, in no good order."""
        return self._search.find_roughly(vector, n)

    def nearest(self, vector: np.ndarray, n: int) -> Neighbours:
        """Return the `n` tracks closest to any unit vector, float32 [dims]."""
        cosines = measure_cosines(vector[None, :], self._sample)
        return self._rank(*self._search.find(vector, n), n, cosines.mean[0], cosines.std[0])

    def nearest_by_cosine(self, vector: np.ndarray) -> int | None:
        """Return the row that the search finds nearest to a unit vector, before hubs are corrected; None of none."""
        rows, cosine = self._search.find(vector, 1)
        return int(rows[np.argmax(cosine)]) if len(rows) else None

    def by_cosine(self, row: int, n: int) -> np.ndarray:
        """Return the rows of the `n` nearest by cosine alone, int32: recall is measured at this stage."""
        rows, cosine = self._search.find(self.vector(row), n, but=row)
        order = np.argsort(-cosine, kind="stable")[:n]
        nearest: np.ndarray = rows[order]
        return nearest

    def compare(self, row: int, others: np.ndarray) -> Neighbours:
        """Return how alike the tracks in `others`, int32 [k], are to the track in `row`, in the same order."""
        own = float(self.cosine_mean[row]), float(self.cosine_std[row])
        far, same = self._distances(others, self.vectors_of(others) @ self.vector(row), *own)
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
        return self._rank(*self._search.find(self.vector(row), n, but=row), n, *own)

    def _rank(self, rows: np.ndarray, cosine: np.ndarray, n: int, mean: float, std: float) -> Neighbours:
        far, same = self._distances(rows, cosine, mean, std)
        order = np.argsort(far, kind="stable")[:n]
        return Neighbours(rows[order], (1.0 - far[order]).astype(np.float32), far[order], same)

    def _distances(self, rows: np.ndarray, cosine: np.ndarray, mean: float, std: float) -> tuple[np.ndarray, float]:
        """Return how far these rows are by mutual proximity, float64 [k], and how far the same sound would be."""
        far = distance(cosine, mean=self.cosine_mean[rows], std=self.cosine_std[rows], own_mean=mean, own_std=std)
        return far, distance_of_the_same(mean, std)

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
        vectors = CodedVectors.load(path)
        cosines = np.load(path / USUAL_FILE)
        sample = np.load(path / SAMPLE_FILE)
        trees = SearchTrees.load(path, space.projection.shape[1])
        nearest = NeighbourTable.load(path)
    table = TrackTable.load(path)
    lengths = {"tracks": len(table), "vectors": len(vectors), "usual": cosines.shape[1], "trees": len(trees)}
    lengths |= {"lower codes": len(vectors.lower), "scales": vectors.scales.shape[1]}
    if nearest is not None:
        lengths |= {"neighbours": len(nearest.rows), "distances": len(nearest.distances)}
    if set(lengths.values()) != {n_tracks} or vectors.upper.shape[1] != space.dims:
        raise BadArtifact(f"{path}: {n_tracks} tracks were published, but found {lengths}; the version is refused")
    return TrackIndex(
        version=version,
        table=table,
        cosines=CosineStatistics(cosines[0], cosines[1]),
        sample=sample,
        search=CandidateSearch(vectors=vectors, space=space, trees=trees, nearest=nearest, settings=search),
    )

"""The unit vectors of an index: two bytes for each number, of which slates read one.

By the upper byte a vector is right to 0.8 % of its length, which is enough to score with; by both to 0.003 %. The lower
bytes lie in a file of their own, whose pages come into memory when something is searched for or a list is made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np

CODES_FILE = "vector_codes.npy"
LOWER_FILE = "vector_lower_codes.npy"
SCALES_FILE = "vector_scales.npy"
VECTORS_FILE = "vectors.npy"
"""float32 [n_tracks, dims]: only while an index is built, and in versions of before there were codes."""
BLOCK = 2_048
_STEPS = 256
"""Of the lower byte in one of the upper."""
_LARGEST = 127 * _STEPS
"""Code of the largest number of a track."""
Rows = np.ndarray | Sequence[int] | slice


@dataclass(frozen=True, eq=False)
class CodedVectors:
    """Vectors of unit length; may lie on disk, memory-mapped."""

    upper: np.ndarray
    """int8 [n_tracks, dims]."""
    lower: np.ndarray
    """int8 [n_tracks, dims], in steps of 1/256."""
    scales: np.ndarray
    """float32 [2, n_tracks]: what makes the length 1, of the upper codes alone and of both."""

    def __len__(self) -> int:
        return len(self.upper)

    def decode_roughly(self, rows: Rows) -> np.ndarray:
        """Return the vectors of some rows by their upper codes, float32 [k, dims]."""
        chosen = _chosen(rows)
        vectors = self.upper[chosen].astype(np.float32)
        vectors *= self.scales[0][chosen][:, None]
        return vectors

    def decode(self, rows: Rows) -> np.ndarray:
        """Return the vectors of some rows by both codes, float32 [k, dims]."""
        chosen = _chosen(rows)
        vectors = self.upper[chosen].astype(np.float32)
        vectors *= _STEPS
        vectors += self.lower[chosen]
        vectors *= self.scales[1][chosen][:, None]
        return vectors

    def cosines_to(self, vector: np.ndarray) -> np.ndarray:
        """Return the products of all rows with one vector, float32 [dims]: float32 [n_tracks]."""
        products = _products(self.upper, vector)
        products *= _STEPS
        products += _products(self.lower, vector)
        products *= self.scales[1]
        return products

    def decode_to_disk(self) -> np.ndarray:
        """Return all vectors, float32 [n_tracks, dims]: in a file without a name, which goes with them.

        Raises `OSError` when there is no room for it.
        """
        with TemporaryFile() as file:
            for at in range(0, len(self), BLOCK):
                file.write(self.decode(slice(at, at + BLOCK)).tobytes())
            file.flush()
            return np.memmap(file, np.float32, "r", shape=self.upper.shape).view(np.ndarray)

    @classmethod
    def load(cls, path: Path) -> "CodedVectors":
        """Open the codes in a version's folder; the vectors of a version without any are coded in memory."""
        if not (path / CODES_FILE).exists():
            vectors = np.load(path / VECTORS_FILE, mmap_mode="r").view(np.ndarray)
            return code_vectors(vectors, *(np.empty(vectors.shape, np.int8) for _ in range(2)))
        upper, lower = (np.load(path / name, mmap_mode="r").view(np.ndarray) for name in (CODES_FILE, LOWER_FILE))
        upper[:, 0].sum()  # brings every page in now, and not with the first answers
        return cls(upper, lower, np.load(path / SCALES_FILE))


def write_codes(path: Path, unit: np.ndarray) -> None:
    """Write the codes of unit vectors, float32 [n_tracks, dims], into a version's folder.

    Afterwards `unit` holds what they are decoded to, so that a build works with what is served.
    """
    upper, lower = (
        np.lib.format.open_memmap(path / name, "w+", np.int8, unit.shape) for name in (CODES_FILE, LOWER_FILE)
    )
    coded = code_vectors(unit, upper, lower)
    np.save(path / SCALES_FILE, coded.scales)
    for at in range(0, len(unit), BLOCK):
        unit[at : at + BLOCK] = coded.decode(slice(at, at + BLOCK))
    upper.flush()
    lower.flush()


def code_vectors(unit: np.ndarray, upper: np.ndarray, lower: np.ndarray) -> CodedVectors:
    """Code unit vectors, float32 [n_tracks, dims], into two arrays of that shape, int8."""
    scales = np.empty((2, len(unit)), dtype=np.float32)
    for at in range(0, len(unit), BLOCK):
        rows = slice(at, at + BLOCK)
        codes = np.rint(unit[rows] * (_LARGEST / np.abs(unit[rows]).max(axis=1, keepdims=True)))
        coarse = np.floor(codes / _STEPS + 0.5)
        upper[rows] = coarse
        lower[rows] = codes - coarse * _STEPS
        scales[0, rows] = 1.0 / np.linalg.norm(coarse, axis=1)
        scales[1, rows] = 1.0 / np.linalg.norm(codes, axis=1)
    return CodedVectors(upper, lower, scales)


def _products(codes: np.ndarray, vector: np.ndarray) -> np.ndarray:
    products = np.empty(len(codes), dtype=np.float32)
    block = np.empty((BLOCK, codes.shape[1]), dtype=np.float32)
    for at in range(0, len(codes), BLOCK):
        numbers = block[: min(BLOCK, len(codes) - at)]
        numbers[:] = codes[at : at + BLOCK]
        products[at : at + BLOCK] = numbers @ vector
    return products


def _chosen(rows: Rows) -> np.ndarray | slice:
    return rows if isinstance(rows, slice) else np.asarray(rows, dtype=np.int64)

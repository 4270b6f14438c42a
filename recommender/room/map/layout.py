"""Laying tracks out in three dimensions: PaCMAP where there are enough of them, their main axes where there are few.

PaCMAP (Wang, Huang, Rudin, Shaposhnik: Understanding how dimension reduction tools work, JMLR 2021) pulls near pairs
together, holds pairs of middle distance loosely and pushes others apart. It is imported where it works, for its
compiled loops take seconds to load: never in a web process.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from recommender.room.map.alignment import fit_into_room
from recommender.room.map.near_pairs import near_for_both

MIN_FOR_PACMAP = 60
"""Tracks below which the main axes keep more neighbours, and more of the order; see docs/room.md."""
PAIRS_NEAR_SHARE = 4
"""A track is held to at most one in so many others."""
ITERATIONS = (100, 100, 250)
"""Of PaCMAP's three phases: the whole, the balance, the neighbourhoods."""
_TINY = 1e-6
_GOLDEN_ANGLE = np.pi * (3 - 5**0.5)


@dataclass(frozen=True)
class Pairs:
    """Which others a track is pulled to, held to loosely, and pushed from."""

    near: int
    """Where there are enough."""
    middle: float
    """Pairs of middle distance for each near one: they keep the order of distances."""
    further: float
    """Pairs that push for each near one."""


PAIRS_OF_FEW = Pairs(near=15, middle=0.5, further=2.0)
PAIRS_OF_MANY = Pairs(near=10, middle=4.0, further=1.0)
MIN_MANY = 1_000
"""Tracks from which the second keeps as many neighbours and more of the order; see docs/room.md."""


@dataclass(frozen=True, eq=False)
class Layout:
    """Where tracks stand, and how that was found."""

    name: str
    """`pacmap`, `pca`, or `even` where all sound alike."""
    positions: np.ndarray
    """float32 [n, 3], just filling -1..1 by its longest side."""


def lay_out(vectors: np.ndarray, *, seed: int) -> Layout:
    """Lay out tracks with these vectors, float32 [n, dims]; the same input gives the same places.

    Neighbours are meant by straight distance.
    """
    if not _differ(vectors):
        return Layout("even", spread_evenly(len(vectors)))
    if len(vectors) < MIN_FOR_PACMAP:
        return Layout("pca", fit_into_room(main_axes(vectors)))
    return Layout("pacmap", fit_into_room(_pacmap(vectors, seed=seed)))


def main_axes(vectors: np.ndarray) -> np.ndarray:
    """Return the three main components of vectors [n, dims], float64 [n, 3]; 0 along axes that there are not."""
    centred = np.asarray(vectors, dtype=np.float64)
    centred = centred - centred.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    chosen = axes[:, ::-1][:, :3]
    largest = np.abs(chosen).argmax(axis=0)
    chosen = chosen * np.where(chosen[largest, np.arange(chosen.shape[1])] < 0, -1.0, 1.0)  # eigh leaves the sign open
    along: np.ndarray = centred @ chosen
    return np.pad(along, ((0, 0), (0, 3 - along.shape[1])))


def spread_evenly(n: int) -> np.ndarray:
    """Return float32 [n, 3]: a ball of points none of which hides another; one alone stands in the middle."""
    if n < 2:
        return np.zeros((n, 3), dtype=np.float32)
    number = np.arange(n)
    height = 1 - 2 * (number + 0.5) / n
    round_ = np.sqrt(1 - np.square(height))
    angle = _GOLDEN_ANGLE * number
    return fit_into_room(np.stack([round_ * np.cos(angle), height, round_ * np.sin(angle)], axis=1))


def _differ(vectors: np.ndarray) -> bool:
    return len(vectors) > 1 and float(np.abs(vectors - vectors[0]).max()) > _TINY


def _pacmap(vectors: np.ndarray, *, seed: int) -> np.ndarray:
    logging.getLogger("pacmap").setLevel(logging.ERROR)  # it warns of the seed that it was asked for
    import pacmap

    pairs_of = PAIRS_OF_FEW if len(vectors) < MIN_MANY else PAIRS_OF_MANY
    n_near = max(2, min(pairs_of.near, (len(vectors) - 1) // PAIRS_NEAR_SHARE))
    near = near_for_both(vectors, n_near)
    pairs = np.stack([np.repeat(np.arange(len(vectors)), n_near), near.ravel()], axis=1).astype(np.int32)
    reducer = pacmap.PaCMAP(
        n_components=3,
        n_neighbors=n_near,
        MN_ratio=pairs_of.middle,
        FP_ratio=pairs_of.further,
        pair_neighbors=pairs,
        num_iters=ITERATIONS,
        apply_pca=False,
        random_state=seed,
    )
    begin = main_axes(vectors).astype(np.float32)
    with _one_thread():
        found: np.ndarray = reducer.fit_transform(vectors.astype(np.float32), init=begin)
    return found


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let numba use one thread during the block.

    PaCMAP's loop is a sequence, but its threads meet nine hundred times: beside other work each time takes a slice of
    the scheduler's time, and 300 tracks took 40 s where one thread took 1 s, with the same result.
    """
    import numba

    before = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        yield
    finally:
        numba.set_num_threads(before)

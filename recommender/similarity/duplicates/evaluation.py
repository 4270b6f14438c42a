"""How well copies are told from all other music: every copy is held against every track of the library."""

from dataclasses import dataclass

import numpy as np

from recommender.resampling import GroupBootstrap, Interval, interval
from recommender.similarity.duplicates.same_recording import crowd_cosine, is_same_recording, steady_vectors
from recommender.similarity.space_fit import fit_space

N_RESAMPLES = 2_000


@dataclass(frozen=True, eq=False)
class Copies:
    """A library and copies of its tracks, analysed."""

    originals: np.ndarray
    """Raw vectors, float32 [n_tracks, n_columns]."""
    durations_s: np.ndarray
    """float [n_tracks]."""
    copies: np.ndarray
    """Raw vectors, float32 [n_copies, n_columns]."""
    copy_durations_s: np.ndarray
    """float [n_copies]."""
    copy_of: np.ndarray
    """int [n_copies]: the row of the original."""

    @property
    def is_own(self) -> np.ndarray:
        """Which pairs of copy and track belong together, bool [n_copies, n_tracks]."""
        own: np.ndarray = self.copy_of[:, None] == np.arange(len(self.originals))
        return own


@dataclass(frozen=True)
class Hits:
    """How right a rule is; intervals are 95 %, tracks resampled with all their copies."""

    precision: float
    precision_interval: Interval
    recall: float
    recall_interval: Interval
    n_told: int
    """Pairs that the rule takes for one recording."""
    n_copies: int


def find_by_rule(made: Copies) -> np.ndarray:
    """Return the pairs that an index would join, bool [n_copies, n_tracks], in the library's own space."""
    space = fit_space(lambda: [made.originals])
    cosines = steady_vectors(space.transform(made.copies)) @ steady_vectors(space.transform(made.originals)).T
    ratios = made.copy_durations_s[:, None] / made.durations_s
    return is_same_recording(cosines, crowd_cosine(cosines)[:, None], ratios)


def find_by_cosine(made: Copies, *, min_cosine: float) -> np.ndarray:
    """Return the pairs whose whole vectors are at least so alike, bool [n_copies, n_tracks]."""
    space = fit_space(lambda: [made.originals])
    near: np.ndarray = space.transform(made.copies) @ space.transform(made.originals).T >= min_cosine
    return near


def count_hits(told: np.ndarray, made: Copies, *, rng: np.random.Generator) -> Hits:
    """Return precision and recall of the pairs that were told, bool [n_copies, n_tracks].

    Every pair of a copy and a track that is not its original counts as wrong. Precision is NaN where nothing was told.
    """
    right = (told & made.is_own).sum(axis=1)
    all_told = told.sum(axis=1)
    resamples = GroupBootstrap.draw(made.copy_of, rng, n_resamples=N_RESAMPLES)
    right_sums, told_sums = resamples.sums(right.astype(float)), resamples.sums(all_told.astype(float))
    shares = np.divide(right_sums, told_sums, out=np.full(len(told_sums), np.nan), where=told_sums > 0)
    n_told = int(all_told.sum())
    return Hits(
        precision=float(right.sum() / n_told) if n_told else float("nan"),
        precision_interval=interval(shares),
        recall=float(right.mean()),
        recall_interval=resamples.mean(right.astype(float)),
        n_told=n_told,
        n_copies=len(told),
    )

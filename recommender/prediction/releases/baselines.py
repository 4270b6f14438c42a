"""What the model must beat: answers that need no model."""

import numpy as np

from recommender.prediction.releases.features import HALF_LIVES, age_band

RECENT_YEARS = 5
NAMES = ("always zero", "last year", "mean of own years", "mean of own last 5 years", "mean of artists of like age")


def baseline_means(counts: np.ndarray, debut: np.ndarray, peers: np.ndarray) -> dict[str, np.ndarray]:
    """Return what each baseline expects of careers known up to the last column of `counts`, [n_artists] by name."""
    n_years = counts.shape[1]
    age = n_years - 1 - debut
    recent = counts[:, -RECENT_YEARS:].sum(axis=1) / np.minimum(age + 1, RECENT_YEARS)
    of_peers = peers[HALF_LIVES.index(max(HALF_LIVES))][age_band(age)]
    means = (np.zeros(len(counts)), counts[:, -1], counts.sum(axis=1) / (age + 1), recent, of_peers)
    return dict(zip(NAMES, means, strict=True))

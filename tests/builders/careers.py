"""Careers made by chance: artists debut, release at a rate of their own, and end."""

import numpy as np

from recommender.prediction.releases.careers import Careers


def made_careers(*, n_artists: int = 300, n_years: int = 24, seed: int = 0) -> Careers:
    """Return the years from 1990 on."""
    rng = np.random.default_rng(seed)
    debut = rng.integers(0, n_years, n_artists)
    end = debut + rng.geometric(0.15, n_artists)
    rate = rng.gamma(1.0, 1.2, n_artists)
    years = np.arange(n_years)
    alive = (years >= debut[:, None]) & (years <= end[:, None])
    counts = np.where(alive, rng.poisson(np.broadcast_to(rate[:, None], alive.shape)), 0)
    counts[np.arange(n_artists), debut] += 1
    names = tuple(f"artist {i:03d}" for i in range(n_artists))
    return Careers(
        names=names, keys=names, first_year=1990, counts=counts.astype(np.uint16), debut=debut.astype(np.int32),
        release_is="an album",
    )  # fmt: skip

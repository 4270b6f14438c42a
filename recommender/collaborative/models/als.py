"""Implicit alternating least squares (Hu, Koren and Volinsky 2008, "Collaborative Filtering for Implicit Feedback")."""

from dataclasses import dataclass

import numpy as np

from recommender.collaborative.models.least_squares import Basis, solve_rows
from recommender.collaborative.records import Interactions

START_STD = 0.1
MIN_WHOLE = 10
"""Items of a profile that is not short."""


@dataclass(frozen=True, kw_only=True)
class AlsSettings:
    """What is chosen by validation."""

    n_factors: int = 64
    regularisation: float = 20.0
    alpha: float = 1.0
    """Confidence of a pair is 1 + alpha * log(1 + plays), of a pair that was not heard 1."""
    exponent: float = 0.5
    """The penalty of a row grows with this power of its length, as in Rendle et al. 2022, "Revisiting iALS"."""
    short_exponent: float = 0.0
    """The penalty of a profile of fewer than 10 items is multiplied by (10 / items) to this power: of who is hardly
    known more is taken from what everybody has."""
    n_iterations: int = 8


@dataclass(frozen=True, eq=False)
class Als:
    """Factors of the items; a listener's are one least-squares step away, so they need not be kept."""

    basis: Basis
    settings: AlsSettings
    penalty_base: float
    """Mean of 1 + items of the listeners trained on."""

    def factors(self, profiles: Interactions) -> np.ndarray:
        """Return the factors of each profile in the basis of the items, float32 [n, n_factors]: one exact step."""
        penalty = profile_penalties(profiles, self.settings, base=self.penalty_base)
        return solve_rows(self.basis, profiles, self.settings.alpha * np.log1p(profiles.plays), penalty)

    def scores(self, profiles: Interactions) -> np.ndarray:
        """Return the score of every item for each profile, float32 [n, n_items]."""
        scores: np.ndarray = self.factors(profiles) @ self.basis.rotated.T
        return scores


def penalties(rows: Interactions, settings: AlsSettings, *, base: float) -> np.ndarray:
    """Return the penalty of each row, float64 [n]: the regularisation times ((1 + n) / base) ** exponent."""
    scaled: np.ndarray = settings.regularisation * ((1.0 + rows.lengths) / base) ** settings.exponent
    return scaled


def profile_penalties(profiles: Interactions, settings: AlsSettings, *, base: float) -> np.ndarray:
    """Return the penalty of each listener, float64 [n]: that of the row, and more for a short profile."""
    shortness = np.maximum(MIN_WHOLE / np.maximum(profiles.lengths, 1), 1.0)
    scaled: np.ndarray = penalties(profiles, settings, base=base) * shortness**settings.short_exponent
    return scaled


def fit(train: Interactions, settings: AlsSettings, rng: np.random.Generator) -> Als:
    """Fit the factors of the items; about 2 s for 93,000 pairs of 17,617 artists with 128 factors."""
    by_item = train.transposed()
    of_listener = settings.alpha * np.log1p(train.plays)
    of_item = settings.alpha * np.log1p(by_item.plays)
    listener_base = float((1.0 + train.lengths).mean())
    item_base = float((1.0 + by_item.lengths).mean())
    items = rng.normal(0.0, START_STD, (train.n_items, settings.n_factors)).astype(np.float32)
    for _ in range(settings.n_iterations):
        basis = Basis.of(items)
        listeners = solve_rows(basis, train, of_listener, profile_penalties(train, settings, base=listener_base))
        other = Basis.of(listeners)
        items = solve_rows(other, by_item, of_item, penalties(by_item, settings, base=item_base))
    return Als(Basis.of(items), settings, listener_base)

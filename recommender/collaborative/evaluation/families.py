"""The models that are compared: how each is fitted, and which settings are tried."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from recommender.collaborative.models import als, ease, item_knn, listener_knn, popularity
from recommender.collaborative.models.model import Model
from recommender.collaborative.records import Interactions

POPULARITY, FACTORS, LISTS = "popularity", "ALS", "RP3beta"
SHORT_ONLY = "short_exponent"
"""The setting of ALS that whole profiles do not feel."""


@dataclass(frozen=True)
class Family:
    """A model with the settings that validation chooses among."""

    name: str
    fit: Callable[[Interactions, Any, np.random.Generator], Model]
    starts: Sequence[Any] = (None,)
    """Settings, dataclasses, that are tried first: for whole profiles, for short ones; None without any to choose."""
    ladders: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    """For each field of the settings the values that may be tried, in order."""


FAMILIES = (
    Family(POPULARITY, lambda train, _settings, _rng: popularity.fit(train)),
    Family(
        "item-kNN",
        lambda train, settings, _rng: item_knn.fit_item_knn(train, settings),
        (item_knn.ItemKnnSettings(), item_knn.ItemKnnSettings(shrink=20.0, weighting="binary")),
        {
            "shrink": (0.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0),
            "n_neighbours": (50, 100, 200, 400, 800),
            "weighting": ("binary", "log"),
        },
    ),
    Family(
        LISTS,
        lambda train, settings, _rng: item_knn.fit_walk(train, settings),
        (item_knn.WalkSettings(), item_knn.WalkSettings(beta=0.0)),
        {"beta": (0.0, 0.1, 0.2, 0.3, 0.4), "n_neighbours": (200, 400, 800), "weighting": ("binary", "log")},
    ),
    Family(
        "user-kNN",
        lambda train, settings, _rng: listener_knn.fit(train, settings),
        (listener_knn.ListenerKnnSettings(),),
        {
            "n_neighbours": (20, 35, 50, 75, 100, 150, 200),
            "shrink": (0.0, 10.0, 30.0, 100.0, 300.0),
            "weighting": ("binary", "idf", "log_idf"),
        },
    ),
    Family(
        "EASE^R",
        lambda train, settings, _rng: ease.fit(train, settings),
        (ease.EaseSettings(), ease.EaseSettings(regularisation=12000.0, weighting="binary")),
        {
            "regularisation": (100.0, 200.0, 400.0, 800.0, 1500.0, 3000.0, 6000.0, 12000.0, 25000.0),
            "exponent": (0.0, 0.25, 0.5, 0.75, 1.0),
            "weighting": ("binary", "log"),
        },
    ),
    Family(
        FACTORS,
        als.fit,
        (
            als.AlsSettings(),
            als.AlsSettings(regularisation=112.0, exponent=0.0, alpha=2.8),
            als.AlsSettings(regularisation=4.0),  # of few listeners heavier penalties leave no factors
        ),
        {
            "regularisation": (1.0, 2.0, 4.0, 7.0, 10.0, 14.0, 20.0, 28.0, 40.0, 56.0, 80.0, 112.0),
            "exponent": (0.0, 0.25, 0.5, 0.75, 1.0),
            "alpha": (0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8),
            "n_factors": (32, 48, 64, 96, 128),
            "short_exponent": (0.0, 0.5, 1.0, 1.5),
        },
    ),
)

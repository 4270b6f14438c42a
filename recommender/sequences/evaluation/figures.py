"""The figures of one protocol's test, with intervals by whole sessions."""

from collections.abc import Iterator

import numpy as np

from recommender.prediction.evaluation.figure import Estimate, Figure
from recommender.prediction.evaluation.ranking import hits, reciprocals
from recommender.resampling import GroupBootstrap
from recommender.sequences.evaluation.outcomes import Outcomes

BLEND = "blend"
EQUAL_BLEND = "blend, equal weights"
SEARCHED_BLEND = "blend, searched weights"
HIT_RATE, MRR = "HR@20", "MRR@20"
METRICS = {HIT_RATE: hits, MRR: reciprocals}
NETWORK, BLEND_WITH_NETWORK = "network", "blend with the network"
SEEN = "tracks heard in training"
POPULARITIES = ("popularity", "decayed popularity")
"""What the blend must beat to be served."""
LESS_BEST = "blend less the best single model"
LESS_BLEND = "blend with the network less the blend"
QUERY_MS = "ms a query"
N_RESAMPLES = 1_000
SEED = 0


def figures_of(outcomes: Outcomes, protocol: str, *, n_resamples: int) -> list[Figure]:
    """Return hit rate and MRR of all models, what some are better than others, slices of the blend, and times.

    Rows of which there is no case have no figure.
    """
    bootstrap = GroupBootstrap.draw(outcomes.session, np.random.default_rng(SEED), n_resamples=n_resamples)
    return [
        *_of_models(outcomes, protocol, bootstrap),
        *_gains(outcomes, protocol, bootstrap),
        *_slices(outcomes, protocol, bootstrap),
        *(
            Figure(model=name, metric=QUERY_MS, estimate=Estimate(spent), n=len(outcomes.session), subject=protocol)
            for name, spent in outcomes.query_ms.items()
        ),
    ]


def best_single(outcomes: Outcomes, metric: str) -> str:
    """Return the plain model, no blend and no network, with the highest value of a metric at all positions."""
    score = METRICS[metric]
    singles = [name for name in outcomes.ranks if not name.startswith((BLEND, NETWORK))]
    return max(singles, key=lambda name: float(score(outcomes.ranks[name]).mean()))


def empty_slices(outcomes: Outcomes) -> list[str]:
    """Return the names of the slices that have no case."""
    return [part for part, rows in slices_of(outcomes).items() if not rows.any()]


def slices_of(outcomes: Outcomes) -> dict[str, np.ndarray]:
    """Return which positions count, bool [n_positions], by the name of the slice."""
    place = outcomes.place
    return {
        SEEN: outcomes.is_seen,
        "second track": place == 1,
        "tracks 3 to 6": (place >= 2) & (place <= 5),
        "track 7 and later": place >= 6,
        "played in the session before": outcomes.is_repeat,
        "not heard in training": ~outcomes.is_seen,
    }


def _of_models(outcomes: Outcomes, protocol: str, bootstrap: GroupBootstrap) -> Iterator[Figure]:
    for part, rows in (("", np.ones(len(outcomes.session), dtype=bool)), (SEEN, outcomes.is_seen)):
        for metric, score in METRICS.items() if rows.any() else ():
            for name, ranks in outcomes.ranks.items():
                values = np.where(rows, score(ranks), np.nan)
                yield _figure(name, metric, protocol, part, values, bootstrap)


def _gains(outcomes: Outcomes, protocol: str, bootstrap: GroupBootstrap) -> Iterator[Figure]:
    for metric, score in METRICS.items():
        of = {name: score(ranks) for name, ranks in outcomes.ranks.items()}
        single = of[best_single(outcomes, metric)]
        gains = {LESS_BEST: of[BLEND] - single}
        for name in filter(is_network, of):
            gains |= {
                f"{name} less the best single model": of[name] - single,
                f"{name} less the blend": of[name] - of[BLEND],
            }
        if BLEND_WITH_NETWORK in of:
            gains[LESS_BLEND] = of[BLEND_WITH_NETWORK] - of[BLEND]
        for name, gain in gains.items():
            yield _figure(name, metric, protocol, "", gain, bootstrap)


def is_network(name: str) -> bool:
    """Return whether a model of the report is a network."""
    return name.startswith(NETWORK)


def _slices(outcomes: Outcomes, protocol: str, bootstrap: GroupBootstrap) -> Iterator[Figure]:
    for part, rows in slices_of(outcomes).items():
        if part == SEEN:  # all models have it
            continue
        for metric, score in METRICS.items() if rows.any() else ():
            values = np.where(rows, score(outcomes.ranks[BLEND]), np.nan)
            yield _figure(BLEND, metric, protocol, part, values, bootstrap)


def _figure(model: str, metric: str, protocol: str, part: str, values: np.ndarray, bootstrap: GroupBootstrap) -> Figure:
    """Return the mean of values [n_positions] where they are numbers; some must be."""
    known = np.isfinite(values)
    return Figure(
        model=model,
        metric=metric,
        estimate=Estimate(float(values[known].mean()), *bootstrap.mean(values)),
        n=int(known.sum()),
        subject=protocol,
        part=part,
    )

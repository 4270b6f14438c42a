"""The figures of one protocol's test, with intervals by whole sessions."""

from collections.abc import Iterator

import numpy as np

from recommender.prediction.evaluation.figure import Estimate, Figure
from recommender.resampling import GroupBootstrap
from recommender.sequences.evaluation.outcomes import Outcomes
from recommender.sequences.evaluation.ranking import hits, reciprocals

BLEND = "blend"
EQUAL_BLEND = "blend, equal weights"
SEARCHED_BLEND = "blend, searched weights"
HIT_RATE, MRR = "HR@20", "MRR@20"
METRICS = {HIT_RATE: hits, MRR: reciprocals}
SEEN = "tracks heard in training"
LESS_BEST = "blend less the best single model"
QUERY_MS = "ms a query"
N_RESAMPLES = 1_000
SEED = 0


def figures_of(outcomes: Outcomes, protocol: str, *, n_resamples: int) -> list[Figure]:
    """Return hit rate and MRR of all models, the blend less the best single one, slices of the blend, and times."""
    bootstrap = GroupBootstrap.draw(outcomes.session, np.random.default_rng(SEED), n_resamples=n_resamples)
    return [
        *_of_models(outcomes, protocol, bootstrap),
        *_less_best(outcomes, protocol, bootstrap),
        *_slices(outcomes, protocol, bootstrap),
        *(
            Figure(model=name, metric=QUERY_MS, estimate=Estimate(spent), n=len(outcomes.session), subject=protocol)
            for name, spent in outcomes.query_ms.items()
        ),
    ]


def best_single(outcomes: Outcomes, metric: str) -> str:
    """Return the model, no blend, with the highest value of a metric at all positions."""
    score = METRICS[metric]
    singles = [name for name in outcomes.ranks if not name.startswith(BLEND)]
    return max(singles, key=lambda name: float(score(outcomes.ranks[name]).mean()))


def _of_models(outcomes: Outcomes, protocol: str, bootstrap: GroupBootstrap) -> Iterator[Figure]:
    for part, rows in (("", np.ones(len(outcomes.session), dtype=bool)), (SEEN, outcomes.is_seen)):
        for metric, score in METRICS.items():
            for name, ranks in outcomes.ranks.items():
                values = np.where(rows, score(ranks), np.nan)
                yield _figure(name, metric, protocol, part, values, bootstrap)


def _less_best(outcomes: Outcomes, protocol: str, bootstrap: GroupBootstrap) -> Iterator[Figure]:
    for metric, score in METRICS.items():
        single = best_single(outcomes, metric)
        gain = score(outcomes.ranks[BLEND]) - score(outcomes.ranks[single])
        yield _figure(LESS_BEST, metric, protocol, "", gain, bootstrap)


def _slices(outcomes: Outcomes, protocol: str, bootstrap: GroupBootstrap) -> Iterator[Figure]:
    place = outcomes.place
    slices = {
        "second track": place == 1,
        "tracks 3 to 6": (place >= 2) & (place <= 5),
        "track 7 and later": place >= 6,
        "played in the session before": outcomes.is_repeat,
        "not heard in training": ~outcomes.is_seen,
    }
    for part, rows in slices.items():
        for metric, score in METRICS.items() if rows.any() else ():
            values = np.where(rows, score(outcomes.ranks[BLEND]), np.nan)
            yield _figure(BLEND, metric, protocol, part, values, bootstrap)


def _figure(model: str, metric: str, protocol: str, part: str, values: np.ndarray, bootstrap: GroupBootstrap) -> Figure:
    """Return the mean of values [n_positions] where they are numbers."""
    known = np.isfinite(values)
    return Figure(
        model=model,
        metric=metric,
        estimate=Estimate(float(values[known].mean()) if known.any() else 0.0, *bootstrap.mean(values)),
        n=int(known.sum()),
        subject=protocol,
        part=part,
    )

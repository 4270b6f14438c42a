"""Listeners who were trained on: a fifth of each one's items is hidden, and to be found among all items."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.collaborative.evaluation.blend_search import pool_of, search_pooled
from recommender.collaborative.evaluation.families import FAMILIES, POPULARITY, SHORT_ONLY, Family
from recommender.collaborative.evaluation.hit_scores import HitScores, hit_scores
from recommender.collaborative.evaluation.lists import lists_of
from recommender.collaborative.evaluation.splits import WarmSplit, hide_share
from recommender.collaborative.evaluation.tuning import Choice, choose
from recommender.collaborative.models.blend import Blend
from recommender.collaborative.models.model import Model
from recommender.collaborative.records import Interactions
from recommender.prediction.training import Progress, silent

FIRST_SEED = 1000
VALIDATION_SEED = 1
BLEND = "blend"


@dataclass(frozen=True, eq=False)
class Measured:
    """One model on one split."""

    scores: HitScores
    fit_s: float
    n_shown: int
    """Distinct items in all lists."""


@dataclass(frozen=True, eq=False)
class WarmOutcome:
    """What was chosen on validation data, and what it reached on hidden items."""

    choices: dict[str, Choice]
    blend_weights: dict[str, float]
    measured: dict[str, list[Measured]]
    """By model, one for each seed; the blend is the last."""


def evaluate_warm(
    interactions: Interactions,
    *,
    n_seeds: int,
    families: Sequence[Family] = FAMILIES,
    progress: Progress = silent,
) -> WarmOutcome:
    """Choose every setting on a fifth of the training items of the first split, then measure on each split."""
    first = hide_share(interactions, np.random.default_rng(FIRST_SEED))
    validation = hide_share(first.train, np.random.default_rng(VALIDATION_SEED))
    choices = {}
    for family in families:
        progress(f"choosing settings of {family.name}")
        choices[family.name] = choose_warm(family, validation)
    progress("choosing the weights of the blend")
    weights = choose_blend(families, choices, validation)
    measured: dict[str, list[Measured]] = {name: [] for name in (*choices, BLEND)}
    for seed in range(FIRST_SEED, FIRST_SEED + n_seeds):
        progress(f"measuring split {seed}")
        split = hide_share(interactions, np.random.default_rng(seed))
        models: list[Model] = []
        seconds = []
        for family in families:
            started = time.perf_counter()
            models.append(family.fit(split.train, choices[family.name].settings, np.random.default_rng(seed)))
            seconds.append(time.perf_counter() - started)
            measured[family.name].append(_measure(models[-1], family.name, split, seconds[-1]))
        measured[BLEND].append(_measure(Blend.constant(models, weights), BLEND, split, sum(seconds)))
    return WarmOutcome(choices, {f.name: w for f, w in zip(families, weights, strict=True)}, measured)


def choose_warm(family: Family, validation: WarmSplit) -> Choice:
    """Return the settings with the largest nDCG@20; what only short profiles feel stays as it is."""
    ladders = {name: values for name, values in family.ladders.items() if name != SHORT_ONLY}

    def ndcg(settings: object) -> float:
        model = family.fit(validation.train, settings, np.random.default_rng(VALIDATION_SEED))
        return float(_measure(model, family.name, validation, 0.0).scores.ndcg.mean())

    return choose(family.starts, ladders, ndcg)


def choose_blend(families: Sequence[Family], choices: dict[str, Choice], validation: WarmSplit) -> tuple[float, ...]:
    """Return the weights with the largest nDCG@20, from the best single model on; popularity may count, too."""
    rng = np.random.default_rng(VALIDATION_SEED)
    models = [family.fit(validation.train, choices[family.name].settings, rng) for family in families]
    pool = pool_of(models, validation.train, known=validation.train, hidden=validation.hidden)
    single = int(np.argmax([choices[family.name].score for family in families]))
    start = [4.0 if number == single else 0.0 for number in range(len(models))]
    return search_pooled(lambda weights: float(pool.hit_scores(weights).ndcg.mean()), start=start)


def _measure(model: Model, name: str, split: WarmSplit, fit_s: float) -> Measured:
    lists = lists_of(model, name, split.train, known=split.train, fame=split.train.n_listeners_of)
    return Measured(hit_scores(lists, split.hidden), fit_s, len(np.unique(lists)))


def best_single(outcome: WarmOutcome) -> str:
    """Return the model that was best on validation data, without the baseline."""
    return max((name for name in outcome.choices if name != POPULARITY), key=lambda name: outcome.choices[name].score)

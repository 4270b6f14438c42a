"""Settings of the models and weights of the blend, chosen on the newest part of what may be learned from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recommender.prediction.evaluation.weight_search import search_weights
from recommender.sequences.evaluation.candidates import Candidates, collect
from recommender.sequences.evaluation.fitting import fit_weights
from recommender.sequences.evaluation.positions import ranks_of, split_by_plays
from recommender.sequences.evaluation.ranking import criterion
from recommender.sequences.models.blend import Blend, Part
from recommender.sequences.models.by_name import BLENDED, SETTINGS, AnyModel
from recommender.sequences.models.scoring import Model
from recommender.sequences.records import Session

WEIGHTS = (0.0, 0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Tried for each part."""
MAX_ROUNDS = 5


@dataclass(frozen=True)
class Chosen:
    """What was chosen for one protocol."""

    models: dict[str, AnyModel]
    blend: Blend
    """By learned weights."""
    searched_blend: Blend
    """By weights from a grid."""
    equal_blend: Blend
    part_names: tuple[str, ...]
    """Of the blends' parts."""


def choose(
    training: Sequence[Session], *, learns: bool, settings: Mapping[str, tuple[AnyModel, ...]] = SETTINGS
) -> Chosen:
    """Return the settings and weights with the highest HR@20 + MRR@20 on the last fifth of the training sessions."""
    learned, asked = split_by_plays(training)
    tried: dict[str, Model] = {
        f"{name} {number}": model
        for name, models in settings.items()
        if len(models) > 1
        for number, model in enumerate(models)
    }
    scores = {name: criterion(ranks) for name, ranks in ranks_of(tried, learned, asked, learns=learns).items()}
    models = {
        name: max(enumerate(models), key=lambda each: scores.get(f"{name} {each[0]}", 0.0))[1]
        for name, models in settings.items()
    }
    parts = [name for name in BLENDED if name in models]
    candidates = collect([models[name] for name in parts], learned, asked, learns=learns)
    return Chosen(
        models=models,
        blend=_blend([models[name] for name in parts], fit_weights(candidates)),
        searched_blend=_blend([models[name] for name in parts], search_candidates(candidates)[:, None]),
        equal_blend=_blend([models[name] for name in parts], np.ones((len(parts), 1))),
        part_names=tuple(parts),
    )


def _blend(models: Sequence[AnyModel], weights: np.ndarray) -> Blend:
    """Return the blend of weights [n_parts, 1 to 3]."""
    return Blend(tuple(Part(model, *of_model) for model, of_model in zip(models, weights.tolist(), strict=True)))


def search_candidates(candidates: Candidates) -> np.ndarray:
    """Return the weights [n_parts] with the highest HR@20 + MRR@20, by coordinate search from equal ones."""

    def score_along(weights: tuple[float, ...], part: int) -> Callable[[float], float]:
        others = np.array(weights)
        others[part] = 0.0
        rest = others @ candidates.scores
        return lambda weight: criterion(candidates.ranks_by(rest + weight * candidates.scores[part]))

    equal = [1.0] * len(candidates.scores)
    weights, _ = search_weights(score_along, start=equal, grid=WEIGHTS, max_rounds=MAX_ROUNDS)
    return np.asarray(list(weights))

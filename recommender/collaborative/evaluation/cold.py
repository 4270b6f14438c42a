"""Listeners who were not trained on, of whom one, three, five or all but the hidden artists are known."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.collaborative.evaluation.blend_search import Pool, pool_of, search_pooled
from recommender.collaborative.evaluation.families import FACTORS, FAMILIES, LISTS, POPULARITY, SHORT_ONLY, Family
from recommender.collaborative.evaluation.hit_scores import hit_scores
from recommender.collaborative.evaluation.lists import lists_of
from recommender.collaborative.evaluation.splits import ColdSplit, hide_listeners, hide_share
from recommender.collaborative.evaluation.tuning import Choice, choose
from recommender.collaborative.evaluation.warm import BLEND, choose_warm
from recommender.collaborative.models.blend import Blend, Weights
from recommender.collaborative.models.model import Model
from recommender.collaborative.records import Interactions
from recommender.prediction.training import Progress, silent

FIRST_SEED = 2000
VALIDATION_SEEDS = (1, 2, 3)
N_GIVEN = (1, 3, 5)
MAX_LISTED = 100
"""Neighbours of an item that are served: as good as 400 for short profiles, and asked in less than half the time."""
MIN_FULL = 10
"""From so many items on the weights are those of whole profiles."""
ALL = "all known"
SERVED, SHORT_FACTORS = "served", f"{FACTORS} for short profiles"
"""Popularity, a walk's lists, and factors chosen for whole profiles and for short ones: none asks others' data."""


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Several families with their settings, and what each counts by the length of the profile."""

    families: Sequence[Family]
    choices: dict[str, Choice]
    weights_from: dict[int, Weights]

    def fit(self, train: Interactions, *, seed: int) -> list[Model]:
        """Fit every model; the blend of them is the last."""
        rng = np.random.default_rng
        models = [each.fit(train, self.choices[each.name].settings, rng(seed)) for each in self.families]
        return [*models, Blend(models, self.weights_from)]


@dataclass(frozen=True, eq=False)
class ColdOutcome:
    """What was chosen with pseudo-cold listeners among those of the first training, and what it reached."""

    ensembles: dict[str, Ensemble]
    """`blend` of all families, and `served`."""
    listeners: list[np.ndarray]
    """The cold listeners of each seed, int64; one may be cold in several."""
    recalls: dict[str, dict[str, list[np.ndarray]]]
    """By model, then by what is given, such as `3 random`: recall@20 of each cold listener, one array for each seed."""


def evaluate_cold(
    interactions: Interactions,
    *,
    n_seeds: int,
    families: Sequence[Family] = FAMILIES,
    progress: Progress = silent,
) -> ColdOutcome:
    """Choose every setting among listeners that the first split trains on, then measure on each split."""
    ensembles = choose_all(interactions, families, progress)
    names = [*(family.name for family in families), *ensembles]
    recalls: dict[str, dict[str, list[np.ndarray]]] = {name: {} for name in names}
    listeners = []
    for seed in range(FIRST_SEED, FIRST_SEED + n_seeds):
        progress(f"measuring split {seed}")
        split = hide_listeners(interactions, np.random.default_rng(seed))
        listeners.append(split.listeners)
        models = dict(zip([*names[: len(families)], BLEND], ensembles[BLEND].fit(split.train, seed=seed), strict=True))
        if SERVED in ensembles:
            models[SERVED] = ensembles[SERVED].fit(split.train, seed=seed)[-1]
        for name, model in models.items():
            for case, given in givens(split).items():
                recalls[name].setdefault(case, []).append(recall_of(model, name, split, given))
    return ColdOutcome(ensembles, listeners, recalls)


def givens(split: ColdSplit) -> dict[str, Interactions]:
    """Return what is given of each cold listener, by the name of the case."""
    random = {f"{n} random": split.given(n) for n in N_GIVEN}
    return random | {f"{n} most played": split.given_top(n) for n in N_GIVEN} | {ALL: split.known}


def choose_all(interactions: Interactions, families: Sequence[Family], progress: Progress) -> dict[str, Ensemble]:
    """Return the blend and what is served, chosen among the listeners that the first split trains on."""
    train = hide_listeners(interactions, np.random.default_rng(FIRST_SEED)).train
    pseudo = [hide_listeners(train, np.random.default_rng(seed)) for seed in VALIDATION_SEEDS]
    choices = {}
    for family in families:
        progress(f"choosing settings of {family.name} for short profiles")
        choices[family.name] = choose_cold(family, pseudo[0])
    progress("choosing weights")
    ensembles = {BLEND: Ensemble(families, choices, choose_weights(families, choices, pseudo))}
    by_name = {family.name: family for family in families}
    if by_name.keys() >= {POPULARITY, LISTS, FACTORS}:
        progress(f"choosing settings of {FACTORS} for whole profiles")
        short = dataclasses.replace(by_name[FACTORS], name=SHORT_FACTORS)
        served = [by_name[POPULARITY], by_name[LISTS], by_name[FACTORS], short]
        chosen = {POPULARITY: choices[POPULARITY], LISTS: shorten(choices[LISTS]), SHORT_FACTORS: choices[FACTORS]}
        chosen[FACTORS] = choose_factors(by_name[FACTORS], train, pseudo[0])
        ensembles[SERVED] = Ensemble(served, chosen, choose_weights(served, chosen, pseudo))
    return ensembles


def shorten(lists: Choice) -> Choice:
    """Return the choice with no more neighbours than a player maps."""
    n = min(lists.settings.n_neighbours, MAX_LISTED)
    return dataclasses.replace(lists, settings=dataclasses.replace(lists.settings, n_neighbours=n))


def choose_factors(family: Family, train: Interactions, pseudo: ColdSplit) -> Choice:
    """Return the settings that are best for whole profiles, then what is best for short ones of what only they feel."""
    chosen = choose_warm(family, hide_share(train, np.random.default_rng(VALIDATION_SEEDS[0])))
    short = {SHORT_ONLY: family.ladders[SHORT_ONLY]}
    return choose_cold(dataclasses.replace(family, starts=(chosen.settings,), ladders=short), pseudo)


def choose_cold(family: Family, split: ColdSplit) -> Choice:
    """Return the settings with the largest mean of recall@20 over one, three and five random artists."""

    def recall(settings: object) -> float:
        model = family.fit(split.train, settings, np.random.default_rng(FIRST_SEED))
        return float(np.mean([recall_of(model, family.name, split, split.given(n)).mean() for n in N_GIVEN]))

    return choose(family.starts, family.ladders, recall)


def choose_weights(
    families: Sequence[Family], choices: dict[str, Choice], splits: Sequence[ColdSplit]
) -> dict[int, Weights]:
    """Return for each number of given artists the weights with the largest mean of recall@20 over the splits."""
    pools: dict[int, list[Pool]] = {n: [] for n in (*N_GIVEN, MIN_FULL)}
    for split in splits:
        models = Ensemble(families, choices, {0: (1.0,) * len(families)}).fit(split.train, seed=FIRST_SEED)[:-1]
        for n, of_length in pools.items():
            given = split.known if n == MIN_FULL else split.given(n)
            of_length.append(pool_of(models, given, known=split.known, hidden=split.hidden))
    return {n: _best_weights(of_length, len(families)) for n, of_length in pools.items()}


def _best_weights(pools: Sequence[Pool], n_models: int) -> Weights:
    def recall(weights: Sequence[float]) -> float:
        return float(np.mean([pool.hit_scores(weights).recall.mean() for pool in pools]))

    alone: list[Weights] = [tuple(4.0 * (model == number) for model in range(n_models)) for number in range(n_models)]
    return search_pooled(recall, start=max(alone, key=recall))


def recall_of(model: Model, name: str, split: ColdSplit, given: Interactions) -> np.ndarray:
    """Return recall@20 of each cold listener, of whom `given` is told; all that is known is left out of the lists."""
    lists = lists_of(model, name, given, known=split.known, fame=split.train.n_listeners_of)
    return hit_scores(lists, split.hidden).recall

"""Trains what a player asks: settings chosen on listeners left aside, then one fit on everybody."""

from recommender.collaborative.evaluation.cold import SERVED, Ensemble, choose_all
from recommender.collaborative.evaluation.families import FACTORS, FAMILIES, LISTS, POPULARITY
from recommender.collaborative.evaluation.splits import COLD_SHARE, MIN_COLD_ITEMS, MIN_COLD_LISTENERS
from recommender.collaborative.models.als import Als
from recommender.collaborative.models.item_knn import ItemNeighbours
from recommender.collaborative.models.neighbour_lists import lists_of_matrix
from recommender.collaborative.models.popularity import Popularity
from recommender.collaborative.records import Interactions
from recommender.collaborative.serving import ServedModel
from recommender.errors import BadInput
from recommender.prediction.training import Progress, silent

SERVED_FAMILIES = tuple(family for family in FAMILIES if family.name in (POPULARITY, LISTS, FACTORS))


def choose_served(interactions: Interactions, *, progress: Progress = silent) -> Ensemble:
    """Return the settings and weights that are best on listeners left aside; some minutes for 100,000 pairs.

    Raises `BadInput` when too few listeners have enough items to be left aside.
    """
    n_able = int((interactions.lengths >= MIN_COLD_ITEMS).sum())
    if n_able * COLD_SHARE < MIN_COLD_LISTENERS:
        raise BadInput(
            f"{n_able} listeners have {MIN_COLD_ITEMS} items or more, but {round(MIN_COLD_LISTENERS / COLD_SHARE)} are "
            "needed to choose by those left aside"
        )
    return choose_all(interactions, SERVED_FAMILIES, progress)[SERVED]


def fit_served(interactions: Interactions, ensemble: Ensemble, *, seed: int = 0) -> ServedModel:
    """Fit the models that `choose_served` chose on everybody."""
    popularity, walk, whole, short, _ = ensemble.fit(interactions, seed=seed)
    assert isinstance(popularity, Popularity)
    assert isinstance(walk, ItemNeighbours)
    assert isinstance(whole, Als)
    assert isinstance(short, Als)
    return ServedModel(popularity, lists_of_matrix(walk), whole, short, ensemble.weights_from)

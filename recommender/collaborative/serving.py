"""What a player asks: item factors and, if there are, lists of neighbours, written once and mapped from their files."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from recommender.artifacts.opening import refuse_unreadable
from recommender.collaborative.models.als import Als, AlsSettings
from recommender.collaborative.models.blend import Blend, Weights
from recommender.collaborative.models.least_squares import Basis
from recommender.collaborative.models.neighbour_lists import NeighbourLists
from recommender.collaborative.models.popularity import Popularity
from recommender.collaborative.records import Interactions, profile_of
from recommender.errors import BadArtifact

DECLARED, LISTENERS_OF = "collaborative.json", "listeners_of.npy"
FACTORS, GRAM = "{}_factors.npy", "{}_gram.npy"
NEIGHBOURS, CLOSENESS, OF_ITEM = "neighbours.npy", "closeness.npy", "item_weights.npy"
WHOLE, SHORT = "whole", "short"
FORM = 1
"""Raised when files of the old form can no longer be read."""


@dataclass(frozen=True, eq=False)
class ServedModel:
    """Four models, of which each profile is scored by those that count for one of its length."""

    popularity: Popularity
    lists: NeighbourLists
    whole: Als
    """Factors whose settings are best where much is known."""
    short: Als
    """Factors whose settings are best where one to five items are known."""
    weights_from: Mapping[int, Weights]
    """What the four count, in this order, from how many items on; see `Blend`."""

    @property
    def n_items(self) -> int:
        """Return how many items are scored."""
        return len(self.popularity.n_listeners_of)

    def scores(self, profiles: Interactions) -> np.ndarray:
        """Return the score of every item for each profile, float32 [n, n_items]."""
        return Blend((self.popularity, self.lists, self.whole, self.short), self.weights_from).scores(profiles)

    def score_profile(self, items: np.ndarray, plays: np.ndarray) -> np.ndarray:
        """Return the score of every item for a listener who played `items` [m] so often, float32 [n_items].

        Nothing of the listener is kept: one more play is one more row here.
        """
        scores: np.ndarray = self.scores(profile_of(items, plays, n_items=self.n_items))[0]
        return scores

    def write(self, folder: Path) -> None:
        """Write the files into an empty folder."""
        np.save(folder / LISTENERS_OF, self.popularity.n_listeners_of)
        np.save(folder / NEIGHBOURS, self.lists.neighbours)
        np.save(folder / CLOSENESS, self.lists.closeness)
        np.save(folder / OF_ITEM, self.lists.of_item)
        declared: dict[str, Any] = {
            "form": FORM,
            "weighting": self.lists.weighting,
            "are_shares": self.lists.are_shares,
            "weights_from": {str(n): weights for n, weights in self.weights_from.items()},
        }
        for name, als in ((WHOLE, self.whole), (SHORT, self.short)):
            np.save(folder / FACTORS.format(name), als.basis.rotated.astype(np.float32))
            np.save(folder / GRAM.format(name), als.basis.gram)
            declared[name] = {"settings": asdict(als.settings), "penalty_base": als.penalty_base}
        (folder / DECLARED).write_text(json.dumps(declared, indent=1) + "\n", encoding="utf-8")


def load(folder: Path) -> ServedModel:
    """Map the files of a folder; raises `BadArtifact` when one lacks or does not fit the others."""
    with refuse_unreadable(folder):
        declared = json.loads((folder / DECLARED).read_text(encoding="utf-8"))
        if declared["form"] != FORM:
            raise BadArtifact(f"{folder} has form {declared['form']}, but this version reads {FORM}; build it again")
        lists = NeighbourLists(
            _mapped(folder / NEIGHBOURS),
            _mapped(folder / CLOSENESS),
            declared["weighting"],
            np.load(folder / OF_ITEM),
            declared["are_shares"],
        )
        model = ServedModel(
            Popularity(np.load(folder / LISTENERS_OF)),
            lists,
            _load_als(folder, WHOLE, declared),
            _load_als(folder, SHORT, declared),
            {int(n): tuple(weights) for n, weights in dict(declared["weights_from"]).items()},
        )
    lengths = {len(array) for array in (lists.neighbours, lists.closeness, lists.of_item)}
    lengths |= {len(model.whole.basis.rotated), len(model.short.basis.rotated), model.n_items}
    if len(lengths) > 1:
        raise BadArtifact(f"the files of {folder} are of {sorted(lengths)} items; build it again")
    return model


def _load_als(folder: Path, name: str, declared: Mapping[str, Any]) -> Als:
    basis = Basis(_mapped(folder / FACTORS.format(name)), np.load(folder / GRAM.format(name)))
    return Als(basis, AlsSettings(**declared[name]["settings"]), declared[name]["penalty_base"])


def _mapped(path: Path) -> np.ndarray:
    array: np.ndarray = np.load(path, mmap_mode="r")
    return array

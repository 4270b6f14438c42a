"""The best items of scores, without what is known already."""

import numpy as np

from recommender.collaborative.records import Interactions


def top_items(scores: np.ndarray, known: Interactions, n: int) -> np.ndarray:
    """Return the `n` best items of each row that are not `known`, best first, int64 [n_listeners, n].

    A score that is no number is the worst, as is a known item; equal ones in the list stand in the order of the items.
    `scores` [n_listeners, n_items] are not changed.
    """
    open_scores = np.where(np.isnan(scores), -np.inf, scores)
    open_scores[known.listeners, known.items] = -np.inf
    return largest(open_scores, n)


def largest(values: np.ndarray, n: int) -> np.ndarray:
    """Return where the `n` largest values of each row [rows, columns] are, largest first, equal ones by column."""
    n = min(n, values.shape[1])
    some = np.sort(np.argpartition(-values, n - 1, axis=1)[:, :n], axis=1)
    order = np.argsort(-np.take_along_axis(values, some, axis=1), axis=1, kind="stable")
    return np.take_along_axis(some, order, axis=1)


def require_numbers(scores: np.ndarray, model: str) -> None:
    """Raise `ArithmeticError` when a score is no number: such a model must not be measured."""
    if np.isnan(scores).any():
        row, item = np.argwhere(np.isnan(scores))[0]
        raise ArithmeticError(f"{model} gave no number for item {item} to listener {row}; its figures would be false")

"""How hard the approximate search tries, and how that is found out instead of guessed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from recommender.errors import SegueError

WANTED_RECALL = 0.9965
"""The search is made harder until this is measured, or until it has become too slow."""
MIN_RECALL = 0.95
"""Below this nothing is published."""
MAX_SEARCH_K = 60_000
MAX_TREES = 200
SHARD_TRACKS = 250_000
"""Tracks of a shard of the trees, at most, unless a setting says otherwise."""


class RecallTooLow(SegueError):
    """The approximate search misses too many true neighbours to be published."""


def require_recall(recall: float, effort: str, *, least: float = MIN_RECALL) -> None:
    """Raise `RecallTooLow` below `least`; `effort` says what was searched with."""
    if recall < least:
        raise RecallTooLow(
            f"recall@10 is {recall:.3f} with {effort}, below {least}: nothing was published and the present version "
            "stays; look at the features with `segue ingest --report`"
        )


@dataclass(frozen=True)
class SearchSettings:
    """What one search does."""

    trees: int = 10
    search_k: int = 1000
    """Nodes that Annoy looks at."""
    fetched: int = 60
    """Candidates that the trees are asked for."""
    lonely_cosine: float = -1.0
    """A track whose tenth nearest found is further than this is searched for again, eight times as hard."""


def chosen_settings(
    first: SearchSettings,
    measure: Callable[[SearchSettings], float],
    *,
    wanted: float = WANTED_RECALL,
    least: float = MIN_RECALL,
) -> tuple[SearchSettings, float]:
    """Return the first settings whose measured recall is at least `wanted`, with that recall.

    When none is, the best one is returned, unless it is below `least`: then `RecallTooLow` is raised.
    """
    best, best_recall = first, -1.0
    for settings in _harder_and_harder(first):
        recall = measure(settings)
        if recall > best_recall:
            best, best_recall = settings, recall
        if recall >= wanted:
            break
    require_recall(best_recall, f"{best.trees} trees and search_k {best.search_k}", least=least)
    return best, best_recall


def _harder_and_harder(first: SearchSettings) -> Iterator[SearchSettings]:
    """Yield settings by rising cost: `search_k` first, which costs no new trees."""
    settings = first
    while settings.trees <= MAX_TREES:
        while settings.search_k <= MAX_SEARCH_K:
            yield settings
            settings = replace(settings, search_k=round(settings.search_k * 1.25))
        settings = replace(settings, trees=settings.trees * 2, search_k=first.search_k * 2)

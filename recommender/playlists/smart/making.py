"""From a definition to its tracks: matched, put in order, and cut."""

from dataclasses import dataclass
from math import ceil

import numpy as np

from recommender.playlists.smart.matching import Matcher
from recommender.playlists.smart.records import RANDOM, Definition, Limit, SortKey


@dataclass(frozen=True, eq=False)
class MadeList:
    """The tracks of a smart playlist, as they are at one moment."""

    positions: np.ndarray
    """int32 [n], in order."""
    n_matching: int
    """How many there were before the limit."""
    duration_s: float
    problems: tuple[str, ...]
    """What could not be asked, in words for the owner."""


def make_list(definition: Definition, matcher: Matcher, *, rng: np.random.Generator) -> MadeList:
    """Return the list of a checked definition; `rng` decides the order by chance."""
    matching = matcher.match(definition.rules)
    by_title = matcher.sources.library.catalogue.orders["title"]
    positions = _sorted(by_title[matching[by_title]], definition.sort, matcher, rng)
    durations_s = matcher.sources.library.durations_s
    kept = positions if definition.limit is None else positions[: _end(definition.limit, durations_s[positions])]
    return MadeList(
        positions=kept.astype(np.int32),
        n_matching=len(positions),
        duration_s=round(float(durations_s[kept].sum()), 3),
        problems=tuple(matcher.problems),
    )


def _sorted(positions: np.ndarray, keys: tuple[SortKey, ...], matcher: Matcher, rng: np.random.Generator) -> np.ndarray:
    """Return the positions by the keys, the first counting most; equals stay by title."""
    for key in reversed(keys):
        n = matcher.sources.n_tracks
        values = (rng.permutation(n).astype(float) if key.field == RANDOM else matcher.column(key.field).sort_values)[
            positions
        ]
        order = np.argsort(np.where(np.isnan(values), np.inf, -values if key.descending else values), kind="stable")
        positions = positions[order]
    return positions


def _end(limit: Limit, durations_s: np.ndarray) -> int:
    """Return how many tracks stay: of minutes, as many from the first on as do not come to more."""
    if limit.unit == "minutes":
        return int(np.searchsorted(np.cumsum(durations_s), 60.0 * limit.amount + 1e-6, side="right"))
    return int(limit.amount) if limit.unit == "tracks" else ceil(len(durations_s) * limit.amount / 100.0)

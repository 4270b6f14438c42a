"""The regions of a map with their names: the larger first, no name twice, and none where nothing stands out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from recommender.room.quantities.sources import RoomLibrary
from recommender.room.regions.clusters import cluster_counts, find_clusters
from recommender.room.regions.log_odds import log_odds
from recommender.room.regions.terms import Term, TermKind, TermTable, terms_of

MAX_REGIONS = 60
MIN_MEMBERS = 3
MIN_STDS = 2.0
"""By which a word must stand out."""
MIN_SHARE: dict[TermKind, float] = {"noun": 0.3, "adjective": 0.4}
"""Of a region's tracks, that a word must be true of."""
MAX_SAME = 0.7
"""Share of common tracks from which two regions are one."""
RADIUS_SHARE = 0.8
_MAX_WORDS = 3
"""Words of each kind that are tried."""


@dataclass(frozen=True, eq=False)
class Region:
    """A part of the map with a name."""

    name: str
    centre: np.ndarray
    """float32 [3]."""
    radius: float
    """`RADIUS_SHARE` of its tracks are nearer to the centre."""
    rows: np.ndarray
    """int64 [n], ascending."""


def find_regions(library: RoomLibrary) -> tuple[Region, ...]:
    """Return the regions, the one with most tracks first; one may lie inside another."""
    positions = library.seen.positions
    counts = cluster_counts(len(positions))
    if not counts or not np.ptp(positions, axis=0).any():
        return ()
    table = terms_of(library)
    whole = table.count(np.zeros(table.n_tracks, dtype=np.int64), 1)[0]
    clusters = [rows for k in counts for rows in _members(find_clusters(positions, k), k)]
    named: list[Region] = []
    for rows in sorted(clusters, key=lambda rows: (-len(rows), int(rows[0]))):
        if len(named) == MAX_REGIONS:
            break
        if any(_is_same(rows, region.rows) for region in named):
            continue
        if name := _name(table, whole, rows, taken=[region.name for region in named]):
            named.append(_region(name, rows, positions[rows]))
    return tuple(named)


def region_of(regions: Sequence[Region], row: int) -> str:
    """Return the name of the smallest region that a row belongs to; empty where it is in none."""
    names = (region.name for region in reversed(regions) if row in region.rows)
    return next(names, "")


def _members(clusters: np.ndarray, k: int) -> Iterator[np.ndarray]:
    for cluster in range(k):
        rows = np.flatnonzero(clusters == cluster)
        if len(rows) >= MIN_MEMBERS:
            yield rows


def _is_same(one: np.ndarray, other: np.ndarray) -> bool:
    if min(len(one), len(other)) <= MAX_SAME * max(len(one), len(other)):
        return False
    n_common = len(np.intersect1d(one, other, assume_unique=True))
    return n_common / (len(one) + len(other) - n_common) > MAX_SAME


def _region(name: str, rows: np.ndarray, positions: np.ndarray) -> Region:
    centre = positions.mean(axis=0)
    distances = np.linalg.norm(positions - centre, axis=1)
    return Region(name, centre, float(np.quantile(distances, RADIUS_SHARE)), rows)


def _name(table: TermTable, whole: np.ndarray, rows: np.ndarray, *, taken: Sequence[str]) -> str:
    """Return the first name that fits and is not taken; empty where no word stands out enough."""
    is_inside = np.zeros(table.n_tracks, dtype=np.int64)
    is_inside[rows] = 1
    inside = table.count(is_inside, 2)[1]
    stds = log_odds(inside, whole, len(rows), table.n_tracks)
    fitting = [
        (float(stds[code]), term)
        for code, term in enumerate(table.terms)
        if stds[code] >= MIN_STDS and inside[code] >= MIN_SHARE[term.kind] * len(rows)
    ]
    fitting.sort(key=lambda pair: (-pair[0], pair[1].text))
    return next((name for name in _names([term for _, term in fitting]) if name not in taken), "")


def _names(terms: Sequence[Term]) -> Iterator[str]:
    """Yield names of these terms, the most telling first: `Folk`, `Slow Folk`, `Quiet`, `Quiet, slow`."""
    nouns = [term.text for term in terms if term.kind == "noun"][:_MAX_WORDS]
    adjectives = [term.text for term in terms if term.kind == "adjective"][:_MAX_WORDS]
    for noun in nouns:
        yield noun
        yield from (f"{adjective.capitalize()} {noun}" for adjective in adjectives)
    yield from (adjective.capitalize() for adjective in adjectives)
    yield from (f"{one.capitalize()}, {other}" for one, other in combinations(adjectives, 2))

"""A path: exactly n tracks from one to another, each sounding like the one before.

A way over landmarks comes first; the gaps between its tracks are filled, longest first, from what lies around them;
then each track gives way to a better one as long as there is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from recommender.errors import BadInput, OutOfRange
from recommender.listening.reranking import ARTIST_WINDOW
from recommender.playlists.generated.landmarks import landmarks_of
from recommender.playlists.generated.neighbourhood import Neighbourhood
from recommender.playlists.generated.records import MAX_N
from recommender.similarity.track_index import TrackIndex

MIN_TRACKS, MAX_TRACKS = 2, MAX_N
MAX_STATIONS = 8
MAX_NEAR = 1_000
"""Tracks looked at around the steps of a way, all together."""
MAX_NEAR_AT_NEED = 4_000
"""Where those do not suffice."""
MAX_ROUNDS = 6
_LESS = 1.0 - 1e-6


class TooFewTracks(OutOfRange):
    """The library does not have as many tracks as the list should hold."""

    def __init__(self, *, wanted: int, n_different: int) -> None:
        super().__init__(
            f"a list of {wanted} tracks cannot be made: the library has {n_different} that may be in it and differ "
            f"from one another; ask for at most {n_different}, or add music"
        )
        self.n_different = n_different


@dataclass(frozen=True, eq=False)
class Path:
    """The rows of a path, in order."""

    rows: tuple[int, ...]
    steps: np.ndarray
    """float32 [n - 1]: 1 - cosine from each track to the next; 0 is the same sound."""
    artist_cap: int
    """Tracks of one artist in any ten in a row: more than was asked for where there are not enough artists."""


def find_path(
    index: TrackIndex, stations: Sequence[int], *, n: int, artist_cap: int, allowed: np.ndarray | None = None
) -> Path:
    """Return a path of exactly `n` tracks that starts and ends at, and passes through, the rows `stations`.

    No track, song or sound comes twice; `allowed`, bool [n_tracks], is what may stand between stations. Raises
    `BadInput` for stations that make no path, `TooFewTracks` only when the library really has too few.
    """
    _require_stations(stations, n)
    may_be_used = np.ones(len(index), dtype=bool) if allowed is None else allowed
    way = _way(index, stations, n, may_be_used)
    return complete(index, way, stations, n=n, artist_cap=artist_cap, allowed=may_be_used)


def complete(
    index: TrackIndex, way: Sequence[int], stations: Sequence[int], *, n: int, artist_cap: int, allowed: np.ndarray
) -> Path:
    """Return the path of `n` tracks along a way of fewer, in which the stations keep their order."""
    best: list[int] = []
    for max_near, cap in _attempts(artist_cap):
        near = _near(index, way, allowed, max_near)
        fixed = near.places(stations)
        places = _fill(near, near.places(way), fixed, n=n, artist_cap=cap)
        if len(places) == n:
            places = _improve(near, places, frozenset(fixed), artist_cap=cap)
            rows = near.rows[places]
            vectors = index.vectors_of(rows)
            steps = 1.0 - np.einsum("ij,ij->i", vectors[:-1], vectors[1:])
            return Path(tuple(rows.tolist()), np.maximum(steps, 0.0), cap)
        best = max(best, places, key=len)
    raise TooFewTracks(wanted=n, n_different=len(best))


def _require_stations(stations: Sequence[int], n: int) -> None:
    if not MIN_TRACKS <= len(stations) <= MAX_STATIONS:
        raise BadInput(f"a path goes through {MIN_TRACKS} to {MAX_STATIONS} stations, not {len(stations)}")
    if len(set(stations)) < len(stations):
        raise OutOfRange("a path passes no track twice; choose stations that differ")
    if not len(stations) <= n <= MAX_TRACKS:
        raise OutOfRange(f"a path through {len(stations)} stations has {len(stations)} to {MAX_TRACKS} tracks, not {n}")


def _attempts(artist_cap: int) -> list[tuple[int, int]]:
    """Return (tracks looked at, artist cap) in turn: look further first, then let artists come more often."""
    caps = [(MAX_NEAR_AT_NEED, cap) for cap in range(artist_cap, ARTIST_WINDOW + 1)]
    return [(MAX_NEAR, artist_cap), *caps]


def _way(index: TrackIndex, stations: Sequence[int], n: int, allowed: np.ndarray) -> list[int]:
    """Return the stations with landmarks between them: about half of the tracks, the others fill the gaps."""
    n_free, n_legs = n - len(stations), len(stations) - 1
    max_between = min(n_free // n_legs, -(-n_free // (2 * n_legs)))
    landmarks = landmarks_of(index)
    way = [stations[0]]
    for start, end in pairwise(stations):
        open_rows = allowed.copy()
        open_rows[[*way, *stations]] = False
        between = landmarks.way(index, start=start, end=end, max_between=max_between, allowed=open_rows)
        way += [*dict.fromkeys(between), end]
    return way


def _near(index: TrackIndex, way: Sequence[int], allowed: np.ndarray, max_near: int) -> Neighbourhood:
    """Return the tracks around the way and the middles of its steps; all of a library that has no more than these."""
    if len(index) <= max_near:
        return Neighbourhood.of(index, np.union1d(np.flatnonzero(allowed), way).astype(np.int32))
    vectors = index.vectors_of(way)
    middles = vectors[:-1] + vectors[1:]
    lengths = np.linalg.norm(middles, axis=1, keepdims=True)
    units = middles / np.maximum(lengths, 1e-6)
    rows = np.concatenate([index.candidates_near(unit, max_near // len(way)) for unit in units])
    return Neighbourhood.of(index, np.union1d(rows[allowed[rows]], way).astype(np.int32))


def _fill(near: Neighbourhood, way: Sequence[int], fixed: Sequence[int], *, n: int, artist_cap: int) -> list[int]:
    """Return a list of `n` places, or of as many as there are: what of the way may stand, and more in its gaps."""
    places = _what_may_stand(near, way, fixed, artist_cap=artist_cap)
    while len(places) < n:
        gaps = np.argsort(-near.costs[places[:-1], places[1:]], kind="stable")
        for gap in gaps.tolist():
            one, other = places[gap], places[gap + 1]
            cost = near.costs[one] + near.costs[other]
            open_cost = np.where(near.free_at(places, gap + 1, artist_cap=artist_cap), cost, np.inf)
            best = int(open_cost.argmin())
            if np.isfinite(open_cost[best]):
                places.insert(gap + 1, best)
                break
        else:
            break
    return places


def _what_may_stand(near: Neighbourhood, way: Sequence[int], fixed: Sequence[int], *, artist_cap: int) -> list[int]:
    """Return the stations, and what of the way between them may be in one list with what is there already."""
    places, at = list(fixed), 0
    for place in way:
        if place in fixed:
            at = places.index(place) + 1
        elif near.free_at(places, at, artist_cap=artist_cap)[place]:
            places.insert(at, place)
            at += 1
    return places


def _improve(near: Neighbourhood, places: list[int], fixed: frozenset[int], *, artist_cap: int) -> list[int]:
    """Return the list after each track gave way to the one that makes its two steps cheapest, round after round."""
    for _ in range(MAX_ROUNDS):
        changed = False
        for at in range(1, len(places) - 1):
            if places[at] in fixed:
                continue
            cost = near.costs[places[at - 1]] + near.costs[places[at + 1]]
            others = places[:at] + places[at + 1 :]
            open_cost = np.where(near.free_at(others, at, artist_cap=artist_cap), cost, np.inf)
            best = int(open_cost.argmin())
            if open_cost[best] < cost[places[at]] * _LESS:
                places, changed = [*others[:at], best, *others[at:]], True
        if not changed:
            break
    return places

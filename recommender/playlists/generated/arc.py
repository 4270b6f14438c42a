"""An arc: a list of a given length whose energy, and mood if wished, follow a curve.

Tracks are put in from the beginning, each the one that fits the curve best at its own middle and sounds like the one
before; then tracks are exchanged, as long as that brings the list nearer to the curve or to its length.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.errors import OutOfRange
from recommender.listening.reranking import ARTIST_WINDOW, SAME_SOUND
from recommender.similarity.track_index import TrackIndex

TOLERANCE = 0.02
"""Share of its length by which a list may be too long or too short."""
AIMED_AT = 0.004
MIN_TRACK_S = 20.0
SHORTLIST = 400
SOUND_WEIGHT = 0.15
"""Of a step (1 - cosine) beside the distance from the curve."""
TIME_WEIGHT = 40.0
MAX_ROUNDS = 4
MAX_TRACKS = 300


class NoArc(OutOfRange):
    """The library has no list of this length."""

    def __init__(self, *, wanted_s: float, found_s: float) -> None:
        super().__init__(
            f"no list of {wanted_s / 60:.0f} min can be made: at most {MAX_TRACKS} tracks that may be in it and differ "
            f"come to {found_s / 60:.0f} min at best; ask for another length, or add music"
        )


@dataclass(frozen=True, eq=False)
class ArcTracks:
    """The tracks that an arc may be made of."""

    rows: np.ndarray
    """int32 [m]."""
    levels: np.ndarray
    """float32 [n_curves, m], 0..1: what each curve is about, as a rank in the library."""
    durations_s: np.ndarray
    """float64 [m]."""


@dataclass(frozen=True, eq=False)
class Arc:
    """A list along its curves."""

    rows: tuple[int, ...]
    levels: np.ndarray
    """float32 [n_curves, n]: what each track has."""
    wanted: np.ndarray
    """float32 [n_curves, n]: what the curves have at its middle."""
    total_s: float


def find_arc(
    index: TrackIndex, tracks: ArcTracks, curves: Sequence[Sequence[float]], *, total_s: float, artist_cap: int
) -> Arc:
    """Return a list of `total_s`, 2 % more or less; each curve is two or more values 0..1, evenly over the time.

    No track, song or sound comes twice. Raises `NoArc` when no such list was found.
    """
    best_s = 0.0
    for cap in range(artist_cap, ARTIST_WINDOW + 1):
        draft = Draft(index, tracks, curves, total_s, cap)
        draft.fill()
        draft.exchange()
        found_s = draft.total_s()
        if abs(found_s - total_s) <= TOLERANCE * total_s:
            return draft.arc()
        best_s = min((best_s, found_s), key=lambda each: abs(each - total_s))
    raise NoArc(wanted_s=total_s, found_s=best_s)


class Draft:
    """A list in the making; tracks are named by their place in `tracks`."""

    def __init__(
        self, index: TrackIndex, tracks: ArcTracks, curves: Sequence[Sequence[float]], wanted_s: float, artist_cap: int
    ) -> None:
        self._vectors_of = index.vectors_of
        self._tracks = tracks
        self._curves = [np.asarray(curve, dtype=np.float64) for curve in curves]
        self._wanted_s = wanted_s
        self._artist_cap = artist_cap
        self._artists = index.table.artist_codes[tracks.rows]
        self._songs = index.table.song_codes[tracks.rows]
        self._places: list[int] = []

    def total_s(self) -> float:
        """Return how long it is."""
        return float(self._tracks.durations_s[self._places].sum())

    def fill(self) -> None:
        """Put tracks in until one more would miss the end by more than it lacks."""
        while len(self._places) < MAX_TRACKS:
            at_s = self.total_s()
            ends_s = at_s + self._tracks.durations_s
            over = np.abs(ends_s - self._wanted_s) < self._wanted_s - at_s
            best = self._best(len(self._places), over & (ends_s <= self._wanted_s * (1 + TOLERANCE)))
            if best is None:
                best = self._best(len(self._places), over)
            if best is None:
                break
            self._places.append(best)

    def exchange(self) -> None:
        """Let each track give way to a better one, round after round."""
        for _ in range(MAX_ROUNDS):
            before = list(self._places)
            for at in range(len(self._places)):
                old = self._places.pop(at)
                best = self._best(at, np.ones(len(self._tracks.rows), dtype=bool), is_exchange=True)
                self._places.insert(at, old if best is None else best)
            if self._places == before:
                break

    def arc(self) -> Arc:
        """Return the list as it stands."""
        ends = np.cumsum(self._tracks.durations_s[self._places])
        middles = ends - self._tracks.durations_s[self._places] / 2
        rows = tuple(self._tracks.rows[self._places].tolist())
        wanted = np.array([self._at(curve, middles) for curve in self._curves])
        return Arc(rows, self._tracks.levels[:, self._places], wanted, self.total_s())

    def _at(self, curve: np.ndarray, moments_s: np.ndarray) -> np.ndarray:
        values: np.ndarray = np.interp(moments_s / self._wanted_s, np.linspace(0, 1, len(curve)), curve)
        return values

    def _best(self, at: int, allowed: np.ndarray, *, is_exchange: bool = False) -> int | None:
        """Return the place of the track that fits best before position `at`; None when none may stand there."""
        durations_s = self._tracks.durations_s
        starts_s = float(durations_s[self._places[:at]].sum())
        cost = np.zeros(len(durations_s))
        for curve, level in zip(self._curves, self._tracks.levels, strict=True):
            cost += np.abs(level - self._at(curve, starts_s + durations_s / 2))
        if is_exchange:
            missing = np.abs(self.total_s() + durations_s - self._wanted_s) / self._wanted_s
            cost += TIME_WEIGHT * np.maximum(missing - AIMED_AT, 0.0)
        cost[~(allowed & self._free(at))] = np.inf
        short = np.argpartition(cost, SHORTLIST)[:SHORTLIST] if len(cost) > SHORTLIST else np.arange(len(cost))
        vectors = self._vectors_of(self._tracks.rows[short])
        inside = self._vectors_of(self._tracks.rows[self._places])
        alike = vectors @ inside.T
        whole = cost[short] + SOUND_WEIGHT * sum((1.0 - alike[:, i] for i in (at - 1, at) if 0 <= i < len(inside)), 0.0)
        whole[(alike >= SAME_SOUND).any(axis=1) | ~np.isfinite(cost[short])] = np.inf
        if not len(whole) or not np.isfinite(whole.min()):
            return None
        return int(short[int(whole.argmin())])

    def _free(self, at: int) -> np.ndarray:
        free = ~np.isin(self._songs, self._songs[self._places])
        window = self._places[max(0, at + 1 - ARTIST_WINDOW) : at + ARTIST_WINDOW - 1]
        codes = self._artists[window].tolist()
        full = {code for code in codes if code >= 0 and codes.count(code) >= self._artist_cap}
        return free & ~np.isin(self._artists, list(full)) if full else free

"""What a candidate is worth to a listener: a sum of named parts, so that a pick can say why."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from recommender.listening.situation import Situation
from recommender.listening.wishes.wish import CLOSE_Z

NOW_WEIGHT = 0.8
TASTE_WEIGHT = 1.0
POPULAR_WEIGHT = 0.25
ARTIST_WEIGHT = 0.2
SKIPPED_WEIGHT = 0.6
SKIP_RUN_GAIN = 0.75
"""Each further skip in a row adds this share to the weight of the skips."""
MAX_SKIP_RUN = 4
SHOWN_WEIGHT = 0.04
"""Per time that a track was seen on a slate and not played, up to `MAX_SHOWN`."""
MAX_SHOWN = 5
CHANCE_WEIGHT = 0.05
MOOD_WEIGHT = 0.6
FAMILIARITY_WEIGHT = 1.0
ENERGY_WEIGHT = 1.5
"""With the familiarity: at the ends of steering these two outweigh most of the rest."""


class ScoreParts(NamedTuple):
    """What a score is the sum of, float32 [k] each; zeros where a part does not apply."""

    now_playing: np.ndarray
    """How it sounds like what plays now."""
    taste: np.ndarray
    """How it sounds like the closest of the tracks that stand for the taste."""
    popular: np.ndarray
    artist: np.ndarray
    """How much the listener likes its artist."""
    chance: np.ndarray
    skipped: np.ndarray
    """How it sounds like what was just skipped or turned away; not above 0."""
    shown: np.ndarray
    """How often it was seen and not played; not above 0."""
    mood: np.ndarray
    """How probable the wished mood is."""
    familiarity: np.ndarray
    """How much it is wanted for being known, or new."""
    energy: np.ndarray
    """How much it is wanted for being calm, or loud; below 0 for the contrary."""


PARTS = ScoreParts._fields


@dataclass(frozen=True, eq=False)
class Scored:
    """Candidates with the parts of their scores."""

    rows: np.ndarray
    """int32 [k]."""
    matrix: np.ndarray
    """float32 [k, n_parts], in the order of `PARTS`."""
    scores: np.ndarray
    """float32 [k]: the parts' sum."""
    closest_centre: np.ndarray
    """int [k]: which of the situation's centres the taste part comes from; -1 without any."""
    vectors: np.ndarray
    """float32 [k, dims]."""

    @property
    def parts(self) -> ScoreParts:
        """The parts by name."""
        return ScoreParts(*self.matrix.T)

    def parts_of(self, position: int) -> dict[str, float]:
        """Return the parts of one candidate's score by name."""
        return dict(zip(PARTS, self.matrix[position].tolist(), strict=True))


def score(situation: Situation, rows: np.ndarray, rng: np.random.Generator) -> Scored:
    """Score the candidate rows.

    Closeness is the cosine, standardised by how alike each of the two tracks is to others (which damps hubs),
    divided by `CLOSE_Z` and cut to 0..1.
    """
    vectors = situation.index.vectors[rows]
    playing = [] if situation.playing is None else [situation.playing]
    centres, skips = [centre.row for centre in situation.centres], situation.skips
    close = closeness(situation, rows, vectors, [*playing, *centres, *skips])
    first_skip = len(playing) + len(centres)
    to_centres, to_skips = close[:, len(playing) : first_skip], close[:, first_skip:]
    nothing = np.zeros(len(rows), dtype=np.float32)
    closest, pull = _closest_centre(situation, to_centres) if centres else (np.full(len(rows), -1), nothing)
    parts = ScoreParts(
        now_playing=NOW_WEIGHT * close[:, 0] if playing else nothing,
        taste=TASTE_WEIGHT * pull,
        popular=POPULAR_WEIGHT * _popularity(situation, rows),
        artist=ARTIST_WEIGHT * _artist_liking(situation, rows),
        chance=CHANCE_WEIGHT * rng.random(len(rows), dtype=np.float32),
        skipped=-_skip_pressure(situation, to_skips) if skips else nothing,
        shown=-SHOWN_WEIGHT * _count_shown(situation, rows) if situation.shown else nothing,
        mood=nothing if situation.wish is None else MOOD_WEIGHT * situation.wish.probability[rows],
        familiarity=FAMILIARITY_WEIGHT * situation.course.pull_of_familiarity(rows),
        energy=ENERGY_WEIGHT * situation.course.pull_of_energy(rows),
    )
    matrix = np.empty((len(rows), len(PARTS)), dtype=np.float32)
    for column, part in enumerate(parts):
        matrix[:, column] = part
    return Scored(rows, matrix, matrix.sum(axis=1), closest, vectors)


def closeness(situation: Situation, rows: np.ndarray, vectors: np.ndarray, anchors: list[int]) -> np.ndarray:
    """Return how close each row is to each anchor, 0..1: float32 [k, n_anchors]."""
    index = situation.index
    cosine = vectors @ index.vectors[anchors].T
    mean, std = index.cosine_mean, index.cosine_std
    by_row = (cosine - mean[rows][:, None]) / std[rows][:, None]
    by_anchor = (cosine - mean[anchors]) / std[anchors]
    close: np.ndarray = np.clip((by_row + by_anchor) / (2 * CLOSE_Z), 0.0, 1.0)
    return close


def _closest_centre(situation: Situation, close: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return which centre pulls each row most, and how strongly, 0..1."""
    pull = close * np.array([centre.weight for centre in situation.centres], dtype=np.float32)
    return pull.argmax(axis=1), pull.max(axis=1)


def _popularity(situation: Situation, rows: np.ndarray) -> np.ndarray:
    popular = situation.popular
    share = np.zeros(len(rows), dtype=np.float32)
    if len(popular.rows):
        order = np.argsort(popular.rows)
        position = np.searchsorted(popular.rows, rows, sorter=order)
        hit = order[np.minimum(position, len(order) - 1)]
        share = np.where(popular.rows[hit] == rows, popular.shares[hit], 0.0)
    return share


def _artist_liking(situation: Situation, rows: np.ndarray) -> np.ndarray:
    liked = situation.liked_artists
    if not liked:
        return np.zeros(len(rows), dtype=np.float32)
    return np.array([liked.get(code, 0.0) for code in situation.index.table.artist_codes[rows].tolist()])


def _count_shown(situation: Situation, rows: np.ndarray) -> np.ndarray:
    shown = situation.shown
    counts = np.zeros(len(rows), dtype=np.int64)
    seen = np.fromiter(shown, np.int64, len(shown))
    at = np.minimum(np.searchsorted(rows, seen), len(rows) - 1)
    is_candidate = rows[at] == seen
    counts[at[is_candidate]] = np.fromiter(shown.values(), np.int64, len(shown))[is_candidate]
    return np.minimum(counts, MAX_SHOWN)


def _skip_pressure(situation: Situation, close: np.ndarray) -> np.ndarray:
    """Return the push away from what was just skipped: newer skips and longer runs of skips push harder."""
    recency = 0.7 ** np.arange(close.shape[1], dtype=np.float32)
    run = min(max(situation.taste.skip_run, 1), MAX_SKIP_RUN)
    weight = SKIPPED_WEIGHT * (1.0 + SKIP_RUN_GAIN * (run - 1))
    pressure: np.ndarray = weight * (close * recency).max(axis=1)
    return pressure

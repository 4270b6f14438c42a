"""What a candidate is worth to a listener: a sum of named parts, so that a pick can say why."""

from dataclasses import dataclass

import numpy as np

from recommender.listening.situation import Situation

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

CLOSE_Z = 5.0
"""A pair this many standard deviations more alike than either track's usual pair counts as closest."""

PARTS = ("now_playing", "taste", "popular", "artist", "chance", "skipped", "shown", "mood")


@dataclass(frozen=True, eq=False)
class Scored:
    """Candidates with the parts of their scores."""

    rows: np.ndarray
    """int32 [k]."""
    parts: np.ndarray
    """float32 [k, len(PARTS)]."""
    scores: np.ndarray
    """float32 [k]: the parts' sum."""
    closest_centre: np.ndarray
    """int [k]: which of the situation's centres the taste part comes from; -1 without any."""
    vectors: np.ndarray
    """float32 [k, dims]."""


def scored(situation: Situation, rows: np.ndarray, rng: np.random.Generator) -> Scored:
    """Score the candidate rows.

    Closeness is the cosine, standardised by how alike each of the two tracks is to others (which damps hubs),
    divided by `CLOSE_Z` and cut to 0..1.
    """
    index = situation.index
    vectors = index.vectors[rows]
    parts = np.zeros((len(rows), len(PARTS)), dtype=np.float32)
    closest = np.full(len(rows), -1)
    centres = situation.centres
    anchors = [*([situation.playing] if situation.playing is not None else []), *[c.row for c in centres]]
    close = closeness(situation, rows, vectors, [*anchors, *situation.skips])
    if situation.playing is not None:
        parts[:, 0] = NOW_WEIGHT * close[:, 0]
    if centres:
        weights = np.array([centre.weight for centre in centres], dtype=np.float32)
        pull = close[:, len(anchors) - len(centres) : len(anchors)] * weights
        closest = pull.argmax(axis=1)
        parts[:, 1] = TASTE_WEIGHT * pull.max(axis=1)
    parts[:, 2] = POPULAR_WEIGHT * _popularity(situation, rows)
    parts[:, 3] = ARTIST_WEIGHT * _artist_liking(situation, rows)
    parts[:, 4] = CHANCE_WEIGHT * rng.random(len(rows), dtype=np.float32)
    if situation.skips:
        parts[:, 5] = -_skip_pressure(situation, close[:, len(anchors) :])
    if shown := situation.shown:
        parts[:, 6] = -SHOWN_WEIGHT * np.array([min(shown.get(row, 0), MAX_SHOWN) for row in rows.tolist()])
    if situation.wish is not None:
        parts[:, 7] = MOOD_WEIGHT * situation.wish.probability[rows]
    return Scored(rows, parts, parts.sum(axis=1), closest, vectors)


def closeness(situation: Situation, rows: np.ndarray, vectors: np.ndarray, anchors: list[int]) -> np.ndarray:
    """Return how close each row is to each anchor, 0..1: float32 [k, n_anchors]."""
    index = situation.index
    cosine = vectors @ index.vectors[anchors].T
    mean, spread = index.usual_similarity, index.usual_spread
    by_row = (cosine - mean[rows][:, None]) / spread[rows][:, None]
    by_anchor = (cosine - mean[anchors]) / spread[anchors]
    close: np.ndarray = np.clip((by_row + by_anchor) / (2 * CLOSE_Z), 0.0, 1.0)
    return close


def _popularity(situation: Situation, rows: np.ndarray) -> np.ndarray:
    popular = situation.popular
    share = np.zeros(len(rows), dtype=np.float32)
    if len(popular.rows):
        order = np.argsort(popular.rows)
        place = np.searchsorted(popular.rows, rows, sorter=order)
        hit = order[np.minimum(place, len(order) - 1)]
        share = np.where(popular.rows[hit] == rows, popular.shares[hit], 0.0)
    return share


def _artist_liking(situation: Situation, rows: np.ndarray) -> np.ndarray:
    liked = situation.liked_artists
    if not liked:
        return np.zeros(len(rows), dtype=np.float32)
    return np.array([liked.get(code, 0.0) for code in situation.index.table.artist_codes[rows].tolist()])


def _skip_pressure(situation: Situation, close: np.ndarray) -> np.ndarray:
    """Return the push away from what was just skipped: newer skips and longer runs of skips push harder."""
    recency = 0.7 ** np.arange(close.shape[1], dtype=np.float32)
    run = min(max(situation.taste.skip_run, 1), MAX_SKIP_RUN)
    weight = SKIPPED_WEIGHT * (1.0 + SKIP_RUN_GAIN * (run - 1))
    pressure: np.ndarray = weight * (close * recency).max(axis=1)
    return pressure

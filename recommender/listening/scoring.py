"""What a candidate is worth to a listener: a sum of named parts, so that a pick can say why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from recommender.listening.situation import Situation
from recommender.listening.wishes.wish import CLOSE_Z
from recommender.similarity.rows import look_up

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
SESSION_WEIGHT = 1.0
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
    """How much the listener likes its artist; below 0 for one skipped more than heard."""
    session: np.ndarray
    """How likely it follows the last tracks, by the sessions that have ended."""
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
    """int32 [k], ascending."""
    matrix: np.ndarray
    """float32 [n_parts, k], in the order of `PARTS`."""
    scores: np.ndarray
    """float32 [k]: the parts' sum."""
    closest_centre: np.ndarray
    """int [k]: which of the situation's centres the taste part comes from; -1 without any."""
    vectors: np.ndarray
    """float32 [k, dims]."""

    @property
    def parts(self) -> ScoreParts:
        """The parts by name."""
        return ScoreParts(*self.matrix)


def score(situation: Situation, rows: np.ndarray, rng: np.random.Generator) -> Scored:
    """Score the candidate rows, which are in ascending order.

    Closeness is the cosine, standardised by how alike each of the two tracks is to others (which damps hubs),
    divided by `CLOSE_Z` and cut to 0..1.
    """
    vectors = situation.index.rough_vectors_of(rows)
    playing = [] if situation.playing is None else [situation.playing]
    centres, skips = [centre.row for centre in situation.centres], situation.skips
    close = closeness(situation, rows, vectors, [*playing, *centres, *skips])
    first_skip = len(playing) + len(centres)
    closest = np.full(len(rows), -1)
    matrix = np.zeros((len(PARTS), len(rows)), dtype=np.float32)
    parts = ScoreParts(*matrix)
    if playing:
        np.multiply(close[0], NOW_WEIGHT, out=parts.now_playing)
    if centres:
        closest, parts.taste[:] = _closest_centre(situation, close[len(playing) : first_skip])
    parts.popular[:] = POPULAR_WEIGHT * _popularity(situation, rows)
    parts.artist[:] = ARTIST_WEIGHT * _artist_liking(situation, rows)
    parts.chance[:] = CHANCE_WEIGHT * _chance(rows, rng)
    if skips:
        parts.skipped[:] = -_skip_pressure(situation, close[first_skip:])
    if situation.shown:
        parts.shown[:] = -SHOWN_WEIGHT * _count_shown(situation, rows)
    if situation.wish is not None:
        parts.mood[:] = MOOD_WEIGHT * situation.wish.probability[rows]
    if situation.course.is_steered:
        parts.familiarity[:] = FAMILIARITY_WEIGHT * situation.course.pull_of_familiarity(rows)
        parts.energy[:] = ENERGY_WEIGHT * situation.course.pull_of_energy(rows)
    if len(situation.following.rows):
        parts.session[:] = SESSION_WEIGHT * _likelihood(situation, rows)
    return Scored(rows, matrix, matrix.sum(axis=0), closest, vectors)


def multiply_parts(scored: Scored, factors: Mapping[str, float]) -> Scored:
    """Return the candidates with some of `PARTS` multiplied; those that `factors` does not name stay."""
    by_part = np.array([factors.get(part, 1.0) for part in PARTS], dtype=np.float32)
    matrix = scored.matrix * by_part[:, None]
    return replace(scored, matrix=matrix, scores=matrix.sum(axis=0))


def closeness(situation: Situation, rows: np.ndarray, vectors: np.ndarray, anchors: list[int]) -> np.ndarray:
    """Return how close each row is to each anchor, 0..1: float32 [n_anchors, k]."""
    index = situation.index
    cosine = np.ascontiguousarray((vectors @ index.rough_vectors_of(anchors).T).T)  # quicker than the other way round
    mean, std = index.cosine_mean, index.cosine_std
    row_scale, anchor_scale = 0.5 / CLOSE_Z / std[rows], (0.5 / CLOSE_Z / std[anchors])[:, None]
    # (cosine - mean) / std of both, added: the same with fewer passes.
    close: np.ndarray = cosine * (row_scale + anchor_scale)
    close -= mean[rows] * row_scale + mean[anchors][:, None] * anchor_scale
    return close.clip(0.0, 1.0, out=close)


def _chance(rows: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a number of each row, 0..1, that is the same whichever other rows are scored with it: float32 [k].

    The row's and the generator's number mixed by the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
    """
    mixed = (rows.astype(np.uint64) + rng.integers(1 << 63, dtype=np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    share: np.ndarray = (mixed >> np.uint64(40)).astype(np.float32) / np.float32(1 << 24)
    return share


def _closest_centre(situation: Situation, close: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return which centre pulls each row most, and how strongly, 0..1."""
    weights = np.array([centre.weight for centre in situation.centres], dtype=np.float32)
    pull = TASTE_WEIGHT * close * weights[:, None]
    return pull.argmax(axis=0), pull.max(axis=0)


def _popularity(situation: Situation, rows: np.ndarray) -> np.ndarray | float:
    popular, shares = situation.popular.by_row
    return look_up(rows, popular, shares) if len(popular) else 0.0


def _likelihood(situation: Situation, rows: np.ndarray) -> np.ndarray:
    return look_up(rows, situation.following.rows, situation.following.likelihoods)


def _artist_liking(situation: Situation, rows: np.ndarray) -> np.ndarray | float:
    liked = situation.liked_artists
    if not liked:
        return 0.0
    artists = np.fromiter(liked, np.int32, len(liked))
    order = artists.argsort()
    weights = np.fromiter(liked.values(), np.float32, len(liked))
    return look_up(situation.index.table.artist_codes[rows], artists[order], weights[order])


def _count_shown(situation: Situation, rows: np.ndarray) -> np.ndarray:
    shown = situation.shown
    seen = np.fromiter(shown, np.int32, len(shown))
    order = seen.argsort()
    counts = np.fromiter(shown.values(), np.float32, len(shown))
    shown_times: np.ndarray = np.minimum(look_up(rows, seen[order], counts[order]), MAX_SHOWN)
    return shown_times


def _skip_pressure(situation: Situation, close: np.ndarray) -> np.ndarray:
    """Return the push away from what was just skipped: newer skips and longer runs of skips push harder."""
    recency = 0.7 ** np.arange(len(close), dtype=np.float32)
    run = min(max(situation.taste.skip_run, 1), MAX_SKIP_RUN)
    weight = SKIPPED_WEIGHT * (1.0 + SKIP_RUN_GAIN * (run - 1))
    pressure: np.ndarray = weight * (close * recency[:, None]).max(axis=0)
    return pressure

"""One place of each slate for a track by chance, so that every track of the catalogue is proposed some day."""

import numpy as np

from recommender.listening.situation import Situation

DRAWN = 8
"""Tracks drawn for each slate; the one that suits the listener best takes the place."""
MIN_PICKS = 8
"""Slates with fewer picks have no place to give away."""
MIN_TRACKS = 500
"""In a smaller library every track is a candidate often enough."""


def draw_by_chance(situation: Situation, rng: np.random.Generator, *, n_picks: int) -> np.ndarray:
    """Return rows that may be picked, each track of the catalogue as likely as any other: int32, ascending.

    None where the listener says what they want, by a wish or by steering.
    """
    n_tracks = len(situation.index.table)
    has_no_place = n_picks < MIN_PICKS or n_tracks < MIN_TRACKS
    if has_no_place or situation.wish is not None or situation.course.is_steered:
        return np.empty(0, dtype=np.int32)
    return situation.leave_open(np.unique(rng.integers(n_tracks, size=DRAWN, dtype=np.int32)))

"""What becomes of each track when a map is built again: it stays, it is laid out, or it is placed among others."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.room.map.config import MapConfig
from recommender.room.map.track_map import TrackMap


@dataclass(frozen=True, eq=False)
class MapPlan:
    """Rows of the tracks by what becomes of them; each row is in one of the three, int64, ascending."""

    stays: np.ndarray
    laid_out: np.ndarray
    placed: np.ndarray
    old_rows: np.ndarray
    """int64 [n]: the row of each track in the earlier map; -1 for those that are not in it."""

    @property
    def known(self) -> np.ndarray:
        """Rows of the tracks that the earlier map has, int64."""
        return np.flatnonzero(self.old_rows >= 0)


def make_plan(
    track_ids: Sequence[str],
    earlier: TrackMap | None,
    *,
    again: bool,
    config: MapConfig,
    rng: np.random.Generator,
) -> MapPlan:
    """Decide for every track, one row each.

    Old tracks stay where few have come since the last layout: not only since the last map, else a room that grows
    night by night would never be laid out again.
    """
    old = {} if earlier is None else earlier.rows
    old_rows = np.array([old.get(track_id, -1) for track_id in track_ids], dtype=np.int64)
    is_known = old_rows >= 0
    nobody = np.empty(0, dtype=np.int64)
    n_later = int((~is_known).sum()) + (0 if earlier is None else earlier.method.n_placed)
    if is_known.any() and not again and n_later < config.max_placed_share * len(track_ids):
        return MapPlan(np.flatnonzero(is_known), nobody, np.flatnonzero(~is_known), old_rows)
    if len(track_ids) <= config.max_laid_out:
        return MapPlan(nobody, np.arange(len(track_ids)), nobody, old_rows)
    landmarks = np.sort(rng.choice(len(track_ids), size=config.n_landmarks, replace=False))
    others = np.setdiff1d(np.arange(len(track_ids)), landmarks, assume_unique=True)
    return MapPlan(nobody, landmarks, others, old_rows)

"""Every track's place: from the vectors of an index, and from where the tracks stood before."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from recommender.room.map.alignment import fit_alignment, settle
from recommender.room.map.config import MapConfig
from recommender.room.map.layout import lay_out, main_axes
from recommender.room.map.placement import Placed, place
from recommender.room.map.plan import MapPlan, make_plan
from recommender.room.map.quality import Quality, measure_quality
from recommender.room.map.track_map import TrackMap
from recommender.similarity.space import Space

Place = Callable[[np.ndarray, Placed], np.ndarray]
"""Vectors [m, dims] and the tracks that have a place -> float32 [m, 3]."""
MIN_COMMON = 10
"""Tracks that two layouts must have in common before one is laid over the other."""
MIN_KEPT = 0.9
"""A map that keeps less than this share of the neighbours that the earlier one kept is laid out again."""
_BLOCK = 8_192


@dataclass(frozen=True, eq=False)
class IndexedSounds:
    """What a map is made of, one row a track in the order of the index."""

    track_ids: list[str]
    unit: np.ndarray
    """float32 [n, dims], unit length; may lie on disk."""
    space: Space

    def project(self) -> np.ndarray:
        """Return the vectors on the main axes of the space, float32 [n, projected_dims]."""
        blocks = [self.space.project(self.unit[at : at + _BLOCK]) for at in range(0, len(self.unit), _BLOCK)]
        return np.concatenate(blocks)


@dataclass(frozen=True, eq=False)
class Arrangement:
    """A whole map, before it is published."""

    name: str
    positions: np.ndarray
    """float32 [n, 3], within -1..1."""
    n_placed: int
    """Tracks that came after the layout."""
    n_landmarks: int
    """Tracks that were laid out while others were placed among them; 0 where all were."""
    quality: Quality
    baseline: Quality
    """Of the three main axes alone."""


def arrange(
    sounds: IndexedSounds,
    earlier: TrackMap | None,
    config: MapConfig,
    *,
    again: bool = False,
    place_many: Place = place,
    say: Callable[[str], None] = lambda _: None,
) -> Arrangement:
    """Give every track its place; the same input gives the same map.

    Old tracks stay where they were as long as few are new and the places still fit the sounds; `again` lays all out
    anew. A new layout is turned so that the room stays as it was as far as it can.
    """
    rng = np.random.default_rng(config.seed)
    plan = make_plan(sounds.track_ids, earlier, again=again, config=config, rng=rng)
    vectors = sounds.project()
    positions = np.zeros((len(vectors), 3), dtype=np.float32)
    if earlier is not None and len(plan.stays):
        base, name = plan.stays, earlier.method.name
        positions[base] = earlier.positions[plan.old_rows[base]]
        if len(base) > config.max_laid_out:
            base = np.sort(rng.choice(base, size=config.n_landmarks, replace=False))
    else:
        say(f"laying {len(plan.laid_out):,} tracks out")
        base, name = plan.laid_out, "landmarks" if len(plan.placed) else ""
        layout_name, positions[base] = _lay_out_in_place(vectors, plan, earlier, seed=config.seed)
        name = name or layout_name
    if len(plan.placed):
        say(f"placing {len(plan.placed):,} tracks among {len(base):,}")
        positions[plan.placed] = place_many(vectors[plan.placed], Placed.of(vectors[base], positions[base]))
    say("measuring what the map keeps")
    axes = main_axes(vectors).astype(np.float32)
    quality, baseline = measure_quality(sounds.unit, (positions, axes), n_neighbours=config.n_neighbours, rng=rng)
    if earlier is not None and len(plan.stays) and _no_longer_fits(quality, earlier):
        say("the old places no longer fit what the tracks sound like")
        return arrange(sounds, earlier, config, again=True, place_many=place_many, say=say)
    n_placed = len(plan.placed) if len(plan.stays) else 0
    return Arrangement(
        name=name,
        positions=positions,
        n_placed=n_placed + (earlier.method.n_placed if earlier is not None and len(plan.stays) else 0),
        n_landmarks=len(plan.laid_out) if len(plan.placed) else 0,
        quality=quality,
        baseline=baseline,
    )


def _lay_out_in_place(
    vectors: np.ndarray, plan: MapPlan, earlier: TrackMap | None, *, seed: int
) -> tuple[str, np.ndarray]:
    """Lay out the rows that the plan says, and turn the whole as it was.

    The layout does not begin at the old places: what it makes of a library is then the same every time, and a room
    that is built again stays still.
    """
    rows = plan.laid_out
    old_rows = plan.old_rows[rows]
    common = np.flatnonzero(old_rows >= 0)
    layout = lay_out(vectors[rows], seed=seed)
    if earlier is None or len(common) < MIN_COMMON:
        return layout.name, layout.positions
    alignment = fit_alignment(layout.positions[common], earlier.positions[old_rows[common]])
    return layout.name, settle(alignment.apply(layout.positions))


def _no_longer_fits(quality: Quality, earlier: TrackMap) -> bool:
    before, now = earlier.method.neighbours_kept, quality.neighbours_kept
    return before is not None and now is not None and now < MIN_KEPT * before

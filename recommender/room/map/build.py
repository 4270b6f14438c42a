"""Writing a map as a version: its files, what its manifest says, and the last look before it is published."""

from datetime import datetime
from pathlib import Path

import numpy as np

from recommender.artifacts.manifest import Description, Manifest
from recommender.errors import BadArtifact
from recommender.room.map.arrangement import Arrangement
from recommender.room.map.config import MapConfig
from recommender.room.map.quality import Quality
from recommender.room.map.track_map import FORMAT, MapMethod, load, save

METRIC = "neighbours_kept"
_ROUNDING = 1e-5


def write_map(
    folder: Path,
    track_ids: list[str],
    arrangement: Arrangement,
    measures: dict[str, np.ndarray],
    config: MapConfig,
    *,
    data_cutoff: datetime | None = None,
) -> Description:
    """Write a map into the empty `folder` and describe it; measures are float32 [n] by name."""
    method = MapMethod(
        index_version=config.index_version,
        name=arrangement.name,
        seed=config.seed,
        n_neighbours=config.n_neighbours,
        neighbours_kept=arrangement.quality.neighbours_kept,
        global_order=arrangement.quality.global_order,
        n_placed=arrangement.n_placed,
    )
    save(folder, track_ids, arrangement.positions, measures, method)
    return Description(
        fingerprint=FORMAT,
        metric=METRIC,
        dims=3,
        counts={
            "tracks": len(track_ids),
            "placed": arrangement.n_placed,
            "landmarks": arrangement.n_landmarks,
            "left_out": 0,
        },
        seed=config.seed,
        config_digest=config.digest,
        offline_metrics=_figures(arrangement.quality),
        baseline_metrics=_figures(arrangement.baseline),
        data_cutoff=data_cutoff,
    )


def check_map(folder: Path, manifest: Manifest) -> None:
    """Refuse a map that a room could not be made of; raises `BadArtifact`."""
    track_map = load(folder)
    if len(track_map.rows) != len(track_map):
        raise BadArtifact(f"{manifest.version}: a track is in the map twice; nothing was published")
    reach = float(np.abs(track_map.positions).max(initial=0.0))
    if reach > 1 + _ROUNDING:
        raise BadArtifact(f"{manifest.version}: a track stands at {reach:g}, outside the room; nothing was published")
    if len(track_map) > 1 and not np.ptp(track_map.positions, axis=0).any():
        raise BadArtifact(f"{manifest.version}: all tracks stand in one place; nothing was published")


def _figures(quality: Quality) -> dict[str, float]:
    named = {METRIC: quality.neighbours_kept, "global_order": quality.global_order}
    return {name: value for name, value in named.items() if value is not None}

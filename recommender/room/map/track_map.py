"""The map of the tracks as it is published: places in three dimensions, and what was measured in each sound."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct

from recommender.artifacts.manifest import Manifest
from recommender.artifacts.opening import open_version
from recommender.errors import BadArtifact
from recommender.records import TrackId

KIND = "track_map"
TABLE_FILE = "tracks.npz"
METHOD_FILE = "method.json"
FORMAT = "track-map-1"
"""Fingerprint of this layout of the files."""


class MapMethod(Struct, frozen=True, kw_only=True):
    """How the places were found, and how far they can be believed."""

    index_version: str
    """The similarity index whose vectors were laid out."""
    name: str
    """`pacmap`, `pca` for few tracks, `even` where all sound alike, or `landmarks` where most tracks were placed among
    some that were laid out."""
    seed: int
    n_neighbours: int = 15
    """How many true neighbours `neighbours_kept` looks at."""
    neighbours_kept: float | None = None
    """Share of a track's true neighbours that are among its nearest in the map, 0..1; None for too few tracks."""
    global_order: float | None = None
    """Spearman correlation of distances in the map with those in the full space; None for too few tracks."""
    n_placed: int = 0
    """Tracks that came after the layout and were placed among their neighbours."""


@dataclass(frozen=True, eq=False)
class TrackMap:
    """One row a track; never changes."""

    manifest: Manifest
    method: MapMethod
    track_ids: list[str]
    positions: np.ndarray
    """float32 [n, 3], within -1..1."""
    measures: dict[str, np.ndarray]
    """float32 [n] by the name of a measure (`recommender.room.measures`); NaN where it is unknown."""

    def __len__(self) -> int:
        return len(self.track_ids)

    @cached_property
    def rows(self) -> dict[str, int]:
        """Row by track id."""
        return {track_id: row for row, track_id in enumerate(self.track_ids)}

    def position(self, track_id: TrackId) -> np.ndarray | None:
        """Return where a track stands, float32 [3], or None for one that is not in the map."""
        row = self.rows.get(track_id)
        return None if row is None else self.positions[row]


def save(
    folder: Path, track_ids: list[str], positions: np.ndarray, measures: dict[str, np.ndarray], method: MapMethod
) -> None:
    """Write the files of a version into `folder`."""
    np.savez(
        folder / TABLE_FILE,
        track_ids=np.array(track_ids, dtype=np.str_),
        positions=positions.astype("<f4"),
        measures=np.array([measures[name] for name in sorted(measures)], dtype="<f4").reshape(-1, len(track_ids)),
        measure_names=np.array(sorted(measures), dtype=np.str_),
    )
    (folder / METHOD_FILE).write_bytes(msgspec.json.encode(method))


def load(folder: Path) -> TrackMap:
    """Open a version; raises `BadArtifact` or `FingerprintMismatch` when it is not what this program made."""
    with open_version(folder, fingerprint=FORMAT, remedy="segue build map") as manifest:
        method = msgspec.json.decode((folder / METHOD_FILE).read_bytes(), type=MapMethod)
        with np.load(folder / TABLE_FILE, allow_pickle=False) as table:
            ids, positions = table["track_ids"].tolist(), table["positions"]
            measures = dict(zip(table["measure_names"].tolist(), table["measures"], strict=True))
    lengths = {"tracks": len(ids), "positions": len(positions)} | {name: len(each) for name, each in measures.items()}
    if set(lengths.values()) != {manifest.counts["tracks"]} or positions.shape[1:] != (3,):
        raise BadArtifact(f"{folder}: {manifest.counts['tracks']} tracks were published, but found {lengths}")
    if not np.isfinite(positions).all():
        raise BadArtifact(f"{folder}: a place is not a number; the version is refused")
    return TrackMap(manifest, method, ids, positions, measures)

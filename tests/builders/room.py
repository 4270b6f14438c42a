"""What maps of the room are made of: sounds of some kinds, as an index has them."""

from pathlib import Path

import numpy as np

from recommender.artifacts.manifest import Description
from recommender.artifacts.store import ArtifactStore
from recommender.room.map.arrangement import IndexedSounds
from recommender.room.map.layout import spread_evenly
from recommender.room.map.track_map import FORMAT, KIND, MapMethod, TrackMap, load, save
from recommender.similarity.space_fit import fit_space
from tests.builders.index import made_vectors


def sounds_of(raw: np.ndarray, track_ids: list[str] | None = None) -> IndexedSounds:
    """Return what an index of raw vectors, [n, n_columns], would hand to a map; ids are t0000, t0001 ..."""
    space = fit_space(lambda: [raw])
    ids = track_ids or [f"t{i:04d}" for i in range(len(raw))]
    return IndexedSounds(ids, space.transform(raw), space)


def made_sounds(n_kinds: int, per_kind: int, *, seed: int = 7) -> IndexedSounds:
    """Return sounds of kinds that lie apart, ordered by kind."""
    return sounds_of(made_vectors(n_kinds, per_kind, seed=seed))


def with_first(sounds: IndexedSounds, n: int) -> IndexedSounds:
    """Return the first `n` tracks alone, in the same space."""
    return IndexedSounds(sounds.track_ids[:n], sounds.unit[:n], sounds.space)


def published_map(
    folder: Path, track_ids: list[str], *, positions: np.ndarray | None = None, **method: object
) -> TrackMap:
    """Return a map as it is read from a version in `folder`; without positions, tracks are spread evenly."""
    store = ArtifactStore(folder)
    places = spread_evenly(len(track_ids)) if positions is None else positions
    how = MapMethod(**({"index_version": "i1", "name": "pacmap", "seed": 1} | method))

    def write(path: Path) -> Description:
        save(path, track_ids, places, {"brightness": np.arange(len(track_ids))}, how)
        counts = {"tracks": len(track_ids)}
        return Description(
            fingerprint=FORMAT, metric="neighbours_kept", dims=3, counts=counts, seed=1, config_digest="abcdef123456"
        )

    return load(store.local_path(KIND, store.publish(KIND, write)))

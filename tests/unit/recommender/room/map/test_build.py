from pathlib import Path

import numpy as np
import pytest

from recommender.artifacts.manifest import Description
from recommender.artifacts.store import ArtifactStore
from recommender.errors import BadArtifact
from recommender.room.map.arrangement import Arrangement
from recommender.room.map.build import check_map, write_map
from recommender.room.map.config import MapConfig, map_is_current
from recommender.room.map.layout import spread_evenly
from recommender.room.map.quality import Quality
from recommender.room.map.track_map import KIND, load
from recommender.similarity.track_index import KIND as INDEX_KIND

IDS = ["a", "b", "c"]
MEASURES = {"noisiness": np.array([0.1, np.nan, 0.3]), "brightness": np.array([1000.0, 2000.0, 3000.0])}


def arrangement(positions: np.ndarray) -> Arrangement:
    figures = Quality(neighbours_kept=0.6, global_order=0.7)
    none = Quality(neighbours_kept=0.2, global_order=None)
    return Arrangement("pacmap", positions.astype(np.float32), 1, 0, figures, none)


def publish(store: ArtifactStore, positions: np.ndarray, ids: list[str] = IDS, *, index_version: str = "i1") -> str:
    config = MapConfig(index_version=index_version)
    return store.publish(
        KIND, lambda path: write_map(path, ids, arrangement(positions), MEASURES, config), check=check_map
    )


@pytest.fixture
def store(tmp_path: Path) -> ArtifactStore:
    return ArtifactStore(tmp_path)


def test_a_published_map_reads_as_it_was_made(store: ArtifactStore):
    version = publish(store, spread_evenly(3))
    track_map = load(store.local_path(KIND, version))
    assert track_map.track_ids == IDS
    assert np.array_equal(track_map.positions, spread_evenly(3))
    assert track_map.measures["brightness"].tolist() == [1000.0, 2000.0, 3000.0]
    assert np.isnan(track_map.measures["noisiness"][1])
    assert (track_map.method.name, track_map.method.n_placed) == ("pacmap", 1)
    manifest = track_map.manifest
    assert manifest.offline_metrics == {"neighbours_kept": 0.6, "global_order": 0.7}
    assert manifest.baseline_metrics == {"neighbours_kept": 0.2}


@pytest.mark.parametrize(
    ("positions", "ids", "told"),
    [
        (spread_evenly(3) * 1.2, IDS, "outside the room"),
        (np.zeros((3, 3)), IDS, "in one place"),
        (np.full((3, 3), np.nan), IDS, "not a number"),
        (spread_evenly(3), ["a", "b", "a"], "twice"),
    ],
)
def test_a_map_that_is_no_room_is_not_published(store: ArtifactStore, positions: np.ndarray, ids: list[str], told: str):
    with pytest.raises(BadArtifact, match=told):
        publish(store, positions, ids)
    assert store.current(KIND) is None


def test_a_single_track_may_stand_in_the_middle(store: ArtifactStore):
    config = MapConfig(index_version="i1")
    measures = {name: values[:1] for name, values in MEASURES.items()}
    made = arrangement(np.zeros((1, 3)))
    assert store.publish(KIND, lambda path: write_map(path, ["a"], made, measures, config), check=check_map)


def test_a_map_is_current_as_long_as_the_index_in_use_is_the_one_it_was_made_of(store: ArtifactStore):
    def index(path: Path) -> Description:
        (path / "data").write_text("x")
        return Description(
            fingerprint="f1", metric="cosine", dims=3, counts={"tracks": 3}, seed=1, config_digest="abcdef123456"
        )

    assert map_is_current(store)  # nothing to make one of
    first = store.publish(INDEX_KIND, index)
    assert not map_is_current(store)
    publish(store, spread_evenly(3), index_version=first)
    assert map_is_current(store)
    store.publish(INDEX_KIND, index)
    assert not map_is_current(store)
    store.use(INDEX_KIND, first)
    assert map_is_current(store)

"""`segue build map` on Spark: the index in use becomes a room that stays where it was."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from pymongo.database import Database

from infra.stores.features import MongoFeatureStore
from infra.stores.tracks import MongoTrackStore
from recommender.artifacts.store import ArtifactStore
from recommender.errors import FingerprintMismatch
from recommender.records import Features, Track, TrackId
from recommender.room.map.config import MapConfig, map_is_current
from recommender.room.map.track_map import KIND, TrackMap, load
from recommender.room.measures import MEASURES, measure
from recommender.similarity.track_index import KIND as INDEX_KIND
from tests.integration.spark.test_build_index import FINGERPRINT, NOW, build, fill, store

pytestmark = [pytest.mark.spark, pytest.mark.live]

__all__ = ["build", "store"]

ROOM_WIDTH = 2.0
MOVED_AT_MOST = 0.02 * ROOM_WIDTH


@pytest.fixture
def lay_out(
    spark: Any, mongo_uri: str, mongo_database: Database[dict[str, Any]], store: ArtifactStore
) -> Callable[..., TrackMap]:
    from spark_jobs.build_map import BuildMapConfig, run
    from spark_jobs.features_frame import MongoSource

    def laid_out(*, again: bool = False, rows_per_task: int = 20_000, fingerprint: str = FINGERPRINT, **limits: Any):
        config = BuildMapConfig(
            source=MongoSource(uri=mongo_uri, database=mongo_database.name),
            store=store,
            map=MapConfig(index_version=str(store.current(INDEX_KIND)), **limits),
            fingerprint=fingerprint,
            again=again,
            rows_per_task=rows_per_task,
        )
        return load(store.local_path(KIND, run(spark, config)))

    return laid_out


def farthest_moved(before: TrackMap, after: TrackMap) -> float:
    rows = [after.rows[track_id] for track_id in before.track_ids]
    return float(np.linalg.norm(after.positions[rows] - before.positions, axis=1).max())


def test_every_track_of_the_index_has_a_place_and_its_measures(
    build: Callable[..., str],
    lay_out: Callable[..., TrackMap],
    store: ArtifactStore,
    mongo_database: Database[dict[str, Any]],
) -> None:
    vectors = fill(mongo_database, 200)
    index_version = build()
    assert not map_is_current(store)
    mongo_database["features"].delete_one({"_id": "t0007"})  # since the index was built
    track_map = lay_out()
    assert track_map.track_ids == [f"t{i:04d}" for i in range(200)]
    assert np.abs(track_map.positions).max() == 1.0
    assert (track_map.method.name, track_map.method.index_version) == ("pacmap", index_version)
    assert track_map.manifest.data_cutoff == NOW
    assert track_map.manifest.baseline_metrics["neighbours_kept"] < (track_map.method.neighbours_kept or 0.0)
    expected = measure(vectors)
    expected[7] = np.nan
    for number, each in enumerate(MEASURES):
        assert np.allclose(track_map.measures[each.name], expected[:, number], equal_nan=True)
    assert map_is_current(store)


@pytest.mark.parametrize("again", [False, True])
def test_rebuilding_the_same_library_moves_no_track_by_more_than_a_fiftieth_of_the_room(
    build: Callable[..., str], lay_out: Callable[..., TrackMap], mongo_database: Database[dict[str, Any]], again: bool
) -> None:
    fill(mongo_database, 300)
    build()
    first = lay_out()
    build()  # the nightly one, of the same tracks
    assert farthest_moved(first, lay_out(again=again)) <= MOVED_AT_MOST


def test_new_tracks_are_placed_among_old_ones_that_do_not_move(
    build: Callable[..., str], lay_out: Callable[..., TrackMap], mongo_database: Database[dict[str, Any]]
) -> None:
    vectors = fill(mongo_database, 120)
    build()
    first = lay_out()
    twin = Track(track_id=TrackId("zz"), title="Twin of t0003")
    MongoTrackStore(mongo_database).put_many([twin])
    MongoFeatureStore(mongo_database).put_many([Features(twin.track_id, FINGERPRINT, vectors[3], NOW, 0.1)])
    mongo_database["tracks"].update_one({"_id": "t0000"}, {"$set": {"status": "missing"}})
    build()
    second = lay_out()
    assert (len(second), second.method.n_placed) == (120, 1)
    assert "t0000" not in second.rows
    kept = [first.rows[each] for each in second.track_ids if each != "zz"]
    assert np.array_equal(second.positions[:-1], first.positions[kept])
    assert np.linalg.norm(second.positions[-1] - second.positions[second.rows["t0003"]]) <= MOVED_AT_MOST


def test_executors_place_what_one_machine_would_place(
    build: Callable[..., str], lay_out: Callable[..., TrackMap], mongo_database: Database[dict[str, Any]], spark: Any
) -> None:
    from recommender.room.map.placement import Placed, place
    from spark_jobs.map_blocks import place_on_executors

    fill(mongo_database, 300)
    build()
    track_map = lay_out(rows_per_task=10, max_laid_out=250, n_landmarks=200)
    assert (track_map.method.name, track_map.manifest.counts["landmarks"]) == ("landmarks", 200)
    assert (track_map.method.neighbours_kept or 0.0) > track_map.manifest.baseline_metrics["neighbours_kept"]
    vectors = np.random.default_rng(3).normal(size=(101, 8)).astype(np.float32)
    placed = Placed.of(vectors[:40] + 0.1, np.random.default_rng(4).uniform(-1, 1, (40, 3)))
    spread = place_on_executors(spark, vectors, placed, rows_per_task=10)
    assert spread == pytest.approx(place(vectors, placed), abs=1e-5)


def test_an_index_of_another_declaration_is_refused(
    build: Callable[..., str],
    lay_out: Callable[..., TrackMap],
    store: ArtifactStore,
    mongo_database: Database[dict[str, Any]],
) -> None:
    fill(mongo_database, 20)
    build()
    with pytest.raises(FingerprintMismatch):
        lay_out(fingerprint="ba9876543210")
    assert store.current(KIND) is None


def test_a_damaged_map_is_no_reason_not_to_make_one(
    build: Callable[..., str],
    lay_out: Callable[..., TrackMap],
    store: ArtifactStore,
    mongo_database: Database[dict[str, Any]],
) -> None:
    fill(mongo_database, 40)
    build()
    first = lay_out()
    with (store.local_path(KIND, first.manifest.version) / "tracks.npz").open("r+b") as file:
        file.truncate(100)
    assert len(lay_out()) == 40

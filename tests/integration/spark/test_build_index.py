from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pymongo.database import Database

from infra.stores.features import MongoFeatureStore
from infra.stores.tracks import MongoTrackStore
from recommender.artifacts.live import LiveArtifact
from recommender.artifacts.store import ArtifactStore
from recommender.errors import FingerprintMismatch, NotReady
from recommender.records import Features, Track, TrackId
from recommender.similarity.coded_vectors import CODES_FILE, code_vectors
from recommender.similarity.features import N_COLUMNS
from recommender.similarity.index_build import IndexConfig, build_track_index
from recommender.similarity.neighbour_table_build import find_all_here
from recommender.similarity.publishing_gate import GateClosed
from recommender.similarity.search.cells import NearestSearch
from recommender.similarity.search.trees import grow_all_here, split_into_shards
from recommender.similarity.track_index import KIND, TrackIndex
from tests.builders.index import all_vectors, table_of

pytestmark = [pytest.mark.spark, pytest.mark.live]

FINGERPRINT = "0123456789ab"
NOW = datetime(2026, 5, 5, 12, 0, tzinfo=UTC)

HALF_A_STEP = 1e-5
"""Of the codes in which vectors are published; no number of a unit vector here is above 0.6."""


def some_tracks(n: int) -> list[Track]:
    return [
        Track(
            track_id=TrackId(f"t{i:04d}"),
            title=f"Title {i}",
            artist=f"Artist {i % 9}",
            album=f"Album {i % 20}",
            genres=("Rock", "Loud") if i % 2 else (),
            duration_s=float(i + 30) if i % 3 else None,
        )
        for i in range(n)
    ]


def some_vectors(n: int) -> np.ndarray:
    rng = np.random.default_rng(11)
    kinds = rng.standard_normal((6, N_COLUMNS)) * 100
    return (kinds[rng.integers(6, size=n)] + 60 * rng.standard_normal((n, N_COLUMNS)) + 300).astype(np.float32)


def fill(database: Database[dict[str, Any]], n: int, *, fingerprint: str = FINGERPRINT) -> np.ndarray:
    tracks, vectors = some_tracks(n), some_vectors(n)
    MongoTrackStore(database).put_many(reversed(tracks))
    MongoFeatureStore(database).put_many(
        Features(track.track_id, fingerprint, vector, NOW - timedelta(minutes=i), 0.1)
        for i, (track, vector) in enumerate(zip(tracks, vectors, strict=True))
    )
    return vectors


@pytest.fixture
def store(tmp_path: Path) -> ArtifactStore:
    return ArtifactStore(tmp_path / "artifacts")


@pytest.fixture
def build(
    spark: Any, mongo_uri: str, mongo_database: Database[dict[str, Any]], store: ArtifactStore
) -> Callable[..., str]:
    from spark_jobs.build_index import BuildIndexConfig, run
    from spark_jobs.features_frame import MongoSource

    def built(*, force: bool = False) -> str:
        source = MongoSource(uri=mongo_uri, database=mongo_database.name)
        config = BuildIndexConfig(
            store=store,
            index=IndexConfig(fingerprint=FINGERPRINT),
            force=force,
        )
        return run(spark, source, config)

    return built


def opened(store: ArtifactStore, version: str) -> TrackIndex:
    return TrackIndex.load(store.local_path(KIND, version), expected_fingerprint=FINGERPRINT)


def test_spark_builds_what_one_machine_builds(
    build: Callable[..., str], store: ArtifactStore, mongo_database: Database[dict[str, Any]], tmp_path: Path
) -> None:
    vectors = fill(mongo_database, 300)
    index = opened(store, build())
    here = ArtifactStore(tmp_path / "here")
    config = IndexConfig(fingerprint=FINGERPRINT)
    table = table_of(some_tracks(300))
    version = here.publish(
        KIND, lambda path: build_track_index(path, vectors, table, config, np.random.default_rng(config.seed))
    )
    alone = opened(here, version)
    assert index.table.track_ids == alone.table.track_ids == sorted(alone.table.track_ids)
    unit = index.space.transform(vectors)
    assert np.abs(unit - alone.space.transform(vectors)).max() <= 1e-6
    assert np.abs(unit - all_vectors(index)).max() <= HALF_A_STEP
    assert np.allclose(index.cosine_mean, alone.cosine_mean, atol=1e-5)
    assert (index.neighbours(7, 10).rows == alone.neighbours(7, 10).rows).all()
    for column in ("titles", "artists", "albums", "genres"):
        assert getattr(index.table, column) == getattr(table, column)
    assert np.array_equal(index.table.durations_s, table.durations_s, equal_nan=True)
    manifest = store.manifest(KIND, str(store.current(KIND)))
    assert manifest.data_cutoff == NOW
    assert manifest.offline_metrics["recall_at_10"] >= 0.99
    assert manifest.offline_metrics["table_recall_at_10"] >= 0.999
    assert (manifest.counts["tracks"], manifest.counts["left_out"]) == (300, 0)


def test_executors_find_the_same_candidates_for_the_neighbour_table(spark: Any) -> None:
    from spark_jobs.candidate_blocks import find_on_executors

    vectors = np.random.default_rng(5).standard_normal((9_001, 8)).astype(np.float32)
    search = NearestSearch(vectors)
    sent = np.concatenate(list(find_on_executors(spark, search, vectors, 20, min_rows=0)))
    assert np.array_equal(sent, np.concatenate(list(find_all_here(search, vectors, 20))))


def test_executors_grow_the_same_trees(spark: Any) -> None:
    from spark_jobs.tree_shards import grow_on_executors

    shards = split_into_shards(np.random.default_rng(5).standard_normal((3_001, 8)).astype(np.float32), 1_100)
    assert len(shards) == 3
    assert list(grow_on_executors(spark, shards, 5, 1)) == list(grow_all_here(shards, 5, 1))


def test_an_uploaded_sound_lands_where_the_build_put_it(
    build: Callable[..., str], store: ArtifactStore, mongo_database: Database[dict[str, Any]]
) -> None:
    fill(mongo_database, 120)
    index = opened(store, build())
    stored = MongoFeatureStore(mongo_database).get(TrackId("t0042"))
    assert stored is not None
    online = index.space.transform(stored.vector[None, :])
    row = index.table.row("t0042")
    assert row is not None
    coded = code_vectors(online, *(np.empty(online.shape, np.int8) for _ in range(2)))
    assert np.abs(coded.decode([0])[0] - index.vector(row)).max() <= 1e-6
    assert index.nearest(online[0], 1).rows.tolist() == [row]


def test_only_present_and_analysed_tracks_are_indexed(
    build: Callable[..., str], store: ArtifactStore, mongo_database: Database[dict[str, Any]]
) -> None:
    fill(mongo_database, 40)
    mongo_database["tracks"].update_one({"_id": "t0003"}, {"$set": {"status": "missing"}})
    mongo_database["tracks"].update_one({"_id": "t0004"}, {"$set": {"status": "rejected"}})
    mongo_database["features"].delete_one({"_id": "t0005"})
    version = build()
    index = opened(store, version)
    assert {index.table.row(each) for each in ("t0003", "t0004", "t0005")} == {None}
    assert store.manifest(KIND, version).counts["tracks"] == 37
    assert store.manifest(KIND, version).counts["left_out"] == 1


def test_vectors_of_another_declaration_are_refused(
    build: Callable[..., str], store: ArtifactStore, mongo_database: Database[dict[str, Any]]
) -> None:
    fill(mongo_database, 30)
    mongo_database["features"].update_one({"_id": "t0007"}, {"$set": {"fingerprint": "ba9876543210"}})
    with pytest.raises(FingerprintMismatch, match="segue ingest --reanalyse"):
        build()
    assert store.current(KIND) is None


def test_an_empty_catalogue_says_what_to_do(build: Callable[..., str]) -> None:
    with pytest.raises(NotReady, match="segue ingest PATH"):
        build()


def test_a_catalogue_of_missing_tracks_only_says_what_to_do(
    build: Callable[..., str], mongo_database: Database[dict[str, Any]]
) -> None:
    fill(mongo_database, 3)
    mongo_database["tracks"].update_many({}, {"$set": {"status": "missing"}})
    with pytest.raises(NotReady, match="segue ingest PATH"):
        build()


def test_a_single_track_is_an_index(
    build: Callable[..., str], store: ArtifactStore, mongo_database: Database[dict[str, Any]]
) -> None:
    fill(mongo_database, 1)
    index = opened(store, build())
    assert len(index) == 1
    assert len(index.neighbours(0, 10).rows) == 0


def test_a_collapsed_catalogue_is_published_only_by_force(
    build: Callable[..., str], store: ArtifactStore, mongo_database: Database[dict[str, Any]]
) -> None:
    fill(mongo_database, 60)
    first = build()
    mongo_database["tracks"].delete_many({"_id": {"$gt": "t0009"}})
    with pytest.raises(GateClosed, match="--force"):
        build()
    assert store.current(KIND) == first
    assert build(force=True) != first


def test_a_serving_process_takes_a_new_version_up_and_refuses_a_damaged_one(
    build: Callable[..., str], store: ArtifactStore, mongo_database: Database[dict[str, Any]], tmp_path: Path
) -> None:
    fill(mongo_database, 50)
    live = LiveArtifact(store, KIND, lambda path: TrackIndex.load(path, expected_fingerprint=FINGERPRINT))
    first = build()
    assert live.refresh() is True
    held = live.current()
    assert held is not None
    MongoTrackStore(mongo_database).put_many(
        [Track(track_id=TrackId("zz"), title="New"), Track(track_id=TrackId("zzz"), title="Not analysed")]
    )
    MongoFeatureStore(mongo_database).put_many([Features(TrackId("zz"), FINGERPRINT, some_vectors(1)[0], NOW, 0.1)])
    second = build()
    assert live.refresh() is True
    fresh = live.current()
    assert fresh is not None
    assert (len(held), len(fresh)) == (50, 51)
    assert held.version == first
    assert fresh.table.row("zz") == 50
    third = build()
    with (tmp_path / "artifacts" / KIND / third / CODES_FILE).open("r+b") as file:
        file.truncate(1000)
    assert live.refresh() is False
    assert (live.version, len(fresh.neighbours(0, 5).rows)) == (second, 5)
    assert CODES_FILE in live.last_error

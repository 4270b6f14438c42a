"""Settings that are well-formed but name nothing that there is: one sentence, before anything is begun."""

import pytest
from pymongo.errors import ServerSelectionTimeoutError

from infra.jobs.builds import build_index
from infra.settings import Settings
from infra.stores.database import open_database
from infra.stores.store_errors import store_errors
from recommender.artifacts.store import ArtifactStore
from recommender.errors import BadSetting, NotReady, ServerUnavailable


@pytest.mark.parametrize(
    ("uri", "name"), [("mongodb://127.0.0.1:9", "a b.c"), ("mongodb://", "segue"), ("mongodb://a:b:c", "segue")]
)
def test_a_database_that_cannot_be_named_is_a_bad_setting(uri, name):
    with pytest.raises(BadSetting, match=r"SEGUE_MONGO_(URI|DATABASE)"):
        open_database(uri, name)


@pytest.mark.parametrize("url", ["nonsense://x", "abfs://x/y"])
def test_artifacts_at_an_unknown_kind_of_place_are_a_bad_setting(url):
    with pytest.raises(BadSetting, match=f"{url} .*SEGUE_ARTIFACTS_URL"):
        ArtifactStore(url)


@pytest.mark.parametrize("n_tracks", [-1, 1, 9_999, 1_000_001])
def test_shards_of_too_few_or_too_many_tracks_are_a_bad_setting_before_anything_is_started(monkeypatch, n_tracks):
    monkeypatch.setattr(build_index, "running_servers", lambda *_, **__: pytest.fail("servers were started"))
    with pytest.raises(BadSetting, match=f"SEGUE_INDEX_SHARD_TRACKS={n_tracks}: 10,000 to 1,000,000"):
        build_index.build_index(Settings(index_shard_tracks=n_tracks))


@pytest.mark.parametrize("n_tracks", [0, 10_000, Settings().index_shard_tracks, 1_000_000])
def test_shards_of_a_size_that_can_be_built_are_taken(n_tracks):
    assert build_index.shard_tracks_of(Settings(index_shard_tracks=n_tracks)) == n_tracks


def test_without_java_spark_is_not_even_tried(monkeypatch, tmp_path):
    monkeypatch.setattr(build_index, "connector_jars", lambda _: [])
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotReady, match="no java on PATH"):
        build_index.spark_config(Settings(home=tmp_path))


def test_a_database_away_is_told_without_the_drivers_description_of_it():
    driver = "db:27017: refused (configured timeouts: socket 20 s), Timeout: 10.0s, Topology Description: <...>"
    with pytest.raises(ServerUnavailable) as said, store_errors("tracks"):
        raise ServerSelectionTimeoutError(driver)
    assert str(said.value).startswith("MongoDB does not answer (db:27017: refused); check ")

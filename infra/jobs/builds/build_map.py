"""Wires the Spark job of the room's map: servers, jars, store and settings go in, a manifest comes out."""

from collections.abc import Callable

from infra.jobs.builds.build_index import spark_config
from infra.servers.running import running_servers
from infra.settings import Settings
from infra.stores.artifacts import artifact_store
from recommender.artifacts.manifest import Manifest
from recommender.errors import NoIndex
from recommender.room.map.track_map import KIND
from recommender.similarity.features import fingerprint
from recommender.similarity.track_index import KIND as INDEX_KIND


def build_map(settings: Settings, *, again: bool = False, say: Callable[[str], None] = lambda _: None) -> Manifest:
    """Lay the index in use out, publish and prune; servers that are not running are started for as long as it takes.

    Raises `NoIndex` before anything is started; see `spark_jobs.build_map.run` for the rest.
    """
    from recommender.room.map.config import MapConfig
    from spark_jobs.build_map import BuildMapConfig, run  # pyspark is heavy: loaded by the commands that use it
    from spark_jobs.features_frame import MongoSource
    from spark_jobs.session import spark_session

    store = artifact_store(settings)
    index_version = store.current(INDEX_KIND)
    if index_version is None:
        raise NoIndex
    say("finding MongoDB")
    with running_servers(settings, mongo=True, say=say) as servers:
        config = BuildMapConfig(
            source=MongoSource(uri=servers.mongo_uri, database=settings.mongo_database),
            store=store,
            map=MapConfig(index_version=index_version),
            fingerprint=fingerprint(settings.analysed_middle_s),
            again=again,
            say=say,
        )
        say("starting Spark")
        with spark_session(spark_config(settings), name="build map") as spark:
            version = run(spark, config)
    store.prune(KIND, settings.artifacts_keep)
    return store.manifest(KIND, version)

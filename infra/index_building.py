"""Wires the Spark job of the similarity index: servers, jars, store and settings go in, a manifest comes out."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from infra.servers.jars import connector_jars
from infra.servers.running import running_servers
from infra.settings import Settings
from infra.spark_address import driver_host
from infra.stores.database import open_database, prepare_database
from recommender.artifacts.manifest import Manifest
from recommender.artifacts.store import ArtifactStore
from recommender.similarity.features import fingerprint
from recommender.similarity.index_build import IndexConfig
from recommender.similarity.track_index import KIND

if TYPE_CHECKING:
    from spark_jobs.session import SparkConfig


def artifact_store(settings: Settings) -> ArtifactStore:
    """Return the store that the settings name; remote versions are kept below `<home>/cache/artifacts`."""
    return ArtifactStore(settings.artifacts_location, cache=settings.home.absolute() / "cache" / "artifacts")


def spark_config(settings: Settings) -> "SparkConfig":
    """Return how Spark is to be started."""
    from spark_jobs.session import SparkConfig  # pyspark is heavy: loaded by the commands that use it

    return SparkConfig(
        master=settings.spark_master,
        jars=tuple(connector_jars(settings)),
        home=settings.home,
        driver_memory=settings.spark_driver_memory,
        driver_host=driver_host(settings),
    )


def build_index(settings: Settings, *, force: bool = False, say: Callable[[str], None] = lambda _: None) -> Manifest:
    """Build, publish and prune; servers that are not running are started for as long as it takes.

    An empty catalogue is found out before Spark is started; see `spark_jobs.build_index.run` for what is raised.
    """
    from recommender.similarity.index_build import require_tracks
    from spark_jobs.build_index import BuildIndexConfig, run
    from spark_jobs.features_frame import MongoSource
    from spark_jobs.session import spark_session

    store = artifact_store(settings)
    say("finding MongoDB")
    with running_servers(settings, mongo=True, say=say) as servers:
        database = open_database(servers.mongo_uri, settings.mongo_database)
        try:
            prepare_database(database)
            require_tracks(database["features"].estimated_document_count())
        finally:
            database.client.close()
        config = BuildIndexConfig(
            source=MongoSource(uri=servers.mongo_uri, database=settings.mongo_database),
            store=store,
            index=IndexConfig(fingerprint=fingerprint(settings.analysed_middle_s)),
            force=force,
            say=say,
        )
        say("starting Spark")
        with spark_session(spark_config(settings), name="build index") as spark:
            version = run(spark, config)
    store.prune(KIND, settings.artifacts_keep)
    return store.manifest(KIND, version)

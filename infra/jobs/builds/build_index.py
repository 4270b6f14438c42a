"""Wires the Spark job of the similarity index: servers, jars, store and settings go in, a manifest comes out."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from infra.servers.jars import connector_jars, java
from infra.servers.running import running_servers
from infra.servers.spark_address import driver_host
from infra.settings import Settings
from infra.stores.artifacts import artifact_store
from infra.stores.database import prepared_database
from recommender.artifacts.manifest import Manifest
from recommender.similarity.features import fingerprint
from recommender.similarity.index_build import IndexConfig
from recommender.similarity.track_index import KIND

if TYPE_CHECKING:
    from spark_jobs.session import SparkConfig


def spark_config(settings: Settings) -> "SparkConfig":
    """Return how Spark is to be started."""
    from spark_jobs.session import SparkConfig  # pyspark is heavy: loaded by the commands that use it

    java()  # says what lacks, which Spark's own scripts do not
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
        with prepared_database(servers.mongo_uri, settings.mongo_database) as database:
            require_tracks(database["features"].estimated_document_count())
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

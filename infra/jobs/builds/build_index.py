"""Wires the Spark job of the similarity index: servers, jars, store and settings go in, a manifest comes out."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from infra.servers.class_archives import options_to_map, spark_archive
from infra.servers.jars import connector_jars, java
from infra.servers.running import running_servers
from infra.servers.spark_address import driver_host
from infra.settings import Settings
from infra.stores.artifacts import artifact_store
from infra.stores.database import prepared_database
from recommender.artifacts.manifest import Manifest
from recommender.errors import BadSetting
from recommender.similarity.features import fingerprint
from recommender.similarity.index_build import IndexConfig
from recommender.similarity.track_index import KIND

if TYPE_CHECKING:
    from spark_jobs.session import SparkConfig

MIN_SHARD_TRACKS = 10_000
MAX_SHARD_TRACKS = 1_000_000


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
        class_options=options_to_map(spark_archive()),
    )


def build_index(settings: Settings, *, force: bool = False, say: Callable[[str], None] = lambda _: None) -> Manifest:
    """Build, publish and prune; servers that are not running are started for as long as it takes.

    A bad setting and an empty catalogue are found out before Spark is started; see `spark_jobs.build_index.run` for
    what is raised.
    """
    from recommender.similarity.index_build import require_tracks
    from spark_jobs.build_index import BuildIndexConfig, run
    from spark_jobs.features_frame import MongoSource
    from spark_jobs.session import spark_session

    shard_tracks = shard_tracks_of(settings)
    store = artifact_store(settings)
    say("finding MongoDB")
    with running_servers(settings, mongo=True, say=say) as servers:
        with prepared_database(servers.mongo_uri, settings.mongo_database) as database:
            require_tracks(database["features"].estimated_document_count())
        source = MongoSource(uri=servers.mongo_uri, database=settings.mongo_database)
        config = BuildIndexConfig(
            store=store,
            index=IndexConfig(fingerprint=fingerprint(settings.analysed_middle_s), shard_tracks=shard_tracks),
            force=force,
            say=say,
        )
        say("starting Spark")
        with spark_session(spark_config(settings), name="build index") as spark:
            version = run(spark, source, config)
    store.prune(KIND, settings.artifacts_keep)
    return store.manifest(KIND, version)


def shard_tracks_of(settings: Settings) -> int:
    """Return how many tracks a shard has at most; raises `BadSetting`."""
    n_tracks = settings.index_shard_tracks
    if n_tracks != 0 and not MIN_SHARD_TRACKS <= n_tracks <= MAX_SHARD_TRACKS:
        raise BadSetting(
            f"SEGUE_INDEX_SHARD_TRACKS={n_tracks}: {MIN_SHARD_TRACKS:,} to {MAX_SHARD_TRACKS:,} tracks are needed, "
            "or 0 for one shard"
        )
    return n_tracks

"""Wires the Spark job of the listening sessions: servers, jars, store and settings go in, a manifest comes out."""

from collections.abc import Callable
from functools import partial

from infra.jobs.builds.build_index import spark_config
from infra.servers.running import running_servers
from infra.settings import Settings
from infra.stores.artifacts import artifact_store
from infra.stores.database import prepared_database
from recommender.artifacts.manifest import Manifest
from recommender.clock import Clock, system_clock
from recommender.sequences.serving.artifact import KIND

KEPT = 1
"""Versions that are kept: with an older one the plays of a listener who was forgotten since would stay."""


def build_sessions(
    settings: Settings, *, say: Callable[[str], None] = lambda _: None, clock: Clock = system_clock
) -> Manifest:
    """Build, measure and publish, and delete older versions; servers that are not running are started meanwhile.

    Without plays a version without sessions is published, so that nothing remains of listeners who were forgotten.
    """
    from recommender.sequences.build import write_sessions
    from recommender.sequences.serving.learning import MAX_DELAY
    from spark_jobs.features_frame import MongoSource  # pyspark is heavy: loaded by the commands that use it
    from spark_jobs.session import spark_session
    from spark_jobs.sessions import SessionsConfig, run

    store = artifact_store(settings)
    say("finding MongoDB")
    with running_servers(settings, mongo=True, say=say) as servers:
        with prepared_database(servers.mongo_uri, settings.mongo_database):
            config = SessionsConfig(
                source=MongoSource(uri=servers.mongo_uri, database=settings.mongo_database),
                known_until=clock() - MAX_DELAY,
                say=say,
            )
        say("starting Spark")
        with spark_session(spark_config(settings), name="build sessions") as spark:
            archived = run(spark, config)
    version = store.publish(KIND, partial(write_sessions, archived, progress=say))
    store.prune(KIND, KEPT)
    return store.manifest(KIND, version)

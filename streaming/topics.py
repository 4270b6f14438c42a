"""The topics of one cell of listeners, and how they are made."""

import time
from dataclasses import dataclass

from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import KafkaError, TopicAlreadyExistsError

from recommender.errors import ServerUnavailable

DEAD = ".dead"
DAY_MS = 86_400_000
_LISTED_WITHIN_S = 10


@dataclass(frozen=True)
class Topics:
    """Names of the topics; `cell` is empty where there is only one."""

    cell: str = ""

    @property
    def activity(self) -> str:
        """Activity events up, keyed by listener."""
        return self._named("activity")

    @property
    def slates(self) -> str:
        """Slates down, keyed by listener."""
        return self._named("slates")

    @property
    def activity_dead(self) -> str:
        """Activity messages that could not be handled."""
        return self.activity + DEAD

    def group(self, handler: str) -> str:
        """Return the consumer group of a handler."""
        return self._named(handler)

    def _named(self, what: str) -> str:
        return f"segue.{self.cell}.{what}" if self.cell else f"segue.{what}"


def ensure_topics(bootstrap: str, topics: Topics, *, partitions: int, replication: int = 1) -> None:
    """Make the topics that are missing, so that nobody subscribes to one that is not there yet."""
    wanted = {
        topics.activity: {"retention.ms": str(30 * DAY_MS)},
        topics.slates: {"retention.ms": str(DAY_MS // 24)},
        topics.activity_dead: {"retention.ms": str(90 * DAY_MS)},
    }
    try:
        admin = KafkaAdminClient(bootstrap_servers=bootstrap)
        try:
            missing = sorted(wanted.keys() - set(admin.list_topics()))
            for name in missing:
                _make(admin, NewTopic(name, partitions, replication, topic_configs=wanted[name]))
            if missing:
                _wait_until_listed(admin, set(missing))
        finally:
            admin.close()
    except KafkaError as error:
        raise ServerUnavailable(f"Kafka at {bootstrap} does not answer ({error!r}); is it running?") from error


def _make(admin: KafkaAdminClient, topic: NewTopic) -> None:
    try:
        admin.create_topics([topic])
    except TopicAlreadyExistsError:
        return  # another process was first, which is as good


def _wait_until_listed(admin: KafkaAdminClient, names: set[str]) -> None:
    """Return when brokers tell clients of the topics: making one is acknowledged some moments before."""
    deadline = time.monotonic() + _LISTED_WITHIN_S
    while unlisted := names - set(admin.list_topics()):
        if time.monotonic() > deadline:
            raise ServerUnavailable(f"Kafka made {', '.join(sorted(unlisted))}, but does not list it")
        time.sleep(0.02)

"""The topics of one cell of listeners, and how they are made."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import (  # type: ignore[attr-defined]  # it exports them without saying so
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewTopic,
)

from recommender.errors import ServerUnavailable
from recommender.waiting import wait_until
from streaming.clients.librdkafka import COMMON_SETTINGS, Notes

_log = structlog.get_logger(__name__)
DEAD = ".dead"
DAY_MS = 86_400_000
MAX_MESSAGE_BYTES = 1 << 20
ANSWER_WITHIN_S = 10
_LIST_WITHIN_S = 3


@dataclass(frozen=True)
class Topics:
    """Names of the topics; `cell` is empty where there is only one."""

    cell: str = ""

    @property
    def activity(self) -> str:
        """Activity events up, keyed by listener."""
        return self._name("activity")

    @property
    def slates(self) -> str:
        """Slates down, keyed by listener."""
        return self._name("slates")

    @property
    def activity_dead(self) -> str:
        """Activity messages that could not be handled."""
        return self.activity + DEAD

    def group(self, handler: str) -> str:
        """Return the consumer group of a handler."""
        return self._name(handler)

    def _name(self, what: str) -> str:
        return f"segue.{self.cell}.{what}" if self.cell else f"segue.{what}"


def topic_settings(topics: Topics) -> dict[str, dict[str, str]]:
    """Return the settings of each topic; a dead letter has room for the largest event with its headers."""
    return {
        topics.activity: {"retention.ms": str(30 * DAY_MS), "max.message.bytes": str(MAX_MESSAGE_BYTES)},
        topics.slates: {"retention.ms": str(DAY_MS // 24), "max.message.bytes": str(MAX_MESSAGE_BYTES)},
        topics.activity_dead: {"retention.ms": str(90 * DAY_MS), "max.message.bytes": str(2 * MAX_MESSAGE_BYTES)},
    }


def ensure_topics(bootstrap: str, topics: Topics, *, partitions: int, replication: int = 1) -> None:
    """Make the topics that are missing, so that nobody subscribes to one that is not there yet."""
    wanted = topic_settings(topics)
    with _admin(bootstrap) as admin:
        listed = set(admin.list_topics(timeout=ANSWER_WITHIN_S).topics)
        missing = sorted(wanted.keys() - listed)
        _make(admin, [NewTopic(name, partitions, replication, config=wanted[name]) for name in missing])
        if topics.activity_dead in listed:
            _make_room(admin, topics.activity_dead, wanted[topics.activity_dead])


def ensure_topic(bootstrap: str, name: str, *, settings: Mapping[str, str], within_s: float) -> None:
    """Make one topic of one partition if it is missing."""
    with _admin(bootstrap) as admin:
        if name not in admin.list_topics(timeout=within_s).topics:
            _make(admin, [NewTopic(name, 1, config=dict(settings))])


class TopicList:
    """Asks Kafka again and again which topics there are, over one connection."""

    def __init__(self, bootstrap: str) -> None:
        """Prepare only; it connects by itself, also to a Kafka that comes later."""
        self._bootstrap = bootstrap
        self._admin = _client(bootstrap)

    def names(self) -> Collection[str]:
        """Return the names; raise `ServerUnavailable` when Kafka does not answer within seconds."""
        with _await_answers(self._bootstrap):
            return self._admin.list_topics(timeout=_LIST_WITHIN_S).topics.keys()


@contextmanager
def _admin(bootstrap: str) -> Iterator[AdminClient]:
    with _await_answers(bootstrap):
        yield _client(bootstrap)


def _client(bootstrap: str) -> AdminClient:
    configuration: dict[str, Any] = {**COMMON_SETTINGS, "bootstrap.servers": bootstrap, "logger": Notes()}
    return AdminClient(configuration)


@contextmanager
def _await_answers(bootstrap: str) -> Iterator[None]:
    """Raise `ServerUnavailable` for what the client library raises in the block."""
    try:
        yield
    except (KafkaException, TimeoutError) as error:
        why = error.args[0].str() if isinstance(error, KafkaException) else "no answer in time"
        raise ServerUnavailable(f"Kafka at {bootstrap} does not answer ({why}); is it running?") from error


def _make(admin: AdminClient, topics: list[NewTopic]) -> None:
    """Make topics and return when brokers tell clients of them: making one is acknowledged some moments before."""
    if not topics:
        return
    for made in admin.create_topics(topics, operation_timeout=ANSWER_WITHIN_S).values():
        try:
            made.result(timeout=ANSWER_WITHIN_S)
        except KafkaException as error:
            if error.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS:  # another process was first, which is as good
                raise
    unlisted = names = {topic.topic for topic in topics}

    def are_listed() -> bool:
        nonlocal unlisted
        unlisted = names - set(admin.list_topics(timeout=ANSWER_WITHIN_S).topics)
        return not unlisted

    if not wait_until(are_listed, deadline_s=ANSWER_WITHIN_S, every_s=0.02):
        raise ServerUnavailable(f"Kafka made {', '.join(sorted(unlisted))}, but does not list it")


def _make_room(admin: AdminClient, topic: str, wanted: Mapping[str, str]) -> None:
    """Give the dead letters' topic of an older segue the room that a letter needs."""
    room = "max.message.bytes"
    entry = ConfigEntry(room, wanted[room], incremental_operation=AlterConfigOpType.SET)
    resource = ConfigResource(ConfigResource.Type.TOPIC, topic, incremental_configs=[entry])
    try:
        for done in admin.incremental_alter_configs([resource]).values():
            done.result(timeout=ANSWER_WITHIN_S)
    except KafkaException as error:
        # Who may not change topics can still write letters; the largest lose the end of their value.
        _log.warning("topic_left_unchanged", topic=topic, setting=room, why=error.args[0].str())

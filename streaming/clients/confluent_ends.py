"""Asks the brokers where partitions begin and end, without standing behind what is being fetched."""

from collections.abc import Mapping, Sequence
from typing import Any

from confluent_kafka import KafkaError, KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient, OffsetSpec  # type: ignore[attr-defined]

from streaming.clients.librdkafka import COMMON_SETTINGS, Notes

_EARLIEST: OffsetSpec = OffsetSpec.earliest()  # type: ignore[no-untyped-call]
_LATEST: OffsetSpec = OffsetSpec.latest()  # type: ignore[no-untyped-call]


class PartitionEnds:
    """The first offset of partitions, and the one after the last.

    A broker answers one request of a connection at a time, and holds a fetch back until messages come. So a consumer
    that asks for itself waits that long for each partition; this asks on connections of its own, for all at once.
    """

    def __init__(self, bootstrap: str, *, within_s: float) -> None:
        self._within_s = within_s
        settings: dict[str, Any] = {**COMMON_SETTINGS, "bootstrap.servers": bootstrap, "logger": Notes()}
        self._admin = AdminClient(settings)

    def partitions_of(self, topic: str) -> Sequence[TopicPartition]:
        """Return the partitions of a topic; none when there is no such topic."""
        found = self._admin.list_topics(topic, timeout=self._within_s).topics.get(topic)
        return [TopicPartition(topic, each) for each in (found.partitions if found and not found.error else ())]

    def firsts(self, places: Sequence[TopicPartition]) -> Mapping[int, int]:
        """Return the first offset of each partition."""
        return self._ask(places, _EARLIEST)

    def ends(self, places: Sequence[TopicPartition]) -> Mapping[int, int]:
        """Return the offset after the last message of each partition."""
        return self._ask(places, _LATEST)

    def _ask(self, places: Sequence[TopicPartition], which: OffsetSpec) -> Mapping[int, int]:
        """Return the offsets by partition; raise `KafkaException` when a broker does not answer in time."""
        if not places:
            return {}
        asked = {TopicPartition(each.topic, each.partition): which for each in places}
        answers = self._admin.list_offsets(asked, request_timeout=self._within_s)
        try:
            return {place.partition: answer.result(2 * self._within_s).offset for place, answer in answers.items()}
        except TimeoutError as error:
            raise KafkaException(KafkaError(KafkaError._TIMED_OUT)) from error

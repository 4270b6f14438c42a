"""What must hold on real topics after whatever befell them."""

import sys

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition

from streaming.clients.librdkafka import COORDINATOR_COMES
from streaming.dead_letter_replay import list_letters
from streaming.dead_letters import DeadLetter
from tests.deadline import eventually
from tests.integration.listening_stack import ListeningStack


def lag(stack: ListeningStack, handler: str) -> int:
    """How many messages of the activity topic a handler's group has not committed; very many when nobody can say."""
    quiet = {"bootstrap.servers": stack.settings.kafka_bootstrap, "log_level": 0}
    consumer = Consumer({**quiet, "group.id": stack.topics.group(handler)})
    places = [TopicPartition(stack.topics.activity, each) for each in range(stack.settings.kafka_partitions)]
    try:
        ends = [consumer.get_watermark_offsets(each, timeout=10) for each in places]
        committed = consumer.committed(places, timeout=10)
    except KafkaException as error:
        if error.args[0].code() not in COORDINATOR_COMES:
            raise
        return sys.maxsize  # a group that is being made has no coordinator for some moments
    finally:
        consumer.close()
    return sum(high - max(place.offset, low) for place, (low, high) in zip(committed, ends, strict=True))


def wait_until_nothing_waits(stack: ListeningStack, *, within_s: float = 120.0) -> None:
    """Return when both handlers have committed every message."""
    for handler in ("taste", "archive"):
        eventually(lambda handler=handler: lag(stack, handler) == 0, within_s=within_s, what=f"lag of {handler} 0")


def letters_of(stack: ListeningStack) -> list[DeadLetter]:
    """The dead letters, one for each message."""
    return list_letters(stack.settings.kafka_bootstrap, stack.topics.activity)


def send_raw(stack: ListeningStack, messages: list[tuple[bytes | None, bytes | None]], *, codec: str = "none") -> None:
    """Send keys and values as any other client may, compressed by `codec`."""
    quiet = {"bootstrap.servers": stack.settings.kafka_bootstrap, "log_level": 0}
    producer = Producer({**quiet, "compression.type": codec, "linger.ms": 20, "message.max.bytes": 8 << 20})
    failures = []
    for key, value in messages:
        producer.produce(
            stack.topics.activity, key=key, value=value, on_delivery=lambda error, _: failures.append(error)
        )
        producer.poll(0)
    producer.flush(30)
    assert len(failures) == len(messages)
    assert not any(failures)

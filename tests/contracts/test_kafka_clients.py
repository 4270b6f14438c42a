"""What every client of Kafka does: the one in memory and librdkafka."""

from collections.abc import Sequence
from uuid import uuid4

import pytest

from streaming.clients.confluent_consumer import ConfluentGroupConsumer, Pace
from streaming.clients.confluent_producer import ConfluentProducer
from streaming.clients.confluent_scan import TopicScan
from streaming.clients.ports import MessageRefused
from streaming.topics import Topics, ensure_topics
from tests.contracts.fakes.broker import FakeBroker, FakeConsumer, FakeProducer, FakeScan
from tests.deadline import eventually


class Moves:
    """Remembers what a member is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, list[int]]] = []

    def on_assigned(self, partitions: Sequence[int]) -> None:
        self.told.append(("assigned", sorted(partitions)))

    def on_revoked(self, partitions: Sequence[int]) -> None:
        self.told.append(("revoked", sorted(partitions)))

    def on_lost(self, partitions: Sequence[int]) -> None:
        self.told.append(("lost", sorted(partitions)))


def joined(kafka, group="g"):
    moves = Moves()
    consumer = kafka.consumer(group)
    consumer.subscribe(kafka.topic, moves)
    return consumer, moves


def taken(consumer, n):
    """The next `n` messages' values."""
    messages = []

    def come():
        messages.extend(consumer.poll(within_s=0.1))
        return len(messages) >= n

    eventually(come, what=f"{n} messages")
    return [message.value for message in messages]


class KafkaClientsContract:
    def test_messages_are_stored_as_they_were_sent_also_without_key_and_value(self, kafka):
        sent = [(b"k", b"v", [("reason", b"why")]), (b"k", None, []), (None, None, []), (b"", b"", [])]
        for key, value, headers in sent:
            kafka.producer.send(kafka.topic, key=key, value=value, headers=headers).wait()
        stored = {(each.key, each.value, tuple(each.headers)) for each in kafka.stored()}
        assert stored == {(key, value, tuple(headers)) for key, value, headers in sent}

    @pytest.mark.parametrize("n_bytes", [2 << 20, 5 << 20])
    def test_a_message_that_is_too_large_is_refused_and_the_next_one_is_taken(self, kafka, n_bytes):
        with pytest.raises(MessageRefused):
            kafka.producer.send(kafka.topic, key=b"k", value=bytes(n_bytes)).wait()
        kafka.producer.send(kafka.topic, key=b"k", value=b"small").wait()
        assert [each.value for each in kafka.stored()] == [b"small"]

    def test_a_new_group_reads_from_the_beginning_in_the_order_of_each_key(self, kafka):
        kafka.fill(b"a", b"1", b"2", b"3")
        consumer, moves = joined(kafka)
        assert taken(consumer, 3) == [b"1", b"2", b"3"]
        assert moves.told == [("assigned", [0, 1])]
        consumer.close()

    def test_what_is_committed_is_not_read_again_and_the_rest_is(self, kafka):
        kafka.fill(b"a", b"1", b"2", b"3")
        consumer, _ = joined(kafka)
        taken(consumer, 3)
        place = kafka.stored()[1]
        consumer.commit({place.partition: place.offset + 1}, wait=True)
        consumer.close()
        again, _ = joined(kafka)
        assert taken(again, 1) == [b"3"]
        again.close()

    def test_waiting_messages_are_counted(self, kafka):
        kafka.fill(b"a", b"1", b"2", b"3")
        consumer, _ = joined(kafka)
        taken(consumer, 3)
        assert sum(consumer.asked_lags().values()) == 0
        kafka.fill(b"a", b"4", b"5")
        assert sum(consumer.asked_lags().values()) == 2
        assert consumer.asked_size(kafka.topic) == 5
        assert consumer.asked_partitions() == 2
        consumer.close()

    def test_a_member_that_waits_takes_no_message_and_loses_none(self, kafka):
        kafka.fill(b"a", b"1")
        consumer, _ = joined(kafka)
        taken(consumer, 1)
        kafka.fill(b"a", b"2", b"3")
        consumer.keep_alive(lambda _seconds: False, for_s=0.3)
        assert taken(consumer, 2) == [b"2", b"3"]
        consumer.close()

    def test_a_second_member_shares_the_partitions_and_gets_them_all_when_the_first_leaves(self, kafka):
        first, first_moves = joined(kafka)
        eventually(lambda: first.poll(within_s=0.1) or first_moves.told)
        second, second_moves = joined(kafka)

        def shared():
            first.poll(within_s=0.1)
            second.poll(within_s=0.1)
            both = [first_moves.told[-1:], second_moves.told[-1:]]
            return sorted(both) == [[("assigned", [0])], [("assigned", [1])]]

        eventually(shared, what="each has one partition")
        assert ("revoked", [0, 1]) in first_moves.told
        first.close()
        eventually(lambda: second.poll(within_s=0.1) or second_moves.told[-1] == ("assigned", [0, 1]))
        second.close()

    def test_a_scan_commits_what_it_has_yielded_and_leaves_what_is_written_meanwhile_to_the_next(self, kafka):
        kafka.fill(b"a", b"1")
        pending = [kafka.producer.send(kafka.topic, key=b"d", value=b"2") for _ in range(1_200)]
        for each in pending:
            each.wait()
        scan = kafka.scan("s")
        messages = scan.messages()
        values = [next(messages).value]
        kafka.fill(b"a", b"late")
        kafka.fill(b"d", b"late")
        values += [message.value for message in messages]
        assert sorted(values) == [b"1", *[b"2"] * 1_200]
        scan.commit()
        scan.close()
        again = kafka.scan("s")
        assert [message.value for message in again.messages()] == [b"late", b"late"]
        again.close()

    def test_a_scan_that_ends_early_commits_the_messages_it_has_yielded(self, kafka):
        kafka.fill(b"a", b"1", b"2", b"3")
        scan = kafka.scan("s")
        messages = scan.messages()
        assert [next(messages).value, next(messages).value] == [b"1", b"2"]
        scan.commit()
        scan.close()
        again = kafka.scan("s")
        assert [message.value for message in again.messages()] == [b"3"]
        again.close()


class Kafka:
    """A topic and its clients."""

    def fill(self, key, *values):
        for value in values:
            self.producer.send(self.topic, key=key, value=value).wait()


class InMemory(Kafka):
    topic = "t"

    def __init__(self):
        self._broker = FakeBroker()
        self.producer = FakeProducer(self._broker)

    def consumer(self, group):
        return FakeConsumer(self._broker, group=group)

    def scan(self, group):
        return FakeScan(self._broker, self.topic, group=group)

    def stored(self):
        return self._broker.all(self.topic)


class Real(Kafka):
    def __init__(self, bootstrap, *, hear_every_s=0.0):
        cell = uuid4().hex[:8]
        self._bootstrap, self._cell = bootstrap, cell
        self.topic = Topics(cell).activity
        ensure_topics(bootstrap, Topics(cell), partitions=2)
        self.producer = ConfluentProducer(bootstrap, hear_every_s=hear_every_s)

    def consumer(self, group):
        return ConfluentGroupConsumer(self._bootstrap, group=f"{self._cell}.{group}", pace=Pace(batch=100, wait_ms=20))

    def scan(self, group):
        return TopicScan(self._bootstrap, self.topic, group=f"{self._cell}.{group}")

    def stored(self):
        scan = TopicScan(self._bootstrap, self.topic)
        messages = list(scan.messages())
        scan.close()
        return messages


class TestInMemory(KafkaClientsContract):
    @pytest.fixture
    def kafka(self):
        return InMemory()


@pytest.mark.live
class TestLibrdkafka(KafkaClientsContract):
    @pytest.fixture(params=[0.0, 60.0], ids=["outcomes heard at once", "outcomes heard by who waits"])
    def kafka(self, request, kafka_bootstrap):
        kafka = Real(kafka_bootstrap, hear_every_s=request.param)
        yield kafka
        kafka.producer.close()

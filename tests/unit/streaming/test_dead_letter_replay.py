import pytest

from recommender.errors import ServerUnavailable
from streaming import dead_letter_replay
from streaming.clients.ports import Message
from streaming.dead_letter_replay import replay
from streaming.dead_letters import DeadLetters, is_for
from streaming.topics import Topics
from tests.contracts.fakes.broker import FakeBroker, FakeProducer, FakeScan

TOPIC = Topics().activity
DEAD = Topics().activity_dead


@pytest.fixture
def broker():
    return FakeBroker()


def send_to_dead_letters(broker, *, offset, handler="taste", value=b"bad"):
    dead = DeadLetters(FakeProducer(broker))
    dead.send(Message(TOPIC, 1, offset, b"anna", value), "why", handler=handler)
    dead.flush()


def replayed(broker):
    return replay(FakeScan(broker, DEAD, group="replay"), TOPIC, FakeProducer(broker))


def handlers_of(message):
    return {each for each in ("taste", "archive") if is_for(message, each)}


def test_a_letter_is_sent_for_the_handlers_that_buried_it(broker):
    send_to_dead_letters(broker, offset=1, handler="archive")
    send_to_dead_letters(broker, offset=2, handler="archive")
    send_to_dead_letters(broker, offset=2, handler="taste")
    assert replayed(broker).n_sent == 2
    assert [handlers_of(each) for each in broker.all(TOPIC)] == [{"archive"}, {"taste", "archive"}]


def test_a_letter_that_names_no_handler_is_for_all(broker):
    broker.append(DEAD, b"anna", b"bad", [("reason", b"of another client")])
    send_to_dead_letters(broker, offset=0)
    assert replayed(broker).n_sent == 2
    assert [handlers_of(each) for each in broker.all(TOPIC)] == [{"taste", "archive"}, {"taste"}]


def test_letters_of_one_message_in_different_batches_are_sent_once_to_each_handler(broker, monkeypatch):
    monkeypatch.setattr(dead_letter_replay, "MAX_BATCH_LETTERS", 1)
    for handler in ("archive", "archive", "taste", "archive"):
        send_to_dead_letters(broker, offset=1, handler=handler)
    assert replayed(broker).n_sent == 2
    assert [handlers_of(each) for each in broker.all(TOPIC)] == [{"archive"}, {"taste"}]


def test_a_letter_that_its_topic_refuses_is_named_and_the_others_are_sent_once(broker):
    broker.max_message_bytes = 2 << 20
    send_to_dead_letters(broker, offset=1, value=b"x" * (1 << 20))
    send_to_dead_letters(broker, offset=2)
    broker.max_message_bytes = 1 << 20
    done = replayed(broker)
    assert (done.n_sent, [each.split(": ")[0] for each in done.refused]) == (1, ["1:1"])
    assert [each.value for each in broker.all(TOPIC)] == [b"bad"]
    assert replayed(broker).n_sent == 0


def test_what_was_sent_before_kafka_went_away_is_not_sent_again(broker, monkeypatch):
    monkeypatch.setattr(dead_letter_replay, "MAX_BATCH_LETTERS", 2)
    for offset in range(5):
        send_to_dead_letters(broker, offset=offset, value=str(offset).encode())

    class Leaving(FakeProducer):
        def send(self, topic, **message):
            broker.away = message["value"] == b"2"
            return super().send(topic, **message)

    with pytest.raises(ServerUnavailable):
        replay(FakeScan(broker, DEAD, group="replay"), TOPIC, Leaving(broker))
    assert [each.value for each in broker.all(TOPIC)] == [b"0", b"1", b"3"]
    broker.away = False
    assert replayed(broker).n_sent == 3
    assert [each.value for each in broker.all(TOPIC)] == [b"0", b"1", b"3", b"2", b"3", b"4"]


def test_letters_are_sent_so_many_bytes_at_once(broker, monkeypatch):
    monkeypatch.setattr(dead_letter_replay, "MAX_BATCH_BYTES", 100)
    commits = []

    class Counting(FakeScan):
        def commit(self):
            commits.append(len(broker.all(TOPIC)))
            super().commit()

    for offset in range(5):
        send_to_dead_letters(broker, offset=offset, value=b"x" * 60)
    assert replay(Counting(broker, DEAD, group="replay"), TOPIC, FakeProducer(broker)).n_sent == 5
    assert commits == [2, 4, 5]

import pytest
from structlog.testing import capture_logs

from recommender.errors import ServerUnavailable
from streaming.clients.ports import Message
from streaming.dead_letter_replay import merge
from streaming.dead_letters import KEPT_BYTES, DeadLetters, dead_letter_of
from streaming.topics import Topics
from tests.contracts.fakes.broker import FakeBroker, FakeProducer

TOPIC = Topics().activity
DEAD = Topics().activity_dead


def message(value=b"bad", offset=7):
    return Message(TOPIC, 1, offset, b"anna", value)


def letters_in(broker):
    return [dead_letter_of(each) for each in broker.all(DEAD)]


@pytest.fixture
def broker():
    return FakeBroker()


@pytest.fixture
def dead(broker):
    return DeadLetters(FakeProducer(broker))


def test_a_letter_has_the_message_its_place_and_the_reason(broker, dead):
    dead.send(message(), "why", handler="taste")
    dead.flush()
    (letter,) = letters_in(broker)
    assert (letter.topic, letter.partition, letter.offset) == (TOPIC, 1, 7)
    assert (letter.key, letter.value, letter.reason, letter.handlers) == (b"anna", b"bad", "why", ("taste",))


def test_letters_that_cannot_be_written_wait_and_are_written_when_they_can(broker, dead):
    broker.away = True
    dead.send(message(), "why", handler="taste")
    with pytest.raises(ServerUnavailable, match="1 dead letters"):
        dead.flush()
    assert dead.n_waiting == 1
    broker.away = False
    dead.flush()
    assert (dead.n_waiting, len(letters_in(broker))) == (0, 1)


def test_looking_waits_for_nothing_and_sends_again_what_failed(broker, dead):
    broker.unwritable = {DEAD}
    dead.send(message(), "why", handler="taste")
    assert "did not take" in dead.look()
    broker.unwritable = set()
    assert "did not take" in dead.look()  # what the look before sent again was not taken either
    assert dead.look() == ""
    assert len(letters_in(broker)) == 1


def test_looking_shortens_what_is_too_large(broker, dead):
    dead.send(message(b"x" * (broker.max_message_bytes - 10)), "why", handler="taste")
    dead.look()
    assert dead.look() == ""
    assert [each.whole for each in letters_in(broker)] == [False]


def test_a_value_too_large_is_kept_in_part_and_the_letter_says_so(broker, dead):
    dead.send(message(b"x" * (broker.max_message_bytes - 10)), "why", handler="taste")
    dead.flush()
    (letter,) = letters_in(broker)
    assert (letter.whole, len(letter.value)) == (False, KEPT_BYTES)


def test_a_value_too_large_for_any_request_is_kept_in_part_by_looking_alone(broker, dead):
    dead.send(message(b" " * (5 << 20)), "why", handler="taste")
    assert dead.look() == ""
    assert [(each.whole, len(each.value)) for each in letters_in(broker)] == [(False, KEPT_BYTES)]


@pytest.mark.parametrize("done_by", ["look", "flush"])
def test_a_letter_that_is_refused_however_short_is_logged_and_given_up(broker, dead, done_by):
    broker.refusing = {DEAD}
    with capture_logs() as logs:
        dead.send(message(), "why", handler="taste")
        if done_by == "flush":
            dead.flush()
        for _ in range(3):
            dead.look()
    assert (dead.n_waiting, dead.look()) == (0, "")
    (given_up,) = [log for log in logs if log["event"] == "dead_letter_given_up"]
    assert (given_up["partition"], given_up["offset"], given_up["reason"]) == ("1", "7", "why")
    broker.refusing = set()
    dead.flush()
    assert letters_in(broker) == []


def test_letters_of_one_message_are_one_letter_of_several_handlers(broker, dead):
    dead.send(message(), "why", handler="taste")
    dead.send(message(), "why", handler="archive")
    dead.send(message(), "why", handler="archive")
    dead.send(message(offset=8), "why", handler="taste")
    dead.flush()
    assert [(each.offset, each.handlers) for each in merge(letters_in(broker))] == [
        (7, ("taste", "archive")),
        (8, ("taste",)),
    ]


@pytest.mark.parametrize(
    "headers", [[], [("partition", b"x"), ("offset", b"-1")], [("offset", b"9" * 40), ("reason", b"\xff")]]
)
def test_a_letter_that_somebody_else_wrote_is_listed_by_its_own_place(headers):
    letter = dead_letter_of(Message(DEAD, 2, 5, None, None, headers))
    assert (letter.topic, letter.partition, letter.offset, letter.value) == (TOPIC, 2, 5, None)

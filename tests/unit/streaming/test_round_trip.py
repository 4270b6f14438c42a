from dataclasses import dataclass, field

import pytest

from streaming import round_trip
from streaming.round_trip import RoundTrip
from streaming.topics import Topics


@dataclass
class Way:
    """A producer and a feed in one: marks come back once so many were missed, and not at all while it is closed."""

    is_open: bool = True
    n_missed: int = 0
    n_sent: int = 0
    connected: bool = True
    trouble: str = ""
    done: bool = True
    _seen: dict[bytes, object] = field(default_factory=dict)

    def watch_for(self, mark, seen):
        self._seen[mark] = seen

    def stop_watching_for(self, mark):
        del self._seen[mark]

    def send(self, _topic, *, key, value):  # noqa: ARG002 the producer's signature
        self.n_sent += 1
        if self.is_open and self.n_sent > self.n_missed:
            self._seen[value]()
        return self

    def wait(self):
        return None


@pytest.fixture
def now():
    return [0.0]


@pytest.fixture
def asked(now, monkeypatch):
    monkeypatch.setattr(round_trip, "WITHIN_S", 0.04)
    monkeypatch.setattr(round_trip, "SENT_AGAIN_AFTER_S", 0.01)

    def ask(way):
        return RoundTrip(way, Topics(), way, monotonic=lambda: now[0]).trouble

    return ask


def test_a_good_answer_holds_for_a_second(now, asked):
    way = Way()
    trouble = asked(way)
    assert [trouble(), trouble()] == ["", ""]
    assert way.n_sent == 1
    now[0] = 1.1
    assert trouble() == ""
    assert way.n_sent == 2


def test_who_sees_the_way_free_again_is_not_told_otherwise(now, asked):
    way = Way(is_open=False)
    trouble = asked(way)
    assert "do not come back" in trouble()
    way.is_open = True
    now[0] = 0.3
    assert trouble() == ""


def test_a_mark_that_was_sent_before_the_reader_was_back_is_sent_again(asked):
    assert asked(Way(n_missed=2))() == ""

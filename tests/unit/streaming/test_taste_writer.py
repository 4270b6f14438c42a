from contextlib import contextmanager

import pytest

from recommender.errors import ServerUnavailable
from recommender.listening.taste import Taste
from streaming.handlers.handler import ReadAgain
from streaming.handlers.taste_writer import MAX_WAITING, TasteWriter, later_in_a_thread
from tests.contracts.fakes.listening import FakeTasteStore
from tests.faults.failing_workers import POISON, FailingTastes, Unforeseen


class CountedTastes(FailingTastes):
    """Notes how many tastes each write has."""

    def __init__(self):
        super().__init__()
        self.writes = []

    def put_many(self, tastes):
        super().put_many(tastes)
        self.writes.append(len(tastes))


@pytest.fixture
def store():
    return CountedTastes()


@pytest.fixture
def later():
    return []


@pytest.fixture
def writer(store, later):
    return TasteWriter(store, later.append)


def taste(listener_id, n_events=1, **fields):
    return Taste(listener_id=listener_id, n_events=n_events, **fields)


def test_tastes_of_a_moment_are_one_write_with_the_newest_of_each_listener(writer, store, later):
    writer.put([taste("anna", 1)])
    writer.put([taste("anna", 2), taste("bert", 1)])
    assert store.tastes == {}
    assert len(later) == 1
    later.pop()()
    assert {each.listener_id: each.n_events for each in store.tastes.values()} == {"anna": 2, "bert": 1}
    assert store.writes == [2]


def test_the_next_moment_begins_with_the_next_taste(writer, store, later):
    writer.put([taste("anna", 1)])
    later.pop()()
    writer.put([])
    assert later == []
    writer.put([taste("anna", 2)])
    later.pop()()
    assert store.writes == [1, 1]


def test_what_was_flushed_is_not_written_again(writer, store, later):
    writer.put([taste("anna")])
    writer.flush()
    later.pop()()
    assert store.writes == [1]


def test_what_a_server_that_is_away_did_not_take_is_stored_when_it_is_back(writer, store, later):
    store.away = True
    writer.put([taste("anna", 1)])
    later.pop()()
    with pytest.raises(ServerUnavailable):
        writer.put([taste("bert", 1)])
    store.away = False
    writer.put([taste("bert", 1)])
    writer.flush()
    assert set(store.tastes) == {"anna", "bert"}


def test_events_of_a_listener_whose_newer_taste_is_stored_are_read_again(writer, store, later):
    store.tastes["anna"] = taste("anna", 5)
    writer.put([taste("anna", 3), taste("bert", 1)])
    later.pop()()
    with pytest.raises(ReadAgain):
        writer.put([taste("carl", 1)])
    writer.forget()
    writer.flush()
    assert {each.listener_id: each.n_events for each in store.tastes.values()} == {"anna": 5, "bert": 1}


def test_what_comes_while_others_are_stored_is_stored_by_the_next_flush(writer, store, later):
    writer.put([taste("anna", 1)])
    store.meanwhile = lambda: writer.put([taste("bert", 1)])
    later.pop()()
    writer.flush()
    assert set(store.tastes) == {"anna", "bert"}


def test_a_server_that_hangs_is_not_asked_again_by_who_waited_for_it(writer):
    asked = []

    @contextmanager
    def while_another_writes():
        writer._write()
        yield

    class Hanging(CountedTastes):
        def put_many(self, tastes):
            asked.append(len(tastes))
            raise ServerUnavailable("MongoDB does not answer")

    writer._store, writer._writing = Hanging(), while_another_writes()
    writer.put([taste("anna")])
    with pytest.raises(ServerUnavailable):
        writer.flush()
    assert asked == [1]


def test_what_cannot_be_stored_must_be_read_again_until_it_is_forgotten(writer, store, later):
    writer.put([taste("anna", heard=(POISON,))])
    later.pop()()
    for _ in range(2):
        with pytest.raises(ReadAgain, match="this track breaks the store"):
            writer.put([taste("bert")])
    writer.forget()
    writer.put([taste("bert")])
    writer.flush()
    assert set(store.tastes) == {"bert"}


def test_a_taste_that_is_stored_at_once_takes_the_blame_for_itself_only(writer, store):
    writer.put([taste("anna")])
    with pytest.raises(Unforeseen):
        writer.put_now([taste("bert", heard=(POISON,))])
    assert set(store.tastes) == {"anna"}


def test_what_fails_after_it_was_forgotten_stays_forgotten(writer, store, later):
    writer.put([taste("anna", heard=(POISON,))])
    store.meanwhile = writer.forget
    later.pop()()
    writer.forget()
    writer.flush()
    assert store.tastes == {}


def test_when_many_wait_they_are_stored_before_others_come(writer, store):
    writer.put([taste(f"listener {number}") for number in range(MAX_WAITING + 1)])
    writer.put([taste("anna")])
    assert store.writes == [MAX_WAITING + 1]


def test_a_thread_stores_in_a_moment():
    store = FakeTasteStore()
    done = later_in_a_thread(0.0)(lambda: store.put_many([taste("anna")]))
    done.result(10)
    assert set(store.tastes) == {"anna"}

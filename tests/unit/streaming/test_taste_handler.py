from types import SimpleNamespace

import pytest

from recommender.listening.taste import Taste
from recommender.records import PlacedEvent, Slate
from streaming.handlers.handler import ReadAgain
from streaming.handlers.taste import TasteHandler
from tests.builders.events import START, event
from tests.faults.failing_workers import Unforeseen


class Log:
    """Tastes, engine and outbox in one: notes what is done, in order."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.breaks = False
        self.config = SimpleNamespace(half_life_days=14.0)

    def get_many(self, _listener_ids):
        return {}

    def put_many(self, tastes):
        if self.breaks:
            raise Unforeseen("this store is broken")
        self.done.append(f"stored {len(tastes)}")

    def slate(self, taste: Taste, *, made_at) -> Slate:
        self.done.append(f"made {taste.listener_id}")
        return Slate(
            slate_id=taste.listener_id, listener_id=taste.listener_id, picks=(), model_version="", made_at=made_at
        )

    def send(self, slate: Slate) -> None:
        self.done.append(f"sent {slate.listener_id}")

    def flush(self) -> None:
        self.done.append("flushed")

    def forget(self) -> None:
        pass


def liked_by(*listeners):
    return [PlacedEvent(event("liked", "t1", listener_id=each, number=n), 0, n) for n, each in enumerate(listeners)]


def later_than(placed):
    return [PlacedEvent(event("liked", "t1", listener_id="carl", number=9), placed.partition, placed.offset + 1)]


def test_each_slate_of_a_batch_leaves_when_it_is_made_and_the_tastes_are_stored_in_a_moment():
    log, later = Log(), []
    handler = TasteHandler(log, log, log, lambda: START, store_later=later.append)
    handler.handle(liked_by("anna", "ben"), behind=False)
    assert log.done == ["made anna", "sent anna", "made ben", "sent ben"]
    later.pop()()
    assert log.done[-1] == "stored 2"


def test_a_worker_that_is_behind_stores_and_owes_the_slates():
    log = Log()
    handler = TasteHandler(log, log, log, lambda: START, store_later=[].append)
    handler.handle(liked_by("anna", "ben"), behind=True)
    assert log.done == ["stored 2"]
    assert handler.pending


def test_nothing_is_committed_before_tastes_and_slates_are_stored():
    log = Log()
    handler = TasteHandler(log, log, log, lambda: START, store_later=[].append)
    handler.handle(liked_by("anna"), behind=False)
    handler.flush()
    assert log.done == ["made anna", "sent anna", "stored 1", "flushed"]


def test_what_could_not_be_stored_is_stored_at_once_when_it_is_read_again():
    log, later = Log(), []
    handler = TasteHandler(log, log, log, lambda: START, store_later=later.append)
    log.breaks = True
    handler.handle(liked_by("anna", "ben"), behind=False)
    with pytest.raises(ReadAgain):
        handler.flush()
    handler.forget()
    handler.forget()  # once when the partitions go, once when they come
    log.breaks, log.done = False, []
    first, second = liked_by("anna", "ben")
    handler.handle([first], behind=False)
    handler.flush()
    handler.handle([second], behind=False)
    assert log.done == ["stored 1", "made anna", "sent anna", "flushed", "stored 1", "made ben", "sent ben"]
    handler.handle(later_than(second), behind=False)
    assert log.done[-1] == "sent carl"
    assert log.done.count("stored 1") == 2


def test_whoever_reads_on_elsewhere_is_no_reason_to_wait_for_each_write():
    log = Log()
    handler = TasteHandler(log, log, log, lambda: START, store_later=[].append)
    log.breaks = True
    handler.handle(liked_by("anna", "ben"), behind=False)
    with pytest.raises(ReadAgain):
        handler.flush()
    handler.forget()
    log.breaks, log.done = False, []
    handler.handle(liked_by("anna"), behind=False)
    handler.forget()  # the partitions move again
    handler.handle(liked_by("anna"), behind=False)
    assert log.done.count("stored 1") == 1

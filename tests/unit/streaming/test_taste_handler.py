from threading import Event
from types import SimpleNamespace

from recommender.listening.taste import Taste
from recommender.records import PlacedEvent, Slate
from streaming.handlers.taste import TasteHandler
from tests.builders.events import START, event


class Log:
    """Tastes, engine and outbox in one: notes what is done, in order."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.config = SimpleNamespace(half_life_days=14.0)
        self.may_store = Event()

    def get_many(self, _listener_ids):
        return {}

    def put_many(self, _tastes):
        assert self.may_store.wait(10)
        self.done.append("stored")

    def slate(self, taste: Taste, *, made_at) -> Slate:
        self.done.append(f"made {taste.listener_id}")
        self.may_store.set()
        return Slate(
            slate_id=taste.listener_id, listener_id=taste.listener_id, picks=(), model_version="", made_at=made_at
        )

    def send(self, slate: Slate) -> None:
        self.done.append(f"sent {slate.listener_id}")


def test_the_first_slate_of_a_batch_leaves_when_the_tastes_are_stored_and_waits_for_no_other():
    log = Log()
    handler = TasteHandler(log, log, log, lambda: START)
    listeners = ("anna", "ben", "cleo")
    events = [PlacedEvent(event("liked", "t1", listener_id=each, number=n), 0, n) for n, each in enumerate(listeners)]
    handler.handle(events, behind=False)
    assert log.done == ["made anna", "stored", "sent anna", "made ben", "sent ben", "made cleo", "sent cleo"]

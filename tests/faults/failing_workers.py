"""Workers on a broker in memory that come, leave and die, and stores that fail as they are told to."""

from threading import Event

from recommender.clock import system_clock
from recommender.errors import ServerUnavailable
from streaming.consumer import Worker
from streaming.dead_letters import DeadLetters
from streaming.handlers.handler import ReadAgain
from streaming.topics import Topics
from streaming.worker_state import WorkerState
from tests.contracts.fakes.broker import FakeConsumer, FakeProducer
from tests.contracts.fakes.listening import FakeActivityArchive, FakeTasteStore

TOPICS = Topics()
POISON = "poison"
"""A track that no store takes, as one that an unforeseen fault meets."""


class Unforeseen(Exception):
    """What nobody has thought of."""


class FailingTastes(FakeTasteStore):
    """Fails as it is told to."""

    away = False
    meanwhile = None
    """What happens while the next tastes are being stored."""

    def get_many(self, listener_ids):
        if self.away:
            raise ServerUnavailable("MongoDB does not answer")
        return super().get_many(listener_ids)

    def put_many(self, tastes):
        if meanwhile := self.meanwhile:
            self.meanwhile = None
            meanwhile()
        if self.away:
            raise ServerUnavailable("MongoDB does not answer")
        tastes = list(tastes)
        if any(POISON in taste.heard for taste in tastes):
            raise Unforeseen("this track breaks the store")
        super().put_many(tastes)


class FailingArchive(FakeActivityArchive):
    """Fails as it is told to."""

    away = False

    def put_many(self, events):
        if self.away:
            raise ServerUnavailable("MongoDB does not answer")
        if any(placed.event.track_id == POISON for placed in events):
            raise Unforeseen("this track breaks the archive")
        return super().put_many(events)


class Stop(Event):
    """Never waits; told by whoever would wait a third time in one turn."""

    n_waits = 0

    def wait(self, timeout=None):  # noqa: ARG002 the signature of `Event`
        self.n_waits += 1
        if self.n_waits == 3:
            self.set()
        return self.is_set()


class Running:
    """One worker that can be made to take a turn, to leave, and to die."""

    def __init__(self, broker, name, handler, ticks):
        self.stop = Stop()
        self.worker = Worker(
            lambda: FakeConsumer(broker, group=name, batch=3),
            TOPICS.activity,
            handler,
            DeadLetters(FakeProducer(broker)),
            stop=self.stop,
            monotonic=lambda: next(ticks) * 0.4,
            state=WorkerState(handler=name, slot="0", clock=system_clock),
        )
        self.worker.join()

    @property
    def consumer(self):
        return self.worker._consumer

    def turn(self):
        self.stop.n_waits = 0
        try:
            self.worker.turn()
        except ReadAgain:
            self.consumer.close()
            self.worker.join()

    def leave(self):
        self.worker._commit_if_settled()
        self.consumer.close()

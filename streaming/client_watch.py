"""Looks after a worker's client: asks the brokers how much waits, and says when the client must be replaced."""

from collections.abc import Callable, Sequence

from recommender.errors import ServerUnavailable
from streaming.clients.ports import GroupConsumer, Message
from streaming.progress import Progress
from streaming.topics import DEAD
from streaming.worker_state import WorkerState

BEHIND = 200
"""From so many waiting messages on, the worker counts as behind."""
ASK_EVERY_S = 10.0
"""How often the brokers are asked how much waits."""


class ClientWatch:
    """Follows one worker through all its clients."""

    def __init__(self, topic: str, state: WorkerState, monotonic: Callable[[], float]) -> None:
        self._topic = topic
        self._state = state
        self._monotonic = monotonic
        self._asked_at = monotonic()
        self._progress = Progress(monotonic)

    def joined(self) -> None:
        """Give a new client time before the brokers are asked."""
        self._asked_at = self._monotonic()

    def assigned(self, partitions: Sequence[int]) -> None:
        """Take which partitions are ours from now on."""
        self._progress.assigned(partitions)
        self._state.assigned(partitions)

    def turned(self, client: GroupConsumer, messages: Sequence[Message]) -> None:
        """Note that the worker's loop came round, and with which messages."""
        self._progress.turned(message.partition for message in messages)
        self._state.turned(client.trouble)

    def behind(self, client: GroupConsumer) -> bool:
        """Return whether so much waits that slates should be put off; what does not move is not waited for."""
        return self._progress.behind(client.lags()) >= BEHIND

    def look(self, client: GroupConsumer) -> None:
        """Ask now and then; raise `ServerUnavailable` for a client that brings nothing although messages wait."""
        now = self._monotonic()
        if now - self._asked_at < ASK_EVERY_S:
            return
        self._asked_at = now
        try:
            lags = client.asked_lags()
            n_partitions, n_dead = client.asked_partitions(), client.asked_size(self._topic + DEAD)
        except ServerUnavailable as error:
            self._progress.waiting(None)
            self._state.wait_for(str(error))
            return
        self._progress.waiting(lags)
        self._state.topics(n_partitions=n_partitions, n_dead=n_dead)
        self._state.waiting(lags, stuck=self._progress.stuck)
        self._progress.require_moving()

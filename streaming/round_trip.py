"""Whether an event would be acknowledged and a slate passed on: a mark is sent and awaited at the other end."""

import threading
from collections.abc import Callable
from uuid import uuid4

from recommender.errors import SegueError
from streaming.clients.ports import Delivery, MessageProducer
from streaming.slate_feed import MARK, SlateFeed
from streaming.topics import Topics

WITHIN_S = 2.0
SENT_AGAIN_AFTER_S = 0.5
"""A reader that has just come back begins at the end: it misses a mark that was sent before."""
ASKED_AGAIN_AFTER_S = 1.0
"""A good answer holds for so long, however many ask."""
TROUBLE_ASKED_AGAIN_AFTER_S = 0.2
"""A bad one for less: whoever sees the way free again must not be told otherwise."""


class RoundTrip:
    """Asks Kafka by the producer and the feed that serve the listeners."""

    def __init__(
        self, producer: MessageProducer, topics: Topics, feed: SlateFeed, *, monotonic: Callable[[], float]
    ) -> None:
        self._producer = producer
        self._topics = topics
        self._feed = feed
        self._monotonic = monotonic
        self._asking = threading.Lock()
        self._asked_at = float("-inf")
        self._trouble = ""

    def trouble(self) -> str:
        """Return in words why the way is not free; nothing when it is."""
        came_at = self._monotonic()
        with self._asking:  # who waited for another's question takes that answer
            holds_for = TROUBLE_ASKED_AGAIN_AFTER_S if self._trouble else ASKED_AGAIN_AFTER_S
            if came_at - self._asked_at > holds_for:
                self._trouble = self._ask()
                self._asked_at = self._monotonic()
            return self._trouble

    def _ask(self) -> str:
        mark, seen = uuid4().bytes, threading.Event()
        self._feed.watch_for(mark, seen.set)
        try:
            for _ in range(round(WITHIN_S / SENT_AGAIN_AFTER_S)):
                delivery: Delivery = self._producer.send(self._topics.slates, key=MARK, value=mark)
                if seen.wait(SENT_AGAIN_AFTER_S):
                    return ""
            if not self._feed.connected:
                return f"slates are not read: {self._feed.trouble}"
            if not delivery.done:
                return f"Kafka does not store a message within {WITHIN_S:g} s"
            delivery.wait()
            return f"Kafka stores messages, but they do not come back within {WITHIN_S:g} s"
        except SegueError as error:
            return str(error)
        finally:
            self._feed.stop_watching_for(mark)

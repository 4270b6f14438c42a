from collections.abc import Sequence
from threading import Event, Thread

from recommender.clock import system_clock
from streaming.clients.confluent_reader import ConfluentTopicReader
from streaming.clients.ports import Message
from streaming.slate_feed import READ_S, SlateFeed

NOBODY = "127.0.0.1:1"
SOON_S = READ_S / 2


class QuietReader:
    """Of a topic in which nothing happens."""

    connected = True

    def __init__(self) -> None:
        self.is_read = Event()
        self._closed = Event()

    def read(self, *, within_s: float) -> Sequence[Message]:
        self.is_read.set()
        self._closed.wait(within_s)
        return ()

    def close(self) -> None:
        self._closed.set()


def test_a_feed_that_waits_for_slates_ends_at_once():
    reader, stop = QuietReader(), Event()
    feed = SlateFeed(lambda: reader, lambda *_: None, clock=system_clock)
    thread = Thread(target=feed.run, args=(stop,))
    thread.start()
    assert reader.is_read.wait(SOON_S)
    stop.set()
    feed.close()
    thread.join(SOON_S)
    assert not thread.is_alive()


def test_who_waits_for_a_reader_comes_back_when_it_is_closed():
    reader = ConfluentTopicReader(NOBODY, "slates", start_thread=lambda _: None)
    came: list[Sequence[Message]] = []
    thread = Thread(target=lambda: came.append(reader.read(within_s=READ_S)))
    thread.start()
    reader.close()
    thread.join(SOON_S)
    assert came == [[]]

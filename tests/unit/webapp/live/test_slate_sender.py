import gevent
import pytest
from gevent.queue import JoinableQueue

from webapp.live.slate_sender import MAX_UNSENT, SlateSender


class Socket:
    """Takes packets when it is told to."""

    def __init__(self) -> None:
        self.queue: JoinableQueue = JoinableQueue()
        self.taken: list[object] = []
        self.sender = SlateSender(lambda _sid, slate: self.queue.put(slate), queue_of=lambda _sid: self.queue)

    def send(self, *slates: int) -> None:
        for slate in slates:
            self.sender.send("s1", slate)

    def take_all(self) -> None:
        while self.queue.qsize():
            self.taken.append(self.queue.get())
            self.queue.task_done()
        gevent.sleep(0.01)


@pytest.fixture
def socket():
    return Socket()


def test_a_socket_that_reads_gets_every_slate(socket):
    for number in range(100):
        socket.send(number)
        socket.take_all()
    assert socket.taken == list(range(100))


def test_for_one_that_does_not_read_a_few_wait_and_the_newest(socket):
    socket.send(*range(100))
    assert socket.queue.qsize() == MAX_UNSENT
    socket.take_all()
    socket.take_all()
    assert socket.taken == [*range(MAX_UNSENT), 99]
    socket.send(100)
    socket.take_all()
    assert socket.taken[-1] == 100


def test_for_a_socket_that_is_gone_no_slate_waits(socket):
    socket.send(*range(100))
    socket.sender.forget("s1")
    socket.take_all()
    socket.take_all()
    assert socket.taken == list(range(MAX_UNSENT))

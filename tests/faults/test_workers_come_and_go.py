"""Workers that join, leave and are killed under load: nothing is lost or counted twice, and nobody else ends."""

import signal
import threading
from itertools import count

import pytest

from infra.stores.heartbeats import MongoHeartbeats
from tests.builders.events import event
from tests.deadline import eventually
from tests.faults.stream_checks import wait_until_nothing_waits

pytestmark = [pytest.mark.live, pytest.mark.timeout(600)]
EVENTS_PER_S = 200


class Publishing(threading.Thread):
    """Publishes 200 events a second until told to stop."""

    def __init__(self, stack) -> None:
        super().__init__()
        self._stack = stack
        self._stop_now = threading.Event()
        self.events = []

    def run(self) -> None:
        for number in count():
            if self._stop_now.wait(0.1):
                return
            first = number * EVENTS_PER_S // 10
            some = [
                event("finished", f"t{each % 30}", number=each, listener_id=f"l{each % 40}", minutes=0)
                for each in range(first, first + EVENTS_PER_S // 10)
            ]
            self._stack.publish(some)
            self.events += some

    def go_on(self, seconds: float) -> None:
        """Return after so long."""
        self._stop_now.wait(seconds)

    def stop(self) -> None:
        """Return when the last event is published."""
        self._stop_now.set()
        self.join(30)


def n_at_work(stack, *, slot):
    """How many workers of a slot have partitions, as they tell themselves."""
    beats = MongoHeartbeats(stack.database, stack.settings.cell).all()
    return sum(1 for beat in beats if f"/{slot}/" in beat.process and beat.figures["partitions"])


@pytest.fixture
def publishing(stack):
    publishing = Publishing(stack)
    publishing.start()
    yield publishing
    publishing.stop()


def test_workers_that_join_and_leave_take_nothing_with_them(stack, publishing, extent, report):
    steady = [stack.worker("taste"), stack.worker("archive")]
    rounds = max(int(extent.seconds // 8), 1)
    for _ in range(rounds):
        second = [stack.worker("taste", "--slot", "1"), stack.worker("archive", "--slot", "1")]
        eventually(lambda: n_at_work(stack, slot="1") == 2, what="the second workers have partitions")
        publishing.go_on(2)
        for each in second:
            each.send_signal(signal.SIGTERM)
        assert [each.wait(30) for each in second] == [0, 0]
        publishing.go_on(1)
    publishing.stop()
    wait_until_nothing_waits(stack)
    assert [each.poll() for each in steady] == [None, None]
    stack.check(publishing.events)
    report(
        "a second worker joins and leaves under 200 events/s",
        tried=f"{rounds} times", good=len(publishing.events), lost=0,
    )  # fmt: skip


def test_workers_of_the_same_slot_share_the_work(stack, publishing):
    workers = [stack.worker("--slot", "0"), stack.worker("--slot", "0")]
    eventually(lambda: n_at_work(stack, slot="0") == 4, what="all four handlers have partitions")
    publishing.go_on(2)
    publishing.stop()
    wait_until_nothing_waits(stack)
    assert [worker.poll() for worker in workers] == [None, None]
    stack.check(publishing.events)


def test_a_killed_worker_is_replaced_by_the_other_within_seconds(stack, publishing, report):
    first, second = stack.worker("--slot", "0"), stack.worker("--slot", "1")
    eventually(lambda: n_at_work(stack, slot="0") == n_at_work(stack, slot="1") == 2, what="both at work")
    first.kill()
    publishing.go_on(3)
    publishing.stop()
    wait_until_nothing_waits(stack, within_s=60)
    assert second.poll() is None
    stack.check(publishing.events)
    report("a worker killed under 200 events/s", tried="once", good=len(publishing.events), lost=0)

from threading import Event

from structlog.testing import capture_logs

from infra.tasks import Tasks, TaskState, keep_running, repeat_every
from recommender.errors import ServerUnavailable
from tests.deadline import eventually


def test_a_task_that_fails_is_tried_again_and_its_failures_are_told():
    tasks, n = Tasks(), [0]

    def work():
        n[0] += 1
        if n[0] < 3:
            raise RuntimeError("not yet")

    tasks.every(0.001, work, name="work")
    eventually(lambda: (n[0] == 2 and tasks.states()[0].n_failures == 2) or n[0] > 3, within_s=10)
    eventually(lambda: n[0] > 3 and tasks.states()[0].n_failures == 0, within_s=10)
    tasks.end()


def test_a_task_that_hangs_is_told():
    state = TaskState("work", period_s=2.0, came_round_at=-1e6, error="RuntimeError: broken")
    assert "work did nothing for" in state.trouble
    assert "broken" in state.trouble


def test_a_slow_task_is_given_ten_periods():
    from time import monotonic

    assert TaskState("work", period_s=60.0, came_round_at=monotonic() - 300).trouble == ""


def test_what_fails_is_started_again_until_it_ends_by_itself():
    class NoWait(Event):
        def wait(self, timeout=None):
            pauses.append(timeout)
            return False

    pauses, n = [], [0]

    def run():
        n[0] += 1
        if n[0] < 4:
            raise RuntimeError("broken")

    keep_running(run, stop=NoWait(), name="run")
    assert n[0] == 4
    assert pauses == sorted(pauses)
    assert len(set(pauses)) == 3


def test_nothing_is_started_after_the_stop():
    stop = Event()
    stop.set()
    keep_running(lambda: 1 / 0, stop=stop, name="run")


def test_what_is_repeated_begins_at_once_where_asked_and_ends_with_its_last_action():
    stop, done = Event(), []
    repeat_every(
        0.001, lambda: done.append("work"), name="work", stop=stop, at_once=True, at_end=lambda: done.append("end")
    )
    eventually(lambda: len(done) > 2)
    stop.set()
    eventually(lambda: done[-1] == "end")
    assert set(done[:-1]) == {"work"}


def test_what_is_stopped_before_it_begins_only_ends():
    stop, done = Event(), []
    stop.set()
    repeat_every(60.0, lambda: done.append("work"), name="work", stop=stop, at_end=lambda: done.append("end"))
    eventually(lambda: done == ["end"])


def test_what_fails_is_logged_and_repeated_and_only_what_nobody_foresaw_with_its_traceback():
    errors, stop, done = [ServerUnavailable("away"), RuntimeError("broken")], Event(), []

    def work():
        if errors:
            raise errors.pop(0)
        done.append("work")

    with capture_logs() as logs:
        repeat_every(0.001, work, name="work", stop=stop)
        eventually(lambda: done)
        stop.set()
    assert [(log["event"], log["task"], log["why"], log["exc_info"]) for log in logs] == [
        ("task_failed", "work", "away", False),
        ("task_failed", "work", "broken", True),
    ]

import errno
import signal
import subprocess
import sys

import psutil
import pytest

from infra.servers.child_process import ChildProcess
from infra.servers.process_lock import ProcessLock, exclusive_lock
from recommender.errors import ServerUnavailable
from tests.deadline import eventually
from tests.paths import ROOT
from tests.processes import is_gone

PARENT = """
import sys
from infra.servers.child_process import ChildProcess
child = ChildProcess(["sleep", "600"])
print(child.pid, flush=True)
sys.stdin.read()
"""


FORKING = """
import os, sys, time
from pathlib import Path
from infra.servers.process_lock import ProcessLock
lock = ProcessLock(Path(sys.argv[1]))
assert lock.try_exclusive()
if os.fork():
    time.sleep(600)
print(os.getpid(), flush=True)  # the worker runs: what it does first is done
sys.stdin.read()
"""


def test_a_stopped_child_takes_its_own_children_along(tmp_path):
    output = tmp_path / "pids"
    child = ChildProcess(["sh", "-c", "sleep 600 & echo $!; wait"], output=output)
    eventually(lambda: output.read_text().endswith("\n"))
    grandchild = int(output.read_text())
    child.stop()
    assert not child.alive()
    eventually(lambda: is_gone(grandchild))


def test_a_child_that_ignores_the_request_is_killed(tmp_path):
    output = tmp_path / "out"
    child = ChildProcess(["sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 0.05; done"], output=output)
    eventually(lambda: output.read_text() == "deaf\n")
    child.stop(patience_s=0.2)
    assert child.exit_code() == -signal.SIGKILL


def test_stopping_twice_or_after_its_end_has_no_effect():
    child = ChildProcess(["true"])
    eventually(lambda: not child.alive())
    child.stop()
    child.stop()
    child.kill()
    assert child.exit_code() == 0


def test_a_child_does_not_outlive_a_parent_killed_without_mercy():
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    child = int(parent.stdout.readline())
    assert psutil.pid_exists(child)
    parent.kill()
    parent.communicate()
    eventually(lambda: is_gone(child))


def test_a_program_that_is_not_there_is_named():
    with pytest.raises(ServerUnavailable, match="cannot start /no/such/program"):
        ChildProcess(["/no/such/program"])


def test_without_a_guard_no_child_is_left(monkeypatch):
    """The machine can start one process and no second."""
    real = subprocess.Popen
    started = []

    def popen(command, **options):
        if started or command[0] == "/bin/sh":
            raise OSError(errno.EAGAIN, "Resource temporarily unavailable")
        started.append(real(command, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", popen)
    with pytest.raises(ServerUnavailable, match="temporarily unavailable"):
        ChildProcess(["sleep", "600"])
    assert [each for each in started if not is_gone(each.pid)] == []


def test_without_its_program_no_guard_is_left():
    before = psutil.Process().children()
    with pytest.raises(ServerUnavailable):
        ChildProcess(["/no/such/program"])
    assert psutil.Process().children() == before


def test_a_lock_has_one_exclusive_holder_or_many_shared_ones(tmp_path):
    one, other, third = (ProcessLock(tmp_path / "lock") for _ in range(3))
    assert one.try_shared()
    assert other.try_shared()
    assert not third.try_exclusive()
    one.release()
    other.release()
    assert third.try_exclusive()
    third.release()
    with exclusive_lock(tmp_path / "lock"):
        late = ProcessLock(tmp_path / "lock")
        assert not late.try_shared()
        late.release()


def test_a_forked_worker_does_not_hold_its_parents_lock_on(tmp_path):
    parent = subprocess.Popen(
        [sys.executable, "-c", FORKING, str(tmp_path / "lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    assert psutil.pid_exists(worker)
    other = ProcessLock(tmp_path / "lock")
    try:
        assert other.try_exclusive()
    finally:
        other.release()
        parent.communicate()  # the worker ends when its input does

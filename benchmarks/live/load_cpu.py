"""CPU of several processes while a load process loads."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

THE_LOAD = "load itself"
"""Name of the process that loads."""


@contextmanager
def cpu_of(pids: dict[str, int], load: "subprocess.Popen[str]") -> Iterator[dict[str, float]]:
    """Fill the yielded dict with the CPU seconds between the load's two words, by process name."""
    assert load.stderr is not None
    cpu: dict[str, float] = {}
    output = ""
    while "loading" not in output:
        if not (line := load.stderr.readline()):
            raise RuntimeError(f"the load ended early: {output}")
        output += line
    before = _cpu_seconds(pids)
    while "loaded" not in load.stderr.readline():
        if load.poll() is not None:
            raise RuntimeError("the load ended early")
    after = _cpu_seconds(pids)
    cpu |= {name: after[name] - before[name] for name in pids}
    yield cpu


def _cpu_seconds(pids: dict[str, int]) -> dict[str, float]:
    cpu = {}
    for name, pid in pids.items():
        times = psutil.Process(pid).cpu_times()
        cpu[name] = times.user + times.system
    return cpu

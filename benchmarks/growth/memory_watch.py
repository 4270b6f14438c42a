"""Peak memory of a process and all that it starts, by kind of process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

_EVERY_S = 0.25
DRIVER, JAVA, EXECUTORS = "driver", "Java", "executors' Python"


@contextmanager
def watch_memory() -> Iterator[dict[str, float]]:
    """Fill the yielded dict with the largest resident sums, MB: of this process, of Java, and of Python it started."""
    peaks = dict.fromkeys((DRIVER, JAVA, EXECUTORS), 0.0)
    stopped = threading.Event()

    def watch() -> None:
        me = psutil.Process()
        while not stopped.wait(_EVERY_S):
            now = dict.fromkeys(peaks, 0.0)
            now[DRIVER] = me.memory_info().rss / 1e6
            for child in me.children(recursive=True):
                try:
                    now[JAVA if child.name() == "java" else EXECUTORS] += child.memory_info().rss / 1e6
                except psutil.NoSuchProcess:
                    continue
            for kind, megabytes in now.items():
                peaks[kind] = max(peaks[kind], megabytes)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peaks
    finally:
        stopped.set()
        thread.join()

"""Asks a player for pages at a steady pace: `python -m benchmarks.large_library.asking URL PER_S SECONDS < QUESTIONS`.

Prints the milliseconds that each answer took, as JSON.
"""

import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from itertools import count
from urllib.parse import urlsplit

import msgspec

THREADS = 8


class Questions(msgspec.Struct, frozen=True):
    """What is asked, over and over."""

    cookie: str
    paths: tuple[str, ...]


def ask(url: str, questions: Questions, per_s: float, seconds: float) -> list[float]:
    """Return the milliseconds from when each question was due to its answer; raises for one that failed."""
    began, n_due = time.perf_counter(), int(per_s * seconds)
    numbers, times, failures = count(), [], []

    def work() -> None:
        connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
        while (number := next(numbers)) < n_due and not failures:
            due = began + number / per_s
            time.sleep(max(0.0, due - time.perf_counter()))
            path = questions.paths[number % len(questions.paths)]
            try:
                connection.request("GET", path, headers={"Cookie": questions.cookie})
                answer = connection.getresponse()
                answer.read()
            except (OSError, HTTPException) as error:
                failures.append(f"{path}: {error!r}")
                return
            if answer.status != 200:
                failures.append(f"{path}: {answer.status}")
            times.append(1000 * (time.perf_counter() - due))

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(failures[0])
    return times


if __name__ == "__main__":
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=Questions)
    print(msgspec.json.encode(ask(sys.argv[1], asked, float(sys.argv[2]), float(sys.argv[3]))).decode())

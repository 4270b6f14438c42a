"""Services of docker-compose.yml as processes, with the environment that the file gives them."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from infra.servers.listening_port import free_port
from infra.settings import Settings
from tests.compose_file import our_services

PROGRAMS = Path(sys.executable).parent


class Running:
    """One service of the compose file as a process here."""

    def __init__(self, name: str, replaced: dict[str, str], own: dict[str, str], log: Path) -> None:
        service = our_services()[name]
        given = {key: _replace(str(value), replaced) for key, value in service["environment"].items()}
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("SEGUE_")}
        image = {"PATH": f"{PROGRAMS}:{os.environ['PATH']}", "PYSPARK_PYTHON": sys.executable}  # as the Dockerfile says
        program, *arguments = [_replace(word, replaced) for word in service["command"]]
        self.name = name
        self.log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [str(PROGRAMS / program), *arguments],
                env={**inherited, **image, **given, **own, "PYTHONFAULTHANDLER": "1"},
                cwd=log.parent,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.port: str | None = None

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_for(self, condition: Callable[[], bool], *, deadline_s: float = 60) -> None:
        end = time.monotonic() + deadline_s
        while not condition():
            assert self.process.poll() is None, f"{self.name} ended with {self.process.returncode}:\n{self.said()}"
            assert time.monotonic() < end, f"{self.name} is not there after {deadline_s} s:\n{self.said()}"
            time.sleep(0.1)

    def stop(self) -> int:
        """Stop it as `docker stop` does and return its exit code; one that does not stop says where it hangs."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGABRT)  # faulthandler writes the stack of each thread
            self.process.wait(5)
            pytest.fail(f"{self.name} does not stop:\n{self.said()}")

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextmanager
def started(
    names: Sequence[str], folder: Path, settings: Settings, replaced: dict[str, str]
) -> Iterator[list[Running]]:
    """Start services with a home, a database and a cell of this test's own."""
    own = {
        "SEGUE_HOME": str(folder / "home"),
        "SEGUE_MONGO_DATABASE": settings.mongo_database,
        "SEGUE_CELL": settings.cell,
        "SEGUE_KAFKA_PARTITIONS": "2",
    }
    running: list[Running] = []
    try:
        for name in names:
            ports = {"8080": str(free_port()), "0.0.0.0": "127.0.0.1"} if name.startswith("web") else {}
            running.append(Running(name, {**replaced, **ports}, own, folder / f"{name}.log"))
            running[-1].port = ports.get("8080")
        yield running
    finally:
        for each in running:
            each.kill()


def status_of(url: str, **headers: str) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=5) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def _replace(text: str, replaced: dict[str, str]) -> str:
    for old in sorted(replaced, key=len, reverse=True):
        if old in text:
            return text.replace(old, replaced[old])
    return text


def addresses_of(settings: Settings) -> dict[str, str]:
    """Return the test's servers by the names that the containers' network has for them."""
    return {
        "mongodb://mongo:27017/?replicaSet=segue": settings.mongo_uri,
        "kafka:9092": settings.kafka_bootstrap,
    }

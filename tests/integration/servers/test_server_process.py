import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from infra.servers.listening_port import PortTaken, free_port
from infra.servers.server_process import ServerProcess, WhyNotReady
from recommender.errors import ServerUnavailable


class Lamp(ServerProcess):
    """A server that is a line of shell; it is ready when it has printed `lit`."""

    name = "Lamp"
    setting = "SEGUE_LAMP_PORT"
    remedy = "throw {data} away"
    max_start_s = 10.0
    script = "echo lit; sleep 60"

    @property
    def address(self) -> str:
        return f"lamp://127.0.0.1:{self.port}"

    def _command(self) -> Sequence[str]:
        return ["/bin/sh", "-c", self.script]

    @contextmanager
    def _readiness(self) -> Iterator[WhyNotReady]:
        yield lambda: None if b"lit" in self._output.read_bytes() else "it is dark"

    def _reason(self, lines: Sequence[str]) -> str:
        return lines[-1]


@pytest.fixture
def lamp(tmp_path: Path) -> Iterator[Lamp]:
    server = Lamp(data=tmp_path / "data", log=tmp_path / "logs" / "lamp.log", port=free_port())
    yield server
    server.kill()


def test_one_that_serves_runs_until_it_is_stopped_and_starts_again(lamp: Lamp) -> None:
    assert (lamp.alive(), lamp.pid) == (False, None)
    lamp.start()
    first = lamp.pid
    assert lamp.alive()
    lamp.stop()
    assert not lamp.alive()
    lamp.start()
    assert lamp.alive()
    assert lamp.pid != first


def test_one_that_ends_at_once_gives_its_reason_and_what_to_do(lamp: Lamp) -> None:
    lamp.script = "echo no bulb; exit 1"
    with pytest.raises(ServerUnavailable, match=r"Lamp ended at its start \(no bulb\); .*throw .*/data away"):
        lamp.start()


def test_one_that_does_not_become_ready_is_ended(lamp: Lamp) -> None:
    lamp.script, lamp.max_start_s = "sleep 60", 0.2
    with pytest.raises(ServerUnavailable, match=r"Lamp did not become ready in time; .*lamp\.log \(it is dark\)"):
        lamp.start()
    assert not lamp.alive()


def test_a_taken_port_is_told_with_its_setting(lamp: Lamp) -> None:
    with socket.create_server(("127.0.0.1", lamp.port)), pytest.raises(PortTaken, match=r"for Lamp .*SEGUE_LAMP_PORT"):
        lamp.start()
    assert lamp.pid is None

"""More clients than the real server has file handles for."""

import time
from pathlib import Path

import requests

from tests.builders.server import MadeServer, made_server
from tests.faults.http_clients import head


def test_with_few_file_handles_new_clients_still_get_in():
    with made_server(handles=96) as server:
        silent = [server.raw() for _ in range(150)]
        live = [server.live() for _ in range(20)]
        began = time.monotonic()
        for _ in range(10):
            assert requests.get(f"{server.address}/health/live", timeout=20).status_code == 200
        assert time.monotonic() - began < 5
        assert "Traceback" not in server.log.read_text()
        for connection in silent:
            connection.close()
        for socket_ in live:
            socket_.shutdown()


def test_players_that_do_not_read_leave_room_for_others(long_noise):
    with made_server(handles=96, audio=str(long_noise)) as server:
        stalled = [server.raw(head("GET", "/audio/k00-t00")) for _ in range(100)]
        for _ in range(5):
            assert requests.get(f"{server.address}/health/live", timeout=20).status_code == 200
        for connection in stalled:
            connection.close()


def test_without_any_file_handle_the_server_waits_and_does_not_spin():
    with made_server(handles=96, most_connections=500) as server:
        silent = [server.raw() for _ in range(150)]
        for _ in range(5):
            assert requests.get(f"{server.address}/health/live", timeout=20).status_code == 200
        spent = _cpu_s(server)
        time.sleep(0.5)
        assert _cpu_s(server) - spent < 0.3
        assert "Traceback" not in server.log.read_text()
        for connection in silent:
            connection.close()


def _cpu_s(server: MadeServer) -> float:
    fields = Path(f"/proc/{server.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100

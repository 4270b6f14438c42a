"""The commands of docker-compose.yml, started as processes with the environment that the file gives them.

Only names and ports of the containers' network are replaced: by the test's servers on 127.0.0.1.
"""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import socketio
from pymongo import MongoClient

from infra.servers.listening_port import free_port
from infra.settings import Settings
from infra.stores.accounts.opening import account_stores
from infra.stores.database import prepared_database
from recommender.accounts.records import Account, Session
from recommender.accounts.secrets import hash_secret, make_secret
from recommender.clock import system_clock
from recommender.records import ListenerId
from tests.compose_file import ROOT
from tests.integration.commands.compose_services import Running, addresses_of, started, status_of
from webapp.accounts.recognition import COOKIE

pytestmark = pytest.mark.live


@pytest.fixture
def addresses(settings: Settings) -> dict[str, str]:
    return addresses_of(settings)


def test_both_players_answer_and_stop(tmp_path, settings, addresses):
    cookie = _log_in(settings)
    with started(["web-1", "web-2"], tmp_path, settings, addresses) as players:
        for player in players:
            player.wait_for(lambda url=f"http://127.0.0.1:{player.port}/health/live": status_of(url) == 200)
        urls = [f"http://127.0.0.1:{player.port}/api/v1/listener" for player in players]
        assert [status_of(url, **cookie) for url in urls] == [200, 200]
        assert [status_of(url) for url in urls] == [401, 401]
        assert [player.stop() for player in players] == [0, 0]


def test_the_proxy_passes_requests_and_the_live_socket_to_both_players(tmp_path, settings, addresses):
    if not (nginx := shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")):
        pytest.skip("no nginx here to run infra/docker/nginx.conf; on Debian: apt-get install nginx-light")
    cookie = _log_in(settings)
    with started(["web-1", "web-2"], tmp_path, settings, addresses) as players:
        for player in players:
            player.wait_for(lambda url=f"http://127.0.0.1:{player.port}/health/live": status_of(url) == 200)
        port = free_port()
        with _proxy(nginx, tmp_path, port, [player.port for player in players]):
            statuses = [status_of(f"http://127.0.0.1:{port}/api/v1/version", **cookie) for _ in range(6)]
            assert statuses == [200] * 6
            assert status_of(f"http://127.0.0.1:{port}/metrics") == 404
            live = socketio.SimpleClient()
            live.connect(f"http://localhost:{port}", namespace="/live", transports=["websocket"], headers=cookie)
            assert live.connected
            players[0].kill()  # whichever held the socket, the other goes on answering
            assert [status_of(f"http://127.0.0.1:{port}/api/v1/version", **cookie) for _ in range(4)] == [200] * 4
            live.disconnect()


def test_a_player_that_others_can_reach_does_not_start_before_there_is_an_account(tmp_path, settings, addresses):
    with started(["web-1"], tmp_path, settings, addresses) as (player,):
        assert player.process.wait(60) == 2
        assert "accounts create --admin` first" in player.said()


def test_two_workers_share_the_partitions_and_stop(tmp_path, settings, addresses):
    with started(["worker-1", "worker-2"], tmp_path, settings, addresses) as workers:
        for handler in ("taste", "archive"):
            workers[0].wait_for(lambda handler=handler: _partitions(workers, handler) == [0, 1])
        assert [worker.stop() for worker in workers] == [0, 0]


def test_a_worker_takes_over_the_partitions_of_one_that_left(tmp_path, settings, addresses):
    with started(["worker-1", "worker-2"], tmp_path, settings, addresses) as workers:
        workers[0].wait_for(lambda: _partitions(workers, "taste") == [0, 1])
        workers[0].kill()
        workers[1].wait_for(lambda: _partitions(workers[1:], "taste") == [0, 1])


def test_the_scheduler_runs_and_stops(tmp_path, settings, addresses):
    with started(["scheduler"], tmp_path, settings, addresses) as (scheduler,):
        with MongoClient(settings.mongo_uri) as client:
            scheduler.wait_for(lambda: "features" in client[settings.mongo_database].list_collection_names())
        assert scheduler.stop() == 0


def _log_in(settings: Settings) -> dict[str, str]:
    """Make the account that players behind a proxy ask for, and return the header of a browser that is logged in."""
    now, secret = system_clock(), make_secret()
    with prepared_database(settings.mongo_uri, settings.mongo_database) as database:
        stores = account_stores(database)
        stores.accounts.add(
            Account(account_id=ListenerId("anna"), name="Anna", role="admin", made_at=now, password_hash="$argon2id$")
        )
        stores.sessions.add(
            Session(
                session_id=hash_secret(secret),
                account_id=ListenerId("anna"),
                device="test",
                made_at=now,
                used_at=now,
                expires_at=now + timedelta(days=1),
            )
        )
    return {"Cookie": f"{COOKIE}={secret}"}


@contextmanager
def _proxy(nginx: str, folder: Path, port: int, players: list[str | None]) -> Iterator[None]:
    """Run nginx with the compose file's configuration in front of these players."""
    config = (ROOT / "infra/docker/nginx.conf").read_text().replace("listen 8080", f"listen 127.0.0.1:{port}")
    for i, player in enumerate(players, 1):
        config = config.replace(f"web-{i}:8080", f"127.0.0.1:{player}")
    scratch = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("proxy", "fastcgi", "uwsgi", "scgi"))
    whole = f"daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; events {{}}\n"
    whole += f"http {{ access_log off; client_body_temp_path {folder}/body; {scratch}\n{config}}}\n"
    (folder / "nginx.conf").write_text(whole)
    process = subprocess.Popen([nginx, "-p", str(folder), "-e", str(folder / "nginx.log"), "-c", "nginx.conf"])
    try:
        end = time.monotonic() + 20
        while not status_of(f"http://127.0.0.1:{port}/health/live") and time.monotonic() < end:
            assert process.poll() is None, (folder / "nginx.log").read_text()
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(10)


def _partitions(workers: Sequence[Running], handler: str) -> list[int]:
    """Return the partitions that the workers hold now, by what they logged last."""
    held = []
    for worker in workers:
        lines = [json.loads(line) for line in worker.said().splitlines() if line.startswith("{")]
        assigned = [e for e in lines if e.get("event") == "partitions_assigned" and e.get("handler") == handler]
        held += assigned[-1]["partitions"] if assigned else []
    return sorted(held)

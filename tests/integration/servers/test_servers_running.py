import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from confluent_kafka.admin import AdminClient
from pymongo import MongoClient

from infra.servers.embedded import AlreadyRunning, own, own_or_use
from infra.servers.listening_port import PortTaken, answers, free_port
from infra.servers.running import running_servers
from infra.settings import Settings
from tests.deadline import eventually
from tests.paths import ROOT
from tests.processes import is_gone

pytestmark = pytest.mark.live

HOLD = """
import sys, time
from pathlib import Path
from infra.servers.running import running_servers
from infra.settings import Settings
with running_servers(Settings(home=Path(sys.argv[1]), mongo_port=int(sys.argv[2])), say=print) as addresses:
    print("ready", addresses.mongo_uri, flush=True)
    sys.stdin.readline()
print("ended", flush=True)
"""


@pytest.fixture
def own_home(tmp_path: Path) -> Settings:
    return replace(Settings(), home=tmp_path / "home", mongo_port=free_port(), kafka_port=free_port(following=1))


@contextmanager
def another_command(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    """A process that needs MongoDB until it reads a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(settings.home), str(settings.mongo_port)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield process
    finally:
        process.kill()
        process.communicate()


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def go_on(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def note_of(settings: Settings) -> dict[str, int]:
    return dict(json.loads((settings.home / "run" / "mongo.json").read_text()))


def test_servers_named_by_settings_are_used_as_they_are(tmp_path: Path) -> None:
    named = replace(Settings(), home=tmp_path / "home", mongo_uri="mongodb://elsewhere.example:27017")
    with running_servers(named) as addresses:
        assert addresses.mongo_uri == "mongodb://elsewhere.example:27017"
        assert addresses.kafka_bootstrap == ""
    assert not named.home.exists()


def test_embedded_servers_run_for_the_block_and_keep_their_data(own_home: Settings) -> None:
    for visit in (1, 2):
        with running_servers(own_home) as addresses, MongoClient(addresses.mongo_uri) as client:
            client.music.visits.insert_one({})
            assert client.music.visits.count_documents({}) == visit
        assert not answers(own_home.mongo_port)
        assert not (own_home.home / "run" / "mongo.json").exists()


def test_embedded_kafka_comes_with_its_topics(own_home: Settings) -> None:
    with running_servers(own_home, mongo=False, kafka=True) as addresses:
        names = set(AdminClient({"bootstrap.servers": addresses.kafka_bootstrap}).list_topics(timeout=10).topics)
    assert {"segue.activity", "segue.slates", "segue.activity.dead"} <= names


def test_a_second_command_uses_the_servers_of_the_first_which_waits_for_it(own_home: Settings) -> None:
    with another_command(own_home) as first, ExitStack() as second:
        ready = line_of(first)
        addresses = second.enter_context(running_servers(own_home))
        assert ready == f"ready {addresses.mongo_uri}"
        go_on(first)
        assert "still used by another segue command" in line_of(first)
        with MongoClient(addresses.mongo_uri) as client:
            assert client.admin.command("ping")["ok"]
        second.close()
        assert line_of(first) == "ended"
    assert not answers(own_home.mongo_port)


def test_two_commands_that_start_at_once_share_one_mongod(own_home: Settings) -> None:
    with another_command(own_home) as one, another_command(own_home) as other:
        assert line_of(one) == line_of(other)
        server = psutil.Process(note_of(own_home)["server"])
        assert server.cmdline().count(str(own_home.home / "mongo")) == 1


def test_a_killed_command_leaves_no_server_and_the_next_one_starts_at_once(own_home: Settings) -> None:
    with another_command(own_home) as first:
        line_of(first)
        server = note_of(own_home)["server"]
        first.send_signal(signal.SIGKILL)
        first.wait()
        with running_servers(own_home) as addresses, MongoClient(addresses.mongo_uri) as client:
            assert client.admin.command("ping")["ok"]
            assert note_of(own_home)["server"] != server
        assert is_gone(server)


def test_a_stale_note_of_a_process_id_that_is_another_program_now_is_ignored(own_home: Settings) -> None:
    note = own_home.home / "run" / "mongo.json"
    note.parent.mkdir(parents=True)
    us = {"owner": os.getpid(), "owner_began": 1.0, "server": os.getpid(), "server_began": 1.0}
    note.write_text(json.dumps({**us, "port": own_home.mongo_port, "address": "mongodb://stale"}))
    with running_servers(own_home) as addresses:
        assert addresses.mongo_uri != "mongodb://stale"


def test_half_a_note_is_ignored(own_home: Settings) -> None:
    note = own_home.home / "run" / "mongo.json"
    note.parent.mkdir(parents=True)
    note.write_text('{"owner": 1')
    with running_servers(own_home) as addresses:
        assert str(own_home.mongo_port) in addresses.mongo_uri


@pytest.mark.parametrize(("kind", "setting"), [("mongo", "SEGUE_MONGO_PORT"), ("kafka", "SEGUE_KAFKA_PORT")])
def test_a_taken_port_is_named_with_its_setting(own_home: Settings, kind: str, setting: str) -> None:
    port = own_home.mongo_port if kind == "mongo" else own_home.kafka_port
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", port))
        stranger.listen()
        wanted = {"mongo": kind == "mongo", "kafka": kind == "kafka"}
        with pytest.raises(PortTaken, match=rf"port {port} .*process {os.getpid()}.*{setting}"):
            running_servers(own_home, **wanted).__enter__()
    assert not (own_home.home / "run" / f"{kind}.json").exists()


def test_a_data_folder_follows_a_changed_port(own_home: Settings) -> None:
    with running_servers(own_home) as addresses, MongoClient(addresses.mongo_uri) as client:
        client.music.plays.insert_one({"_id": "kept"})
    moved = replace(own_home, mongo_port=free_port())
    with running_servers(moved) as addresses, MongoClient(addresses.mongo_uri) as client:
        assert str(moved.mongo_port) in addresses.mongo_uri
        assert client.music.plays.find_one({"_id": "kept"})


def test_only_one_command_may_own_the_server(own_home: Settings) -> None:
    with (
        own("mongo", own_home) as server,
        pytest.raises(AlreadyRunning, match=rf"{re.escape(server.address)}.*process {os.getpid()}"),
        own("mongo", own_home),
    ):
        pass


def test_a_command_waits_for_a_server_that_is_just_being_restarted(own_home: Settings) -> None:
    with own("mongo", own_home) as server:
        psutil.Process(note_of(own_home)["server"]).kill()
        eventually(lambda: not server.alive())
        with another_command(own_home) as guest:
            server.start()
            assert line_of(guest) == f"ready {server.address}"
            go_on(guest)
            assert line_of(guest) == "ended"


def test_a_server_that_never_answers_is_given_up_with_the_reason(own_home: Settings) -> None:
    with own("mongo", own_home) as server:
        server.stop()
        with pytest.raises(Exception, match="its server does not answer"):
            own_or_use("mongo", own_home, patience_s=0.3).__enter__()

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from infra.servers.ability import kafka_write_probe, mongo_write_probe
from infra.servers.listening_port import answers, free_port
from infra.settings import inherited_environment
from streaming.topics import TopicList, Topics, topic_settings
from tests.deadline import eventually
from tests.small_disk import fill, small_disk

__all__ = ["small_disk"]

pytestmark = pytest.mark.live


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        **inherited_environment(),
        "SEGUE_HOME": str(tmp_path / "home"),
        "SEGUE_MONGO_PORT": str(free_port()),
        "SEGUE_KAFKA_PORT": str(free_port(following=1)),
    }


@pytest.fixture
def up(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        segue("up"), env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("ready"):
            break
    yield process
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=40)


def segue(*arguments: str) -> list[str]:
    return [sys.executable, "-P", "-m", "infra", *arguments]


def server_of(environment: dict[str, str], kind: str) -> int:
    note = Path(environment["SEGUE_HOME"]) / "run" / f"{kind}.json"
    return int(json.loads(note.read_text())["server"]) if note.exists() else 0


def test_up_restarts_what_is_killed_refuses_a_second_one_and_stops_all(
    up: subprocess.Popen[str], environment: dict[str, str]
) -> None:
    again = subprocess.run(segue("up"), env=environment, capture_output=True, text=True, check=False)
    assert again.returncode == 1
    assert f"already running at mongodb://127.0.0.1:{environment['SEGUE_MONGO_PORT']}" in again.stderr
    assert f"process {up.pid}" in again.stderr

    killed = server_of(environment, "mongo")
    psutil.Process(killed).kill()
    eventually(lambda: server_of(environment, "mongo") not in (0, killed))

    servers = [psutil.Process(server_of(environment, kind)) for kind in ("mongo", "kafka")]
    began = time.monotonic()
    up.send_signal(signal.SIGINT)
    up.wait(timeout=30)
    assert up.returncode == 0
    assert time.monotonic() - began < 10
    assert not any(server.is_running() for server in servers)
    assert not answers(int(environment["SEGUE_MONGO_PORT"]))


def test_servers_do_not_outlive_a_killed_up(up: subprocess.Popen[str], environment: dict[str, str]) -> None:
    servers = [psutil.Process(server_of(environment, kind)) for kind in ("mongo", "kafka")]
    up.kill()
    up.wait()
    eventually(lambda: not any(server.is_running() for server in servers))


def test_up_says_so_when_settings_name_both_servers(environment: dict[str, str]) -> None:
    named = {**environment, "SEGUE_MONGO_URI": "mongodb://a", "SEGUE_KAFKA_BOOTSTRAP": "b:1"}
    run = subprocess.run(segue("up"), env=named, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "nothing to run" in run.stderr


def test_up_names_a_full_disk_and_both_servers_store_again_soon_after_there_is_room(
    small_disk: Path, environment: dict[str, str]
) -> None:
    environment["SEGUE_HOME"] = str(small_disk / "home")
    said = small_disk.parent / "said.txt"
    with said.open("w") as file:
        up = subprocess.Popen(segue("up"), env=environment, stdout=file, stderr=file)
    try:
        eventually(lambda: "ready" in said.read_text(), within_s=60)
        mongo = mongo_write_probe(f"mongodb://127.0.0.1:{environment['SEGUE_MONGO_PORT']}/?directConnection=true", "x")
        kafka = kafka_write_probe(f"127.0.0.1:{environment['SEGUE_KAFKA_PORT']}", within_s=2)
        filler = fill(small_disk)
        eventually(lambda: f"disk full: 0 MB free at {small_disk}/home/kafka" in said.read_text(), within_s=60)
        filler.unlink()
        eventually(lambda: "Kafka runs again" in said.read_text(), within_s=30)
        eventually(lambda: not (mongo.trouble() or kafka.trouble()), within_s=30)
        assert "Traceback" not in said.read_text()
        assert "BACKTRACE" not in said.read_text()
    finally:
        mongo.close()
        kafka.close()
        up.send_signal(signal.SIGTERM)
        up.wait(timeout=40)


@pytest.mark.usefixtures("up")
def test_up_starts_a_server_again_that_runs_but_answers_nothing(environment: dict[str, str]) -> None:
    hung = server_of(environment, "kafka")
    psutil.Process(hung).suspend()
    eventually(lambda: server_of(environment, "kafka") not in (0, hung), within_s=90)
    probe = kafka_write_probe(f"127.0.0.1:{environment['SEGUE_KAFKA_PORT']}")
    eventually(lambda: not probe.trouble())
    probe.close()


@pytest.mark.usefixtures("up")
def test_up_makes_the_topics_again_when_kafkas_damaged_data_were_moved_away(environment: dict[str, str]) -> None:
    home = Path(environment["SEGUE_HOME"])
    killed = server_of(environment, "kafka")
    psutil.Process(killed).suspend()
    (home / "kafka").rename(home / "kafka.damaged")
    psutil.Process(killed).kill()
    eventually(lambda: server_of(environment, "kafka") not in (0, killed), within_s=60)
    listed = TopicList(f"127.0.0.1:{environment['SEGUE_KAFKA_PORT']}")
    eventually(lambda: topic_settings(Topics()).keys() <= set(listed.names()), within_s=15)

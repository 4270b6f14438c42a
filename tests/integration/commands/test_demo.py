import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from infra.servers.listening_port import answers, free_port
from infra.settings import inherited_environment
from tests.builders.audio import make_sound

pytestmark = [pytest.mark.live, pytest.mark.spark]


@pytest.fixture
def music(tmp_path: Path) -> Path:
    """Twelve made tracks of three seconds."""
    folder = tmp_path / "music"
    folder.mkdir()
    for seed in range(12):
        make_sound(folder / f"{seed}.wav", seconds=3.0, seed=seed)
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        **inherited_environment(),
        "SEGUE_HOME": str(tmp_path / "home"),
        "SEGUE_MONGO_PORT": str(free_port()),
        "SEGUE_KAFKA_PORT": str(free_port(following=1)),
        "SEGUE_WEB_PORT": str(free_port()),
        "SEGUE_SPARK_DRIVER_MEMORY": "1g",
        "SEGUE_SPARK_MASTER": "local[2]",
    }


@contextmanager
def demo(music: Path, environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A demo that plays, and what it printed until then."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "infra", "demo", "--music", str(music)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    lines = []
    try:
        for line in process.stdout:
            lines.append(line)
            if "segue plays at" in line:
                break
        else:
            pytest.fail("the demo ended before it played:\n" + "".join(lines))
        yield process, lines
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def test_demo_plays_stops_cleanly_and_does_nothing_twice(music: Path, environment: dict[str, str]) -> None:
    address = f"http://127.0.0.1:{environment['SEGUE_WEB_PORT']}"
    with demo(music, environment) as (process, lines):
        assert any("12 analysed" in line for line in lines)
        assert any("build map" in line for line in lines)
        with urllib.request.urlopen(f"{address}/api/v1/tracks") as answer:
            assert json.load(answer)["total"] == 12
        family = psutil.Process(process.pid).children(recursive=True)
        assert len(family) >= 6
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        assert time.monotonic() - began < 15
        assert process.returncode == 0
        assert not [each for each in family if each.is_running()]
    with demo(music, environment) as (_, lines):
        assert any("0 analysed, 12 unchanged" in line for line in lines)
        assert any("the index of what sounds alike is current" in line for line in lines)
        assert any("the map of the room is current" in line for line in lines)
    assert not answers(int(environment["SEGUE_WEB_PORT"]))


def test_a_taken_web_port_is_said_before_anything_starts(music: Path, environment: dict[str, str]) -> None:
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", int(environment["SEGUE_WEB_PORT"])))
        stranger.listen()
        run = subprocess.run(
            [sys.executable, "-P", "-m", "infra", "demo", "--music", str(music)],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert run.returncode == 1
    assert "SEGUE_WEB_PORT" in run.stderr
    assert not Path(environment["SEGUE_HOME"]).exists()

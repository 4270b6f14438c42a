import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from infra.commands.running.demo import GOES_ON
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


def read_until(process: subprocess.Popen[str], words: str) -> list[str]:
    """Return what the demo prints up to these words."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return lines
        if GOES_ON in line:
            break
    return pytest.fail(f"the demo ended or failed before it said {words!r}:\n" + "".join(lines))


@contextmanager
def demo(
    music: Path, environment: dict[str, str], *, until: str = "all is done"
) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A demo that has come so far, and what it printed until then."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "infra", "demo", "--music", str(music)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        yield process, read_until(process, until)
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


def test_the_player_plays_before_the_sound_is_analysed_and_takes_up_what_comes_of_it(
    music: Path, environment: dict[str, str]
) -> None:
    address = f"http://127.0.0.1:{environment['SEGUE_WEB_PORT']}"
    with demo(music, environment, until="segue plays at") as (process, lines):
        assert any("12 still to analyse" in line for line in lines)
        assert not any("12 analysed" in line or "build" in line for line in lines)
        listed = read_json(f"{address}/api/v1/tracks")
        assert listed["total"] == 12
        track_id = listed["items"][0]["track_id"]
        with urllib.request.urlopen(f"{address}/audio/{track_id}") as sound:
            assert sound.read(4) == b"RIFF"
        player = player_of(process)
        rest = read_until(process, "all is done")
        assert any("12 analysed" in line for line in rest)
        assert read_json(f"{address}/api/v1/tracks/{track_id}/similar?n=3")["items"]
        assert player_of(process) == player


def read_json(url: str) -> Any:
    with urllib.request.urlopen(url) as answer:
        return json.load(answer)


def player_of(demo: subprocess.Popen[str]) -> psutil.Process:
    players = []
    for process in psutil.Process(demo.pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # ended since it was listed
            if process.cmdline()[-1:] == ["web"]:
                players.append(process)
    (player,) = players
    return player


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

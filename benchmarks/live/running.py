"""Runs the load against a player that is up."""

import subprocess
import sys
import time
import urllib.request
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from benchmarks.live.load_cpu import THE_LOAD, cpu_of
from benchmarks.live.outcome import Outcome
from benchmarks.own_servers import READY_WITHIN_S
from infra.settings import Settings
from infra.stores.database import open_database

Measured = tuple[Outcome, dict[str, float]]
"""What the load saw, and the CPU seconds of each process."""


@dataclass(frozen=True)
class Load:
    """How many listeners are connected, and what they do."""

    listeners: int
    events_per_s: float
    seconds: float


def run_load(url: str, kind: str, pids: dict[str, int], cookies: list[str], load: Load) -> Measured:
    """Load the player at `url` from a process of its own; return what it saw and the CPU of the processes."""
    command = [sys.executable, "-m", "benchmarks.live.load", url, str(load.events_per_s), str(load.seconds), kind]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
    assert process.stdin is not None
    assert process.stderr is not None
    assert process.stdout is not None
    with process.stdin:
        process.stdin.write(msgspec.json.encode(cookies).decode())
    with cpu_of({**pids, THE_LOAD: process.pid}, process) as cpu:
        answer = process.stdout.read()
    if process.wait():
        raise RuntimeError(f"the load failed: {answer}{process.stderr.read()[-2000:]}")
    return msgspec.json.decode(answer, type=Outcome), cpu


def wait_until_picks_come(settings: Settings, url: str, cookie: str) -> None:
    """Send one event and wait until the worker has folded it: it has its partitions and its index."""
    asked = urllib.request.Request(f"{url}/api/v1/tracks?limit=1", headers={"Cookie": cookie})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        track_id = msgspec.json.decode(answer.read())["items"][0]["track_id"]
    event = {
        "event_id": str(uuid.uuid4()),
        "kind": "started",
        "track_id": track_id,
        "occurred_at": datetime.now(UTC).isoformat(),
    }
    request = urllib.request.Request(
        f"{url}/api/v1/activity",
        data=msgspec.json.encode([event]),
        headers={"Content-Type": "application/json", "Cookie": cookie, "Origin": url},
    )
    urllib.request.urlopen(request, timeout=30).close()
    wait_for_archive(settings, 1, collection="tastes")


def wait_for_archive(settings: Settings, n: int, *, collection: str = "activity") -> None:
    """Return when a collection holds `n` documents, or in the end."""
    database = open_database(settings.mongo_uri, settings.mongo_database)
    ends = time.monotonic() + READY_WITHIN_S
    while database[collection].count_documents({}) < n and time.monotonic() < ends:
        time.sleep(0.2)
    database.client.close()

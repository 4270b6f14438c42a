"""Runs `segue ingest` of any checkout on a MongoDB of the benchmark's own, and counts the CPU seconds of both."""

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil
from pymongo.database import Database

from infra.servers.listening_port import free_port
from infra.servers.mongod import Mongod
from infra.settings import Settings
from infra.stores.database import opened_database, prepare_database

LISTED = " listed in "
"""What a build says when every track is in the catalogue."""


@dataclass(frozen=True, kw_only=True)
class Build:
    """One checkout of segue."""

    name: str
    path: Path


@dataclass(frozen=True, kw_only=True)
class Spent:
    """CPU seconds, and those of the clock, from the start of the command."""

    segue_s: float
    mongod_s: float
    wall_s: float


@dataclass(frozen=True, kw_only=True)
class Ingested:
    """What one ingest took."""

    listed: Spent
    ended: Spent | None
    """None: it was stopped when everything was listed."""
    summary: str
    """The line that it ended with; empty when it was stopped."""


@dataclass(frozen=True, kw_only=True)
class Bench:
    """A MongoDB of its own, and where a run finds it."""

    mongod: Mongod
    process: psutil.Process
    home: Path

    def settings(self, database: str) -> Settings:
        """Return what names a database on the server."""
        return replace(Settings(), home=self.home, mongo_uri=self.mongod.address, mongo_database=database)

    @contextmanager
    def database(self, name: str) -> Iterator[Database[dict[str, Any]]]:
        """Yield an empty database, which is gone afterwards."""
        with opened_database(self.mongod.address, name) as database:
            prepare_database(database)
            try:
                yield database
            finally:
                database.client.drop_database(name)

    def ingest(self, build: Build, folder: Path, database: str, *, to_the_end: bool) -> Ingested:
        """Run one ingest; unless `to_the_end`, it is ended when it says that everything is listed."""
        environment = {
            **self.settings(database).as_environment(),
            "PYTHONPATH": str(build.path),
            "OMP_NUM_THREADS": "1",
        }
        mongod_before, began = _own_s(self.process), time.monotonic()

        def spent(segue_s: float) -> Spent:
            return Spent(
                segue_s=segue_s,
                mongod_s=_own_s(self.process) - mongod_before,
                wall_s=time.monotonic() - began,
            )

        children_before = _reaped_s()
        process = subprocess.Popen(
            [sys.executable, "-m", "infra", "ingest", str(folder)],
            cwd=build.path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stderr is not None
        listed, said = None, []
        for line in process.stderr:
            said.append(line)
            if LISTED in line:
                listed = spent(_family_s(process.pid))
                if not to_the_end:
                    process.send_signal(signal.SIGTERM)
        assert process.stdout is not None
        summary = process.stdout.readline().strip()  # a few lines, which the pipe holds until then
        process.wait()
        ended = spent(_reaped_s() - children_before)
        if process.returncode and (to_the_end or listed is None):
            raise RuntimeError(f"{build.name}: `segue ingest` ended with {process.returncode}: {''.join(said)}")
        return Ingested(listed=listed or ended, ended=None if process.returncode else ended, summary=summary)


def _own_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _family_s(pid: int) -> float:
    """Return the CPU seconds of a running process and of all that it started, ended or not."""
    seconds = 0.0
    family = psutil.Process(pid)
    for process in (family, *family.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            seconds += times.user + times.system + times.children_user + times.children_system
    return seconds


def _reaped_s() -> float:
    times = psutil.Process().cpu_times()
    return float(times.children_user + times.children_system)


@contextmanager
def own_mongod() -> Iterator[Bench]:
    """Yield a fresh MongoDB in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="segue-bench-") as folder:
        home = Path(folder)
        before = {child.pid for child in psutil.Process().children()}
        mongod = Mongod(data=home / "mongo", log=home / "logs" / "mongod.log", port=free_port())
        mongod.start()
        try:
            (process,) = [
                child for child in psutil.Process().children(recursive=True)
                if child.pid not in before and "mongod" in child.name()
            ]  # fmt: skip
            yield Bench(mongod=mongod, process=process, home=home)
        finally:
            mongod.stop()

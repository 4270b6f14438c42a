"""One MongoDB and one Kafka for all processes of a run of tests, each in a process of its own.

The first process of tests that asks has it started (`python -m tests.session_servers KIND FOLDER`); it ends with the
last one that uses it, which waits for that: the folder may be removed then. Files in FOLDER say how things are:
`KIND.lock` is held by whoever comes or goes, `KIND.guests` by those who use the server, `KIND.running` by its process;
`KIND.address` is there while it serves, `KIND.failed` when its process has ended by an error.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from infra.servers.jars import kafka_jars
from infra.servers.kafka import Kafka
from infra.servers.listening_port import free_port
from infra.servers.mongod import Mongod
from infra.servers.process_lock import ProcessLock, exclusive_lock
from infra.servers.server_process import ServerProcess
from infra.settings import Settings
from recommender.waiting import wait_until
from tests.paths import ROOT

Kind = Literal["mongo", "kafka"]
WITHIN_S = 120.0
LOOK_EVERY_S = 0.1


@contextmanager
def session_server(kind: Kind, folder: Path) -> Iterator[str]:
    """Yield the address of the server that all processes with this folder share."""
    guests = ProcessLock(folder / f"{kind}.guests")
    address, failed = folder / f"{kind}.address", folder / f"{kind}.failed"
    try:
        with exclusive_lock(folder / f"{kind}.lock"):
            is_ours = wait_until(guests.try_shared, deadline_s=WITHIN_S, every_s=LOOK_EVERY_S)
            assert is_ours, f"the {kind} before this one does not end"
            if not address.exists():
                _start(kind, folder, failed=failed)
            wait_until(lambda: address.exists() or failed.exists(), deadline_s=WITHIN_S, every_s=LOOK_EVERY_S)
            assert address.exists(), f"{kind} does not start: {_log(kind, folder).read_text()}"
        yield address.read_text()
    finally:
        with exclusive_lock(folder / f"{kind}.lock"):
            guests.release()
            if not _has_guests(kind, folder):
                has_ended = wait_until(lambda: _has_ended(kind, folder), deadline_s=WITHIN_S, every_s=LOOK_EVERY_S)
                assert has_ended, f"{kind} does not end: {_log(kind, folder).read_text()}"


def serve(kind: Kind, folder: Path) -> None:
    """Run the server as long as somebody uses it."""
    running = ProcessLock(folder / f"{kind}.running")
    running.wait_exclusive()
    server = _server(kind, folder)
    guests = ProcessLock(folder / f"{kind}.guests")
    address = folder / f"{kind}.address"
    server.start()
    try:
        written = address.with_suffix(".part")
        written.write_text(server.address)
        written.rename(address)
        wait_until(guests.try_exclusive, deadline_s=float("inf"), every_s=LOOK_EVERY_S)
    finally:
        address.unlink(missing_ok=True)
        server.stop()
        guests.release()
        running.release()


def _has_guests(kind: Kind, folder: Path) -> bool:
    """Whether somebody else uses the server; one that ends holds the lock alone until it has ended."""
    guests = ProcessLock(folder / f"{kind}.guests")
    try:
        return not guests.try_exclusive() and guests.try_shared()
    finally:
        guests.release()


def _has_ended(kind: Kind, folder: Path) -> bool:
    running = ProcessLock(folder / f"{kind}.running")
    try:
        return running.try_exclusive()
    finally:
        running.release()


def _server(kind: Kind, folder: Path) -> ServerProcess:
    if kind == "mongo":
        return Mongod(data=folder / "mongo", log=folder / "logs" / "mongod.log", port=free_port())
    port = free_port(following=1)
    return Kafka(data=folder / "kafka", log=folder / "logs" / "kafka.log", port=port, jars=kafka_jars(Settings()))


def _start(kind: Kind, folder: Path, *, failed: Path) -> None:
    """Start it as nobody's child: it may outlive the process of tests that asks first."""
    failed.unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.session_servers", kind, str(folder)]
    with _log(kind, folder).open("wb") as log:
        subprocess.run(
            ["/bin/sh", "-c", '("$@" || : >"$0") &', str(failed), *command],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=True,
        )  # fmt: skip


def _log(kind: Kind, folder: Path) -> Path:
    return folder / f"{kind}.log"


if __name__ == "__main__":
    serve(sys.argv[1], Path(sys.argv[2]))  # type: ignore[arg-type]

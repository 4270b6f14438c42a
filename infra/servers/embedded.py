"""One embedded server of one home: owned by a single command at a time, used by any number beside it.

Three files under `<home>/run/` say how things are, and none of them outlives its meaning: `<kind>.lock` is held by
the command that owns the server (the system lets it go when that command dies), `<kind>.guests` is held by the others
while they use it, and `<kind>.json` says where it answers.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from infra.servers.jars import kafka_jars
from infra.servers.kafka import Kafka
from infra.servers.listening_port import free_port
from infra.servers.mongod import Mongod
from infra.servers.process_lock import ProcessLock
from infra.servers.server_process import ServerProcess
from infra.servers.server_state import end_leftover, leave_note, read_note
from infra.servers.stop_signal import stop_requested
from infra.settings import Settings
from recommender.errors import ServerUnavailable
from recommender.waiting import wait_until

Kind = Literal["mongo", "kafka"]
Say = Callable[[str], None]

_PATIENCE_S = 120.0
_LOOK_EVERY_S = 0.1


class AlreadyRunning(ServerUnavailable):
    """Another segue command of the same home runs this server."""


class NotedServer:
    """A server that leaves a note while it runs, also after a restart."""

    def __init__(self, server: ServerProcess, path: Path) -> None:
        """Wrap `server`; the note is written to `path` when it serves."""
        self.name = server.name
        self.address = server.address
        self._server = server
        self._path = path

    def start(self) -> None:
        """End what a killed owner left, start, and leave the note."""
        end_leftover(self._path)
        self._server.start()
        leave_note(self._path, server=self._server.pid or 0, port=self._server.port, address=self.address)

    def alive(self) -> bool:
        """Whether its process runs."""
        return self._server.alive()

    def stop(self) -> None:
        """Take the note away and shut the server down."""
        self._path.unlink(missing_ok=True)
        self._server.stop()


@dataclass(frozen=True)
class _Hold:
    """The right to use a server; closing `locks` gives it back."""

    locks: ExitStack
    guests: ProcessLock
    address: str
    """Of the server that another command runs; empty for one that is ours to start."""


def server_of(kind: Kind, settings: Settings) -> ServerProcess:
    """Return the embedded server of this home, not started; port 0 takes any free one."""
    home = settings.home.absolute()
    if kind == "mongo":
        return Mongod(data=home / "mongo", log=home / "logs" / "mongod.log", port=settings.mongo_port or free_port())
    port = settings.kafka_port or free_port(following=1)
    return Kafka(data=home / "kafka", log=home / "logs" / "kafka.log", port=port, jars=kafka_jars(settings))


@contextmanager
def own_or_use(
    kind: Kind, settings: Settings, *, patience_s: float = _PATIENCE_S, say: Say = lambda _: None
) -> Iterator[str]:
    """Yield the server's address: of the one that another command runs, else of one started for the block.

    Raises `ServerUnavailable` when the one of another command does not answer within `patience_s`.
    """
    run = settings.home.absolute() / "run"
    hold = wait_until(lambda: _try_hold(kind, run), deadline_s=patience_s, every_s=_LOOK_EVERY_S)
    if hold is None:
        raise ServerUnavailable(
            f"another segue command ({_owner(run, kind)}) holds {run / f'{kind}.lock'}, but its server does not "
            "answer; wait for that command, or end it"
        )
    with hold.locks:
        if hold.address:
            yield hold.address
            return
        with _start(kind, settings) as server, _wait_for_guests(hold.guests, server, say):
            yield server.address


@contextmanager
def own(kind: Kind, settings: Settings) -> Iterator[NotedServer]:
    """Start the server for the block; raises `AlreadyRunning` when another command of this home runs it."""
    run = settings.home.absolute() / "run"
    lock = ProcessLock(run / f"{kind}.lock")
    try:
        if not lock.try_exclusive():
            state = read_note(run / f"{kind}.json")
            where = f" at {state.address}" if state else ""
            raise AlreadyRunning(f"{kind} is already running{where}, started by {_owner(run, kind)}")
        with _start(kind, settings) as server:
            yield server
    finally:
        lock.release()


def _try_hold(kind: Kind, run: Path) -> _Hold | None:
    with ExitStack() as locks:
        owner = ProcessLock(run / f"{kind}.lock")
        locks.callback(owner.release)
        guests = ProcessLock(run / f"{kind}.guests")
        locks.callback(guests.release)  # first, when an owned server has stopped, so that nobody comes in between
        if owner.try_exclusive():
            return _Hold(locks.pop_all(), guests, address="")
        state = read_note(run / f"{kind}.json") if guests.try_shared() else None
        if state and state.alive():
            return _Hold(locks.pop_all(), guests, state.address)
    return None


@contextmanager
def _start(kind: Kind, settings: Settings) -> Iterator[NotedServer]:
    server = NotedServer(server_of(kind, settings), settings.home.absolute() / "run" / f"{kind}.json")
    try:
        server.start()
        yield server
    finally:
        server.stop()


@contextmanager
def _wait_for_guests(guests: ProcessLock, server: NotedServer, say: Say) -> Iterator[None]:
    """Keep the server until the commands that came to use it are done; one that was told to stop does not wait."""
    try:
        yield
    except Exception:
        _wait_until_alone(guests, server, say)
        raise
    _wait_until_alone(guests, server, say)


def _wait_until_alone(guests: ProcessLock, server: NotedServer, say: Say) -> None:
    if guests.try_exclusive():
        return
    say(f"{server.name} is still used by another segue command; waiting for it (Ctrl-C stops now)")
    with stop_requested() as stopped:
        wait_until(lambda: stopped() or guests.try_exclusive(), deadline_s=math.inf, every_s=_LOOK_EVERY_S)


def _owner(run: Path, kind: Kind) -> str:
    state = read_note(run / f"{kind}.json")
    return f"process {state.owner}" if state else "still starting"

"""The note that the owner of an embedded server leaves for other commands, in `<home>/run/`."""

import math
import os
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import msgspec
import psutil

from infra.servers.listening_port import answers, is_free
from recommender.waiting import wait_until

_LEFTOVER_S = 15.0
"""Longer than the guard of a killed owner waits before it insists."""
_PORT_FREED_S = 2.0
"""The threads of an ended process may hold its sockets a moment longer than its process id shows it."""


_ProcessId = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
_Port = Annotated[int, msgspec.Meta(ge=0, le=65_535)]


class ServerState(msgspec.Struct, frozen=True):
    """Who runs a server and where it answers.

    Both process ids come with the moment their process began (seconds since 1970), because an id alone may belong to
    another program by now.
    """

    owner: _ProcessId
    owner_began: float
    server: _ProcessId
    server_began: float
    port: _Port
    address: str

    def alive(self) -> bool:
        """Whether its owner still runs and the server accepts connections."""
        return process_began(self.owner) == self.owner_began and answers(self.port)


def leave_note(path: Path, *, server: int, port: int, address: str) -> None:
    """Say that this process runs the server `server`; readers see the whole note or none."""
    owner = os.getpid()
    state = ServerState(owner, process_began(owner) or 0.0, server, process_began(server) or 0.0, port, address)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.write_bytes(msgspec.json.encode(state))
    temporary.replace(path)


def read_note(path: Path) -> ServerState | None:
    """Return the state, or None when there is none or a damaged one."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=ServerState)
    except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def end_leftover(path: Path) -> None:
    """Return when the server of a killed owner is gone; its guard is ending it, and what the guard left is killed."""
    state = read_note(path)
    if state is None:
        return

    was_there = psutil.pid_exists(state.server)

    def is_gone() -> bool:
        return process_began(state.server) != state.server_began

    if not wait_until(is_gone, deadline_s=_LEFTOVER_S, every_s=0.05):
        with suppress(psutil.NoSuchProcess):
            psutil.Process(state.server).kill()
        wait_until(is_gone, deadline_s=math.inf, every_s=0.05)
    if was_there:  # Kafka's controller listens on the next port
        ports = (state.port, min(state.port + 1, 65_535))
        wait_until(lambda: all(map(is_free, ports)), deadline_s=_PORT_FREED_S, every_s=0.02)
    path.unlink(missing_ok=True)


def process_began(pid: int) -> float | None:
    """Return when this process began, seconds since 1970, or None when there is no such process any more."""
    try:
        process = psutil.Process(pid)
        began: float = process.create_time()
        return None if process.status() == psutil.STATUS_ZOMBIE else began
    except psutil.Error:
        return None

"""An embedded server whose ability to store is asked for all the time, for the supervisor."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from infra.disk_space import full_disk
from infra.servers.ability import AbilityProbe, WatchedAbility
from infra.servers.supervisor import Trouble


class Startable(Protocol):
    """A server that can be started again."""

    name: str

    def start(self) -> None:
        """End what is left of it, start it, and return when it serves."""

    def alive(self) -> bool:
        """Whether its process runs."""


class WatchedServer:
    """A server with its probe; `data` is where its disk may be full, `furnish` makes what it must have to be of use."""

    def __init__(
        self,
        server: Startable,
        probe: AbilityProbe,
        *,
        data: Path,
        furnish: Callable[[], None] = lambda: None,
        every_s: float = 5.0,
    ) -> None:
        """Take over a server that runs and is furnished."""
        self.name = server.name
        self.ability = WatchedAbility(probe, name=server.name, every_s=every_s)
        self._server = server
        self._data = data
        self._furnish = furnish

    def start(self) -> None:
        """Start it again and return when it serves; what was asked of its forerunner is forgotten."""
        self._server.start()
        self._furnish()  # its data may have been moved away
        self.ability.forget()

    def alive(self) -> bool:
        """Whether its process runs."""
        return self._server.alive()

    def trouble(self) -> Trouble | None:
        """Return why it stores nothing although it runs; a full disk is waited for, all else is mended by a restart."""
        if not self.ability.is_unable():
            return None
        if full := full_disk(self._data):
            return Trouble(f"{self.ability.trouble}: {full}", is_mended_by_restart=False)
        return Trouble(self.ability.trouble)


@contextmanager
def watch(servers: Sequence[WatchedServer]) -> Iterator[Sequence[WatchedServer]]:
    """Ask all of them during the block."""
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # its complaints about a dead server are the probe's answer
    for server in servers:
        server.ability.start()
    try:
        yield servers
    finally:
        for server in servers:
            server.ability.stop()

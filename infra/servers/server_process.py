"""What the servers that segue runs itself have in common: a port, a folder of data, a log, and one process."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import ClassVar

from infra.disk_space import full_disk, require_room
from infra.servers.child_process import ChildProcess
from infra.servers.last_words import tail
from infra.servers.listening_port import require_free
from infra.settings import inherited_environment
from recommender.errors import ServerUnavailable
from recommender.waiting import wait_until

_ASK_EVERY_S = 0.05
_PATIENCE_S = 20.0
"""A server that was asked to end writes its data down first."""

WhyNotReady = Callable[[], str | None]
"""Returns None for a server that serves, else why it does not yet; empty where it does not say."""


class ServerProcess(ABC):
    """One server on 127.0.0.1 with its data in `data`; a subclass says which, and when it is ready."""

    name: ClassVar[str]
    setting: ClassVar[str]
    """The setting that gives it another port."""
    remedy: ClassVar[str]
    """What to do about damaged data, with `{data}` for their folder."""
    max_start_s: ClassVar[float]

    def __init__(self, *, data: Path, log: Path, port: int) -> None:
        """Prepare only; nothing is started or written."""
        self.data = data.absolute()
        self.log = log.absolute()
        self.port = port
        self._process: ChildProcess | None = None

    @property
    @abstractmethod
    def address(self) -> str:
        """Where clients reach it."""

    @property
    def pid(self) -> int | None:
        """Process id once it was started."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start and wait until it serves; raises `ServerUnavailable` with the reason when it does not come."""
        self.kill()  # what is left of a run that ended by itself
        for port, user in self._ports().items():
            require_free(port, server=user, setting=self.setting)
        require_room(self.data, server=self.name)
        self._prepare()
        # Each thread would have a heap of its own to allocate from, of which little is used.
        environment = inherited_environment(also={"MALLOC_ARENA_MAX": "1"})
        self._process = ChildProcess(self._command(), environment=environment, output=self._output)
        try:
            self._wait_until_ready()
        except BaseException:
            self._process.stop()
            raise

    def alive(self) -> bool:
        """Whether its process runs."""
        return self._process is not None and self._process.alive()

    def stop(self, *, patience_s: float = _PATIENCE_S) -> None:
        """Shut it down cleanly, and end it after `patience_s`; without effect when it does not run."""
        if self._process:
            self._process.stop(patience_s=patience_s)

    def kill(self) -> None:
        """End it at once, as a crash would."""
        if self._process:
            self._process.kill()

    def _ports(self) -> Mapping[int, str]:
        """Return who listens on each of its ports."""
        return {self.port: self.name}

    def _prepare(self) -> None:
        """Make what it needs before it starts."""
        self.data.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)

    @abstractmethod
    def _command(self) -> Sequence[str]:
        """Return the command that runs it."""

    @abstractmethod
    def _readiness(self) -> AbstractContextManager[WhyNotReady]:
        """Open what tells whether it is ready."""

    @abstractmethod
    def _reason(self, lines: Sequence[str]) -> str:
        """Return why it ended, out of the last lines of its log."""

    @property
    def _output(self) -> Path:
        """What it prints before it has a log."""
        return self.log.with_suffix(".out")

    def _wait_until_ready(self) -> None:
        reason = ""

        def is_ready() -> bool:
            nonlocal reason
            self._require_alive()
            answer = why_not_ready()
            reason = answer or reason
            return answer is None

        with self._readiness() as why_not_ready:
            if wait_until(is_ready, deadline_s=self.max_start_s, every_s=_ASK_EVERY_S):
                return
        detail = f" ({reason})" if reason else ""
        raise ServerUnavailable(f"{self.name} did not become ready in time; see {self.log}{detail}")

    def _require_alive(self) -> None:
        if self.alive():
            return
        reason = full_disk(self.data) or self._reason(tail(self.log, self._output))
        raise ServerUnavailable(
            f"{self.name} ended at its start ({reason}); see {self.log}. Where its data are damaged, "
            f"{self.remedy.format(data=self.data)}"
        )

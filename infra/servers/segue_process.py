"""A long-running `segue` command as a child that can be supervised."""

import sys
from pathlib import Path

from infra.servers.child_process import ChildProcess


class SegueProcess:
    """One `segue` command; it counts as started at once, its readiness is asked for elsewhere."""

    def __init__(self, *arguments: str, log: Path) -> None:
        """Prepare `segue <arguments>`, whose output goes to `log`; nothing is started."""
        self.name = f"segue {' '.join(arguments)}"
        self.log = log
        self._command = segue_command(*arguments)
        self._process: ChildProcess | None = None

    def start(self) -> None:
        """Start it."""
        self.kill()  # what is left of a run that ended by itself
        self._process = ChildProcess(self._command, output=self.log)

    def alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.alive()

    def kill(self) -> None:
        """End it at once; without effect when it does not run."""
        if self._process:
            self._process.kill()

    def ask_to_stop(self) -> None:
        """Ask it to end and return at once."""
        if self._process:
            self._process.ask_to_stop()

    def stop(self) -> None:
        """Stop it; returns when nothing of it is left."""
        if self._process:
            self._process.stop(patience_s=8)


def segue_command(*arguments: str) -> list[str]:
    """Return the command line of `segue <arguments>` by this very Python, whatever the working folder holds."""
    return [sys.executable, "-P", "-m", "infra", *arguments]

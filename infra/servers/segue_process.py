"""A long-running `segue` command as a child that can be supervised."""

from pathlib import Path

from infra.invocation import segue_command
from infra.servers.ability import AbilityProbe, WatchedAbility
from infra.servers.child_process import ChildProcess
from infra.servers.supervisor import Trouble

FIRST_ANSWER_WITHIN_S = 180.0


class SegueProcess:
    """One `segue` command; it counts as started at once, its readiness is asked for elsewhere."""

    def __init__(self, *arguments: str, log: Path, probe: AbilityProbe | None = None) -> None:
        """Prepare `segue <arguments>`, whose output goes to `log`; nothing is started.

        `probe` asks whether it works while it runs; it may take `FIRST_ANSWER_WITHIN_S` to begin.
        """
        self.name = f"segue {' '.join(arguments)}"
        self.log = log
        self._command = segue_command(*arguments)
        self._process: ChildProcess | None = None
        self._ability = (
            WatchedAbility(probe, name=self.name, first_within_s=FIRST_ANSWER_WITHIN_S) if probe is not None else None
        )

    def start(self) -> None:
        """Start it."""
        self.kill()  # what is left of a run that ended by itself
        self._process = ChildProcess(self._command, output=self.log)
        if self._ability:
            self._ability.start()

    def alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.alive()

    def trouble(self) -> Trouble | None:
        """Return why it does not work although it runs; None when it does, or nobody asks."""
        if self._ability is None or not self._ability.is_unable():
            return None
        return Trouble(self._ability.trouble)

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
        if self._ability:
            self._ability.stop()
        if self._process:
            self._process.stop(patience_s=8)

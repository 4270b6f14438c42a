"""The whole chain as processes: music, analysis, index, worker, player; and what a test may do to it."""

import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.error import URLError

from infra.settings import Settings
from tests.deadline import eventually
from tests.paths import ROOT

SEGUE = Path(sys.executable).with_name("segue")


class Chain:
    """`segue` commands with the settings of one test module."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.url = f"http://127.0.0.1:{settings.web_port}"
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        settings.home.mkdir(parents=True, exist_ok=True)

    def run(self, *arguments: str) -> str:
        """Run a command to its end and return what it said."""
        done = subprocess.run(
            [str(SEGUE), *arguments],
            cwd=ROOT,
            env=self.settings.as_environment(),
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def start(self, name: str, *arguments: str) -> None:
        """Start a command that goes on."""
        with (self.settings.home / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                [str(SEGUE), *arguments], cwd=ROOT, env=self.settings.as_environment(), stdout=log, stderr=log
            )

    def kill(self, name: str) -> None:
        """End it as a power cut would."""
        self._processes[name].kill()
        self._processes[name].wait(timeout=10)

    def stop(self, name: str) -> None:
        """End it as a person would."""
        self._processes[name].terminate()
        self._processes[name].wait(timeout=60)

    def start_web(self) -> None:
        """Start the player and wait until every part is ready."""
        self.start("web", "web")
        eventually(self.is_ready, within_s=60, what="/health/ready")

    def is_ready(self) -> bool:
        """Whether the player says so."""
        try:
            with urllib.request.urlopen(f"{self.url}/health/ready", timeout=5) as answer:
                return answer.status == 200
        except (URLError, OSError):
            return False

    def close(self) -> None:
        """End what still runs."""
        for process in self._processes.values():
            if process.poll() is None:
                process.terminate()
        for process in self._processes.values():
            process.wait(timeout=20)

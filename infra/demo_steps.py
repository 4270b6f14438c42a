"""The steps of `segue demo`, each the very command that a person would type."""

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from infra.servers.child_process import ChildProcess
from infra.servers.segue_process import SegueProcess, segue_command
from infra.settings import Settings
from recommender.errors import BadInput, SegueError, ServerUnavailable

Stopped = Callable[[], bool]


class StepFailed(SegueError):
    """A step of the demo ended with an error, which it has printed."""


class Told(Exception):
    """The person stopped the demo between or during steps."""


def starter_music(console: Console, stopped: Stopped) -> Path:
    """Fetch the starter library and return its folder; raises `BadInput` naming `MUSIC=` when none can be had."""
    console.print("[bold]$ segue fetch starter[/]")
    run = subprocess.run(segue_command("fetch", "starter"), stdout=subprocess.PIPE, text=True, check=False)
    if stopped():
        raise Told
    lines = run.stdout.strip().splitlines()
    if run.returncode or not lines:
        raise BadInput("no starter music could be fetched; use your own: make demo MUSIC=/folder/of/music")
    return Path(lines[-1])


def run_step(*arguments: str, console: Console, stopped: Stopped) -> None:
    """Run one `segue` command to its end, its output in the terminal; raises `StepFailed` or `Told`."""
    if stopped():
        raise Told
    console.print(f"[bold]$ segue {' '.join(arguments)}[/]")
    process = ChildProcess(segue_command(*arguments))
    try:
        while process.alive():
            if stopped():
                raise Told
            time.sleep(0.05)
    finally:
        process.stop()
    if process.exit_code():
        raise StepFailed(f"`segue {' '.join(arguments)}` ended with {process.exit_code()}; its reason stands above")


def services_of(settings: Settings) -> list[SegueProcess]:
    """Return the processes that serve, not started."""
    logs = settings.home.absolute() / "logs"
    commands = {
        "worker-taste": ("worker", "taste"),
        "worker-archive": ("worker", "archive"),
        "web": ("web",),
        "schedule": ("schedule",),
    }
    return [SegueProcess(*command, log=logs / f"{name}.log") for name, command in commands.items()]


def wait_until_ready(settings: Settings, *, tick: Callable[[], None], stopped: Stopped, deadline_s: float) -> None:
    """Return when the player says it is ready; raises `ServerUnavailable` with its reason, or `Told`."""
    deadline = time.monotonic() + deadline_s
    while trouble := _trouble(f"{player_address(settings)}/health/ready"):
        if stopped():
            raise Told
        if time.monotonic() > deadline:
            logs = settings.home.absolute() / "logs"
            raise ServerUnavailable(f"the player did not become ready ({trouble}); see {logs}")
        tick()
        time.sleep(0.2)


def player_address(settings: Settings) -> str:
    """Return where a browser on this machine finds the player."""
    host = "127.0.0.1" if settings.web_host in ("0.0.0.0", "::", "") else settings.web_host
    return f"http://{host}:{settings.web_port}"


def _trouble(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return ""
    except urllib.error.HTTPError as error:
        return error.read(2000).decode(errors="replace")
    except OSError as error:
        return str(error)

"""The steps of `segue demo`, each the very command that a person would type."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Collection
from pathlib import Path

import msgspec
from msgspec import Struct
from rich.console import Console

from infra.invocation import invocation, segue_command
from infra.servers.child_process import ChildProcess
from infra.servers.http_probe import HttpProbe
from infra.servers.segue_process import SegueProcess
from infra.settings import Settings, inherited_environment
from recommender.errors import BadInput, SegueError, ServerUnavailable
from recommender.waiting import wait_until

Stopped = Callable[[], bool]


class StepFailed(SegueError):
    """A step of the demo ended with an error, which it has printed."""


class Told(Exception):
    """The person stopped the demo between or during steps."""


class _Part(Struct, frozen=True):
    name: str
    ready: bool
    why: str


class _Health(Struct, frozen=True):
    parts: tuple[_Part, ...]


class Steps:
    """Says which step of how many is under way, and runs those that are commands."""

    def __init__(self, console: Console, *, total: int, logs: Path, stopped: Stopped) -> None:
        """Begin before the first of `total`; the results of commands, which a newcomer need not read, go to `logs`."""
        self._console = console
        self._total = total
        self._logs = logs
        self._stopped = stopped
        self._at = 0
        self.meanwhile: Callable[[], None] = lambda: None
        """Done again and again while a command runs."""

    def begin(self, what: str, *, command: str = "") -> None:
        """Say what begins, with the command that does it alone; raises `Told`."""
        if self._stopped():
            raise Told
        self._at += 1
        typed = f"   [dim]$ {invocation()} {command}[/]" if command else ""
        self._console.print(f"[bold]{self._at} of {self._total}[/]  {what}{typed}", soft_wrap=True)

    def run(self, what: str, *arguments: str) -> str:
        """Run one `segue` command to its end and return the last line of its results.

        What it says meanwhile goes to the terminal. Raises `StepFailed` or `Told`.
        """
        self.begin(what, command=" ".join(arguments))
        results = self._logs / f"demo-{self._at}-{arguments[0]}.log"
        environment = inherited_environment(also={"SEGUE_LOG_LEVEL": "warning"})  # what is logged is for machines
        process = ChildProcess(segue_command(*arguments), environment=environment, results=results)
        try:
            while process.alive():
                if self._stopped():
                    raise Told
                self.meanwhile()
                time.sleep(0.05)
        finally:
            process.stop()
        if process.exit_code():
            raise StepFailed(f"`segue {' '.join(arguments)}` ended with {process.exit_code()}; its reason stands above")
        lines = results.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""

    def done(self, what: str) -> None:
        """Say what came of the step."""
        self._console.print(f"        {what}", markup=False, soft_wrap=True)


def starter_music(steps: Steps) -> Path:
    """Fetch the starter library and return its folder; raises `BadInput` naming `MUSIC=` when none can be had."""
    try:
        folder = steps.run("getting free music to start with", "fetch", "starter")
    except StepFailed as error:
        raise BadInput("no starter music could be fetched; use your own: make demo MUSIC=/folder/of/music") from error
    return Path(folder)


def services_of(settings: Settings) -> list[SegueProcess]:
    """Return the processes that serve, not started."""
    logs = settings.home.absolute() / "logs"
    commands = {"worker-taste": ("worker", "taste"), "worker-archive": ("worker", "archive"), "web": ("web",)}
    probes = {"web": HttpProbe(f"{player_address(settings)}/health/live")}
    return [
        SegueProcess(*command, log=logs / f"{name}.log", probe=probes.get(name)) for name, command in commands.items()
    ]


def scheduler_of(settings: Settings) -> SegueProcess:
    """Return the process that scans and builds from now on, not started."""
    return SegueProcess("schedule", log=settings.home.absolute() / "logs" / "schedule.log")


def wait_until_ready(
    settings: Settings,
    *,
    but: Collection[str] = (),
    tick: Callable[[], None],
    stopped: Stopped,
    deadline_s: float,
) -> None:
    """Return when the player says it is ready; raises `ServerUnavailable` with its reason, or `Told`.

    Its parts of the names `but` may come later.
    """
    trouble = ""

    def is_ready() -> bool:
        nonlocal trouble
        trouble = _trouble(f"{player_address(settings)}/health/ready", but)
        if trouble and stopped():
            raise Told
        if trouble:
            tick()
        return not trouble

    if not wait_until(is_ready, deadline_s=deadline_s, every_s=0.2):
        logs = settings.home.absolute() / "logs"
        raise ServerUnavailable(f"the player did not become ready ({trouble}); see {logs}")


def player_address(settings: Settings) -> str:
    """Return where a browser on this machine finds the player."""
    host = "127.0.0.1" if settings.web_host in ("0.0.0.0", "::", "") else settings.web_host
    return f"http://{host}:{settings.web_port}"


def _trouble(url: str, but: Collection[str]) -> str:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return ""
    except urllib.error.HTTPError as error:
        return _trouble_of_parts(error.read(), but)
    except OSError as error:
        return str(error)


def _trouble_of_parts(answer: bytes, but: Collection[str]) -> str:
    """Return why the player is not ready, of the parts that it names itself."""
    try:
        parts = msgspec.json.decode(answer, type=_Health).parts
    except msgspec.DecodeError:  # something else answers at that address
        return answer[:2000].decode(errors="replace")
    return "; ".join(f"{part.name}: {part.why}" for part in parts if not part.ready and part.name not in but)

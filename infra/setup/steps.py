"""The steps after the system is fit: environment, packages, Java libraries, front end, browser."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.setup.requirements import REQUIREMENTS
from infra.setup.shown_command import run_shown
from infra.setup.stamps import Stamps, digest_of, files_under
from infra.setup.system_packages import Lacking, ensure

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "webapp" / "frontend"
STATIC = ROOT / "webapp" / "static"
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
STEPS = {
    "virtual environment": "a virtual environment",
    "packages": "Python packages, some hundred MB the first time",
    "java libraries": "Java libraries of Kafka and of Spark's MongoDB connector",
    "frontend packages": "packages that build the player",
    "frontend": "the player",
}
"""The steps of everybody's set-up, as they are told; one whose inputs have not changed says nothing."""


@dataclass(frozen=True)
class SetUp:
    """One run of set-up; `dev` adds what tests and checks need."""

    dev: bool
    stamps: Stamps

    def run(self) -> None:
        """Do every step whose inputs have changed; raises `Lacking` or `subprocess.CalledProcessError`."""
        self.system()
        self.environment()
        self.packages()
        self.java_libraries()
        self.frontend()
        if self.dev:
            self.browser()
            self.checkers()

    def system(self) -> None:
        """Install what the system lacks."""
        ensure([requirement for requirement in REQUIREMENTS if requirement.need == "required"])

    def environment(self) -> None:
        """Make the virtual environment, again when its Python has gone."""
        if PYTHON.exists() and _works(PYTHON):
            return
        with _announce(_step_title("virtual environment")):
            _run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)])

    def packages(self) -> None:
        """Install segue and what it needs, in exactly the pinned versions."""
        inputs = [ROOT / "pyproject.toml", ROOT / "constraints.txt"]
        digest = digest_of(inputs, str(PYTHON.resolve()))
        if not self.dev and self.stamps.fresh("packages-dev", digest):
            return
        extra = "[dev]" if self.dev else ""
        command = [str(PYTHON), "-m", "pip", "install", "--progress-bar=off", "--disable-pip-version-check"]
        command += ["-c", "constraints.txt", "-e", f".{extra}"]
        self._once("packages-dev" if self.dev else "packages", digest, lambda: _run(command))

    def java_libraries(self) -> None:
        """Resolve Kafka and Spark's MongoDB connector; the step itself knows what is there."""
        digest = digest_of([ROOT / "infra" / "servers" / "jars.py"])
        command = [str(PYTHON), "-m", "infra.setup.java_libraries"]
        self._once("java-libraries", digest, lambda: _run(command), made=ENVIRONMENT / "share" / "segue" / "jars")

    def frontend(self) -> None:
        """Install the front end's packages and build it into `webapp/static/`."""
        node = [str(PYTHON), "-m", "infra.setup.npm"]
        lock = digest_of([FRONTEND / "package.json", FRONTEND / "package-lock.json"])
        modules = FRONTEND / "node_modules"
        # `npm ci` refuses a lock that lacks other platforms' optional packages (not every registry has all of them);
        # `install` takes the lock's versions just the same and leaves the file alone.
        install = [*node, "install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]
        self._once("frontend-packages", lock, lambda: _run(install), made=modules)
        sources = digest_of(files_under(FRONTEND, without=("node_modules", "tests", "test-results")))
        self._once("frontend", sources, lambda: _run([*node, "run", "build"]), made=STATIC / "index.html")

    def browser(self) -> None:
        """Have a Chromium: the system's, else playwright's."""
        chromium = next(requirement for requirement in REQUIREMENTS if requirement.name == "Chromium")
        if chromium.find():
            return
        with _announce(_step_title("Chromium")):
            try:
                ensure([chromium])
            except Lacking as lacking:
                fetched = subprocess.run([str(PYTHON), "-m", "playwright", "install", "chromium"], check=False)
                if fetched.returncode or not chromium.find():
                    raise lacking from None

    def checkers(self) -> None:
        """Have what else tests use; those that lack it are skipped and say so."""
        for requirement in REQUIREMENTS:
            if requirement.need == "required" or requirement.name == "Chromium" or requirement.find():
                continue
            try:
                ensure([requirement])
            except Lacking as lacking:
                print(f"set-up: tests that use {requirement.name} will be skipped: {lacking}")

    def _once(self, step: str, digest: str, work: Callable[[], object], *, made: Path | None = None) -> None:
        if self.stamps.fresh(step, digest) and (made is None or made.exists()):
            return
        with _announce(_step_title(step.removesuffix("-dev").replace("-", " "))):
            work()
        self.stamps.done(step, digest)


@contextmanager
def _announce(what: str) -> Iterator[None]:
    """Say what is being done and how long it took."""
    began = time.monotonic()
    print(f"set-up: {what} ...", flush=True)
    yield
    print(f"set-up: {what} done in {time.monotonic() - began:.1f} s", flush=True)


def _step_title(step: str) -> str:
    """Return the step with its place among all of them."""
    if step not in STEPS:
        return step
    return f"{[*STEPS].index(step) + 1} of {len(STEPS)}: {STEPS[step]}"


def _works(python: Path) -> bool:
    return subprocess.run([str(python), "-c", ""], capture_output=True, check=False).returncode == 0


def _run(command: Sequence[str]) -> None:
    run_shown(command, folder=ROOT)

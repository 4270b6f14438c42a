"""The steps after the system is fit: environment, packages, Java libraries, front end, browser."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from infra.setup.installer import install
from infra.setup.requirements import REQUIREMENTS, Requirement, headless_shell_version
from infra.setup.shown_command import run_shown
from infra.setup.stamps import Stamps, digest_of, files_under
from infra.setup.system_packages import Lacking, ensure, how_to_install, may_use_apt

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "webapp" / "frontend"
STATIC = ROOT / "webapp" / "static"
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
OS_RELEASE = Path("/etc/os-release")
STEPS = {
    "virtual environment": "a virtual environment",
    "packages": "Python packages, some hundred MB the first time",
    "java libraries": "Java libraries of Kafka and of Spark's MongoDB connector",
    "frontend packages": "packages that build the player",
    "frontend": "the player",
    "class archives": "what lets Kafka and Spark start sooner",
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
        _side_by_side(self._for_segue, *([self.checkers] if self.dev else []))
        if self.dev:
            self.browser()

    def _for_segue(self) -> None:
        self.environment()
        self.packages()
        _side_by_side(self.java_libraries, self.frontend)
        self.class_archives()  # alone: a broker and a Spark beside the front end's build would want much memory

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
        extra = "dev" if self.dev else "all"
        what = ["-c", "constraints.txt", "-e", f".[{extra}]"]
        name = "packages-dev" if self.dev else "packages"
        self._once(name, digest, lambda: install(PYTHON, what, run=_run))

    def java_libraries(self) -> None:
        """Resolve Kafka and Spark's MongoDB connector; the step itself knows what is there."""
        digest = digest_of([ROOT / "infra" / "servers" / "jars.py"])
        command = [str(PYTHON), "-m", "infra.setup.java_libraries"]
        self._once("java-libraries", digest, lambda: _run(command), made=[ENVIRONMENT / "share" / "segue" / "jars"])

    def class_archives(self) -> None:
        """Archive the classes that Kafka and Spark load; another Java or other jars make others.

        Where that fails, set-up says so and goes on, and the next one tries again: they start without, only later.
        """
        servers = ROOT / "infra" / "servers"
        inputs = [servers / "jars.py", servers / "class_archives.py", _java_release()]
        command = [str(PYTHON), "-m", "infra.setup.class_archives"]
        folder = ENVIRONMENT / "share" / "segue" / "class-archives"
        digest = digest_of(inputs, *_pins_of("pyspark"))
        try:
            made = [folder / "kafka-*.jsa", folder / "spark-*.jsa"]
            self._once("class-archives", digest, lambda: _run(command), made=made)
        except subprocess.CalledProcessError:
            print("set-up: without these archives Kafka and Spark work as well, but start later", file=sys.stderr)

    def frontend(self) -> None:
        """Install the front end's packages and build it into `webapp/static/`."""
        node = [str(PYTHON), "-m", "infra.setup.npm"]
        lock = digest_of([FRONTEND / "package.json", FRONTEND / "package-lock.json"])
        modules = FRONTEND / "node_modules"
        # `npm ci` refuses a lock that lacks other platforms' optional packages (not every registry has all of them);
        # `install` takes the lock's versions just the same and leaves the file alone.
        install = [*node, "install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]
        self._once("frontend-packages", lock, lambda: _run(install), made=[modules])
        sources = digest_of(files_under(FRONTEND, without=("node_modules", "tests", "test-results")))
        self._once("frontend", sources, lambda: _run([*node, "run", "build"]), made=[STATIC / "index.html"])

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
        """Have what else tests use; those that lack it are skipped and say so.

        What is optional is not in every release: it is asked of apt once, and again where the release is another.
        """
        others = [each for each in REQUIREMENTS if each.need != "required" and each.name != "Chromium"]
        wanted = [each for each in others if not each.find()]
        if not wanted:
            return
        tried = [each for each in wanted if each.need == "optional"]
        if not self.stamps.fresh("optional", _optional_digest(tried)):
            tried = []
        _ensure_each([each for each in wanted if each not in tried])
        lacking = [each for each in wanted if not each.find()]
        self.stamps.done("optional", _optional_digest([each for each in lacking if each.need == "optional"]))
        for requirement in lacking:
            if requirement.find is not headless_shell_version:  # without it they run in Chromium
                print(f"set-up: tests that use {requirement.name} will be skipped: {how_to_install([requirement])}")

    def _once(self, step: str, digest: str, work: Callable[[], object], *, made: Sequence[Path] = ()) -> None:
        """Do it unless it was done from these inputs and all is there that it made, named or by a pattern."""
        if self.stamps.fresh(step, digest) and all(any(path.parent.glob(path.name)) for path in made):
            return
        with _announce(_step_title(step.removesuffix("-dev").replace("-", " "))):
            work()
        self.stamps.done(step, digest)


def _side_by_side(*works: Callable[[], None]) -> None:
    """Do them at the same time; raises what one of them raised when all have ended."""
    with ThreadPoolExecutor(len(works)) as pool:
        running = [pool.submit(work) for work in works]
    for each in running:
        each.result()


def _ensure_each(wanted: Sequence[Requirement]) -> None:
    """Install what can be had of them."""
    try:
        ensure(wanted)  # at once: apt takes seconds to begin
        return
    except Lacking:
        pass  # one that apt does not know keeps the others out
    for requirement in wanted:
        with suppress(Lacking):
            ensure([requirement])


def _optional_digest(lacking: Sequence[Requirement]) -> str:
    """Return what an attempt to install these depends on."""
    packages = [package for requirement in lacking for package in requirement.apt]
    return digest_of([OS_RELEASE], str(may_use_apt()), *packages)


def _pins_of(package: str) -> list[str]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    return [line for line in lines if line.startswith(f"{package}==")]


def _java_release() -> Path:
    """Return the file that says which Java this is; it changes with every update."""
    return Path(shutil.which("java") or "java").resolve().parents[1] / "release"


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

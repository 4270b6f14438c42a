"""What fails after the player plays ends nothing: somebody may be listening."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from infra.commands.running import demo
from infra.commands.running.demo_steps import StepFailed, Steps
from infra.settings import Settings
from recommender.errors import ServerUnavailable

PLAYS = "segue plays at"


class Service:
    """A process that works until it is stopped."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_running = False

    def start(self) -> None:
        self.is_running = True

    def alive(self) -> bool:
        return self.is_running

    def trouble(self) -> None:
        return None

    def ask_to_stop(self) -> None:
        self.is_running = False

    stop = ask_to_stop


class Demo:
    """A demo in which the command of the name `failing` fails; `wait` is the player's report that it is ready."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, home: Path, *, failing: str) -> None:
        self.commands: list[str] = []
        self.player, self.scheduler = Service("web"), Service("schedule")
        self.ran_at_the_end: list[str] = []
        self._output = io.StringIO()
        self._home, self._failing = home, failing

        def run(steps: Steps, what: str, *arguments: str) -> str:
            steps.begin(what)
            self.commands.append(" ".join(arguments))
            if self.commands[-1].startswith(failing):
                raise StepFailed(f"`segue {self.commands[-1]}` ended with 1; its reason stands above")
            return ""

        monkeypatch.setattr(Steps, "run", run)
        for name, value in {
            "_servers": self._servers,
            "_nobody_has_listened": lambda *_: False,
            "_index_is_current": lambda *_: False,
            "_map_is_current": lambda *_: False,
            "services_of": lambda _: [self.player],
            "scheduler_of": lambda _: self.scheduler,
            "wait_until_ready": self._wait,
        }.items():
            monkeypatch.setattr(demo, name, value)

    def run(self) -> str:
        """Run it until it has nothing left to do, and return what it printed."""
        console = Console(file=self._output, width=400)
        demo._run(Settings(home=self._home), self._home, console, self._is_stopped)
        return self._output.getvalue()

    def printed(self) -> str:
        return self._output.getvalue()

    def _is_stopped(self) -> bool:
        if demo.GOES_ON not in self.printed() and demo.ALL_IS_DONE not in self.printed():
            return False
        self.ran_at_the_end = [service.name for service in (self.player, self.scheduler) if service.alive()]
        return True

    def _wait(self, *_: object, but: tuple[str, ...] = (), **__: Any) -> None:
        if not but and self._failing == "ready":
            raise ServerUnavailable("the player did not become ready (index: there is none [yet])")

    @contextmanager
    def _servers(self, *_: object) -> Iterator[tuple[None, list[Any]]]:
        yield None, []


@pytest.mark.parametrize("failing", ["ingest /", "build index", "build map", "ready"])
def test_a_player_that_plays_goes_on_whatever_fails_behind_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, failing: str
) -> None:
    run = Demo(monkeypatch, tmp_path, failing=failing)
    printed = run.run()
    assert ("(index: there is none [yet])" if failing == "ready" else f"`segue {failing}") in printed
    assert printed.index(PLAYS) < printed.index(demo.GOES_ON) < printed.index("stopping")
    assert demo.ALL_IS_DONE not in printed
    assert run.ran_at_the_end == ["web", "schedule"]
    assert not run.player.alive()


def test_what_fails_before_the_player_plays_ends_the_demo(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    run = Demo(monkeypatch, tmp_path, failing="ingest --tags-only")
    with pytest.raises(StepFailed):
        run.run()
    assert PLAYS not in run.printed()


def test_a_demo_without_a_failure_says_that_all_is_done(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    run = Demo(monkeypatch, tmp_path, failing="nothing")
    assert demo.ALL_IS_DONE in run.run()
    assert run.ran_at_the_end == ["web", "schedule"]
    assert run.commands == [f"ingest --tags-only {tmp_path}", f"ingest {tmp_path}", "build index", "build map"]


def test_the_results_of_each_step_have_a_file_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("infra.commands.running.demo_steps.segue_command", lambda *arguments: ["echo", *arguments])
    steps = Steps(Console(file=io.StringIO()), total=2, logs=tmp_path, stopped=lambda: False)
    assert steps.run("tags", "ingest", "--tags-only", "/music") == "ingest --tags-only /music"
    assert steps.run("sound", "ingest", "/music") == "ingest /music"
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["demo-1-ingest.log", "demo-2-ingest.log"]

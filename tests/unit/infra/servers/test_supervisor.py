from dataclasses import dataclass, field
from subprocess import TimeoutExpired

import pytest

from infra.disk_space import DiskFull
from infra.servers.supervisor import LOOK_FOR_ROOM_S, STEADY_S, Supervisor, Trouble
from infra.tasks import MAX_PAUSE_S, pause_after
from recommender.errors import ServerUnavailable

UNFORESEEN = [
    OSError(11, "Resource temporarily unavailable"),
    OSError(28, "No space left on device"),
    TimeoutExpired("java", 120),
    RuntimeError("can't start new thread"),
]


@dataclass
class Lamp:
    name: str = "lamp"
    lit: bool = True
    broken: bool = False
    error: Exception = field(default_factory=lambda: ServerUnavailable("no bulb"))
    dark: Exception | None = None
    dim: Trouble | None = None
    starts: list[float] = field(default_factory=list)
    now: float = 0.0

    def start(self) -> None:
        self.starts.append(self.now)
        if self.broken:
            raise self.error
        self.lit, self.dim, self.dark = True, None, None

    def alive(self) -> bool:
        return self.lit

    def trouble(self) -> Trouble | None:
        if self.dark:
            raise self.dark
        return self.dim

    def clock(self) -> float:
        return self.now


def watched(lamp: Lamp) -> tuple[Supervisor, list[str]]:
    said: list[str] = []
    return Supervisor([lamp], say=said.append, now=lamp.clock), said


def test_what_runs_is_left_alone():
    supervisor, said = watched(lamp := Lamp())
    supervisor.tick()
    assert (lamp.starts, said) == ([], [])


def test_what_is_started_later_is_watched_too():
    supervisor, said = watched(first := Lamp())
    supervisor.watch(Lamp(name="second", lit=False))
    supervisor.tick()
    assert said == ["second ended; starting it again in 0.5 s"]
    assert first.lit


def test_what_ended_is_started_again_after_a_pause():
    supervisor, said = watched(lamp := Lamp())
    lamp.lit = False
    supervisor.tick()
    supervisor.tick()
    assert lamp.starts == []
    lamp.now = 0.5
    supervisor.tick()
    assert lamp.lit
    assert said == ["lamp ended; starting it again in 0.5 s", "lamp runs again"]


def test_pauses_grow_while_it_keeps_failing_and_have_a_limit():
    supervisor, said = watched(lamp := Lamp(lit=False, broken=True))
    while lamp.now < 100:
        supervisor.tick()
        lamp.now += 0.25
    gaps = [later - sooner for sooner, later in zip(lamp.starts, lamp.starts[1:], strict=False)]
    assert gaps == sorted(gaps)
    assert gaps[0] <= 1.5
    assert MAX_PAUSE_S <= gaps[-1] <= MAX_PAUSE_S + 0.5
    assert "did not start (no bulb)" in said[1]


@pytest.mark.parametrize("error", UNFORESEEN)
def test_a_start_that_fails_in_an_unforeseen_way_is_told_with_its_class_and_tried_later_and_later(error):
    supervisor, said = watched(lamp := Lamp(lit=False, broken=True, error=error))
    while lamp.now < 10:
        supervisor.tick()
        lamp.now += 0.25
    assert said[1] == f"lamp did not start ({type(error).__name__}: {error}); starting it again in 1 s"
    assert len(lamp.starts) == 4  # after 0.5, 1, 2 and 4 s
    lamp.broken = False
    lamp.now += MAX_PAUSE_S
    supervisor.tick()
    assert said[-1] == "lamp runs again"


def test_what_cannot_be_looked_at_is_started_again_and_the_others_are_watched():
    dark, good = Lamp(dark=OSError(5, "Input/output error")), Lamp(name="good", lit=False)
    said: list[str] = []
    supervisor = Supervisor([dark, good], say=said.append, now=dark.clock)
    supervisor.tick()
    dark.now = 0.5
    supervisor.tick()
    assert (dark.starts, good.lit) == ([0.5], True)
    assert said[0].startswith("lamp could not be looked at (OSError: [Errno 5] Input/output error); starting it again")


def test_after_running_steadily_a_restart_is_quick_again():
    supervisor, said = watched(lamp := Lamp(lit=False, broken=True))
    while lamp.now < 20:
        supervisor.tick()
        lamp.now += 0.25
    lamp.broken = False
    lamp.now += MAX_PAUSE_S
    supervisor.tick()
    lamp.now += STEADY_S + 1
    lamp.lit = False
    supervisor.tick()
    assert said[-1] == "lamp ended; starting it again in 0.5 s"


def test_what_runs_without_working_is_started_again():
    supervisor, said = watched(lamp := Lamp(dim=Trouble("no light")))
    supervisor.tick()
    lamp.now = 0.5
    supervisor.tick()
    assert lamp.starts == [0.5]
    assert said == ["lamp runs, but cannot work (no light); starting it again in 0.5 s", "lamp runs again"]
    supervisor.tick()
    assert len(said) == 2


def test_what_keeps_running_without_working_is_started_later_and_later():
    supervisor, _ = watched(lamp := Lamp())
    while lamp.now < 200:
        lamp.dim = Trouble("no light")
        supervisor.tick()
        lamp.now += 0.25
    gaps = [later - sooner for sooner, later in zip(lamp.starts, lamp.starts[1:], strict=False)]
    assert gaps == sorted(gaps)
    assert MAX_PAUSE_S <= gaps[-1] <= MAX_PAUSE_S + 0.5


def test_a_trouble_that_no_restart_mends_is_said_once_and_waited_for():
    supervisor, said = watched(lamp := Lamp(dim=Trouble("disk full: 3 MB free", is_mended_by_restart=False)))
    supervisor.tick()
    lamp.now = 60
    lamp.dim = Trouble("disk full: 2 MB free", is_mended_by_restart=False)
    supervisor.tick()
    assert (lamp.starts, said) == ([], ["lamp cannot work (disk full: 3 MB free)"])
    lamp.dim = None
    supervisor.tick()
    supervisor.tick()
    assert said[1:] == ["lamp works again"]


def test_a_full_disk_is_said_once_and_room_is_looked_for_often():
    lamp = Lamp(lit=False)
    said: list[str] = []
    room = False

    def start() -> None:
        lamp.starts.append(lamp.now)
        if not room:
            raise DiskFull("lamp cannot run, disk full")
        lamp.lit = True

    lamp.start = start  # type: ignore[method-assign]
    supervisor = Supervisor([lamp], say=said.append, now=lamp.clock)
    while lamp.now < 60:
        supervisor.tick()
        lamp.now += 0.25
    room = True
    lamp.now += LOOK_FOR_ROOM_S
    supervisor.tick()
    assert lamp.lit
    assert said[1:] == ["lamp cannot run, disk full; lamp is then started by itself", "lamp runs again"]


def test_one_that_ends_at_once_again_and_again_does_not_keep_the_others_from_being_watched():
    bad, good = Lamp(name="bad"), Lamp(name="good")
    said: list[str] = []
    supervisor = Supervisor([bad, good], say=said.append, now=bad.clock)
    while bad.now < 100:
        bad.lit = False
        supervisor.tick()
        bad.now += 0.25
    assert len(bad.starts) > 5
    good.lit = False
    supervisor.tick()
    bad.now += 0.5
    supervisor.tick()
    assert good.lit
    assert sum(line.startswith("bad ended") for line in said) == len(bad.starts) + 1


def test_pause_never_overflows():
    assert pause_after(10_000) == MAX_PAUSE_S

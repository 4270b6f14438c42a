from dataclasses import dataclass, field

from infra.servers.supervisor import LONGEST_PAUSE_S, STEADY_S, Supervisor, pause_after
from recommender.errors import ServerUnavailable


@dataclass
class Lamp:
    name: str = "lamp"
    lit: bool = True
    broken: bool = False
    starts: list[float] = field(default_factory=list)
    now: float = 0.0

    def start(self) -> None:
        self.starts.append(self.now)
        if self.broken:
            raise ServerUnavailable("no bulb")
        self.lit = True

    def alive(self) -> bool:
        return self.lit

    def clock(self) -> float:
        return self.now


def watched(lamp: Lamp) -> tuple[Supervisor, list[str]]:
    said: list[str] = []
    return Supervisor([lamp], say=said.append, now=lamp.clock), said


def test_what_runs_is_left_alone():
    supervisor, said = watched(lamp := Lamp())
    supervisor.tick()
    assert (lamp.starts, said) == ([], [])


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
    assert LONGEST_PAUSE_S <= gaps[-1] <= LONGEST_PAUSE_S + 0.5
    assert "did not start (no bulb)" in said[1]


def test_after_running_steadily_a_restart_is_quick_again():
    supervisor, said = watched(lamp := Lamp(lit=False, broken=True))
    while lamp.now < 20:
        supervisor.tick()
        lamp.now += 0.25
    lamp.broken = False
    lamp.now += LONGEST_PAUSE_S
    supervisor.tick()
    lamp.now += STEADY_S + 1
    lamp.lit = False
    supervisor.tick()
    assert said[-1] == "lamp ended; starting it again in 0.5 s"


def test_pause_never_overflows():
    assert pause_after(10_000) == LONGEST_PAUSE_S

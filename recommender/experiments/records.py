"""What an experiment is, and who is in which of its arms."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal

from msgspec import Struct

from recommender.errors import BadInput
from recommender.experiments.variants import VARIANTS
from recommender.records import ListenerId

Design = Literal["ab", "interleaved"]
"""`ab`: each listener is served by one arm. `interleaved`: each slate is drawn from both of two arms."""

MIN_ARMS, MAX_ARMS = 2, 5
WINDOW_HOURS: Final = 24.0
MARGIN: Final = 0.05
"""An arm is stopped when it is certain that its early-skip rate is higher than the control's by more than this."""
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


class StoppedArm(Struct, frozen=True, kw_only=True):
    """An arm that the guard has stopped; its listeners are served as the instance is set."""

    arm: str
    at: datetime
    why: str


class Experiment(Struct, frozen=True, kw_only=True):
    """Arms that are compared; the first is the control, the others are compared with it."""

    name: str
    """Also the salt of the draw: another experiment divides the listeners anew."""
    design: Design
    arms: tuple[str, ...]
    """Names of variants."""
    started_at: datetime
    window_hours: float = WINDOW_HOURS
    """A listener counts by what they did so long after a pick was first shown to them here."""
    margin: float = MARGIN
    stopped_at: datetime | None = None
    why: str = ""
    """Why it was stopped, where the guard did it."""
    stopped_arms: tuple[StoppedArm, ...] = ()

    @property
    def control(self) -> str:
        """The arm that the others are compared with."""
        return self.arms[0]

    @property
    def window(self) -> timedelta:
        """How long a listener is watched."""
        return timedelta(hours=self.window_hours)

    @property
    def running_arms(self) -> tuple[str, ...]:
        """The arms that the guard has not stopped; none of an experiment that is over."""
        if self.stopped_at is not None:
            return ()
        stopped = {each.arm for each in self.stopped_arms}
        return tuple(arm for arm in self.arms if arm not in stopped)


def start_experiment(
    name: str,
    arms: Sequence[str],
    *,
    at: datetime,
    design: Design = "ab",
    window_hours: float = WINDOW_HOURS,
    margin: float = MARGIN,
    is_rehearsal: bool = False,
) -> Experiment:
    """Return the experiment; raises `BadInput` for a name or for arms that cannot be.

    Some arms are for rehearsals only, on simulated listeners.
    """
    if not _NAME.fullmatch(name):
        raise BadInput(f"an experiment cannot be called {name!r}; use a-z, 0-9, - and _, 40 characters at most")
    if unknown := [arm for arm in arms if arm not in VARIANTS]:
        raise BadInput(f"there is no variant {unknown[0]!r}; `segue experiment variants` lists them")
    if not is_rehearsal and (harmful := [arm for arm in arms if VARIANTS[arm].is_rehearsed_only]):
        raise BadInput(f"{harmful[0]} is for `segue experiment rehearse` only; no listener is served by it")
    if len(set(arms)) != len(arms) or not MIN_ARMS <= len(arms) <= MAX_ARMS:
        raise BadInput(f"an experiment has {MIN_ARMS} to {MAX_ARMS} different arms, the first is the control")
    if design == "interleaved" and len(arms) != 2:
        raise BadInput("a slate is drawn from two arms; name two, or leave --interleaved out")
    return Experiment(
        name=name, design=design, arms=tuple(arms), started_at=at, window_hours=window_hours, margin=margin
    )


def drawn_arm(experiment: Experiment, listener_id: ListenerId) -> str:
    """Return the arm that the listener was drawn into: the same each time, each arm as likely, at any time."""
    return experiment.arms[_draw(experiment.name, listener_id) % len(experiment.arms)]


def serving_arm(experiment: Experiment, listener_id: ListenerId) -> str | None:
    """Return the arm that serves the listener now; None where it was stopped."""
    arm = drawn_arm(experiment, listener_id)
    return arm if arm in experiment.running_arms else None


def arm_label(experiment: Experiment, arm: str) -> str:
    """Return what slates, and events of what was shown, carry."""
    return f"{experiment.name}/{arm}"


def seed_of(experiment: Experiment, text: str) -> int:
    """Return a seed that is the same in each process, such as of a listener's slate."""
    return _draw(experiment.name, text)


def _draw(salt: str, text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8, key=salt.encode()).digest())

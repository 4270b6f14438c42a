"""A goal, the figures that it is about, and what was measured of them."""

import operator
from dataclasses import dataclass
from typing import Literal

Part = Literal["value", "low", "high"]
_HOLDS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
RUN_ITSELF, SECONDS = "the run itself", "seconds"
"""Model and metric of the time that a run took."""


@dataclass(frozen=True)
class Figure:
    """One figure of one run."""

    run: str
    model: str
    metric: str
    part: Part = "value"


@dataclass(frozen=True)
class Goal:
    """One promise; of several figures, `of` says what counts."""

    task: str
    what: str
    figures: tuple[Figure, ...]
    op: Literal[">=", "<=", ">", "<"]
    target: float
    of: Literal["mean", "least", "most"] = "mean"
    is_aim: bool = False
    """Hoped for beyond the goal."""


@dataclass(frozen=True)
class Held:
    """A goal held against what was measured; `measured` is None when a run or a figure is missing."""

    goal: Goal
    measured: float | None
    baseline: float | None = None
    """The same figure of the baseline; None where there is none, as for a gain over the baseline itself."""

    @property
    def holds(self) -> bool:
        """Whether it was measured and reached."""
        return self.measured is not None and bool(_HOLDS[self.goal.op](self.measured, self.goal.target))

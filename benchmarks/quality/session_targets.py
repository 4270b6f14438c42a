"""What the next track of a session is to be foreseen at; the figures are those of the run `sessions`."""

from typing import Literal, NamedTuple

from recommender.sequences.evaluation.figures import BLEND, HIT_RATE, LESS_BEST, MRR


class Target(NamedTuple):
    """One figure and what it must reach."""

    model: str
    metric: str
    part: Literal["value", "low"]
    op: Literal[">=", ">"]
    target: float

    @property
    def figure(self) -> tuple[str, str, Literal["value", "low"]]:
        """Model, metric and which end of it."""
        return self.model, self.metric, self.part

    @property
    def words(self) -> str:
        """What it is, for a table."""
        return f"{self.metric}, {self.model}{', lower end of 95 %' if self.part == 'low' else ''}"


TARGETS = (
    Target(BLEND, f"incremental: {HIT_RATE}", "value", ">=", 0.43),
    Target(BLEND, f"incremental: {MRR}", "value", ">=", 0.18),
    Target(BLEND, f"static: {HIT_RATE}", "value", ">=", 0.19),
    Target(BLEND, f"static: {MRR}", "value", ">=", 0.083),
    *(
        Target(LESS_BEST, f"{protocol}: {metric}", "low", ">", 0.0)
        for protocol in ("incremental", "static")
        for metric in (HIT_RATE, MRR)
    ),
)

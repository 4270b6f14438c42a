"""The models of a chart by name, and how they are put together."""

from collections.abc import Iterable, Sequence

from recommender.errors import BadInput
from recommender.prediction.charts.backtest import Build
from recommender.prediction.charts.baselines import DRIFT, MOVING_AVERAGE, PERSISTENCE
from recommender.prediction.charts.grid import Grid
from recommender.prediction.charts.models.arima import Arima
from recommender.prediction.charts.models.boosting import Boosting
from recommender.prediction.charts.models.chart_model import ChartModel
from recommender.prediction.charts.models.ensemble import Ensemble
from recommender.prediction.charts.models.lstm import Lstm

MEMBERS = ("boosting", "lstm")
"""Of the ensemble."""
NAMES = ("persistence", "moving average", "drift", "arima", *MEMBERS, "ensemble")
EVERY = {"arima": 4}
"""Backtested on every fourth week only: its series are fitted anew each week."""


def builder(names: Iterable[str] = NAMES, *, seed: int = 0, threads: int = 1) -> Build:
    """Return what makes the named models; persistence is always among them, an ensemble brings its members.

    Raises `BadInput` for a name that no model has.
    """
    wanted = {PERSISTENCE.name, *names}
    if unknown := sorted(wanted - set(NAMES)):
        raise BadInput(f"there is no model {unknown[0]!r}; there are {', '.join(NAMES)}")
    if "ensemble" in wanted:
        wanted |= set(MEMBERS)

    def build(grids: Sequence[Grid]) -> list[ChartModel | Ensemble]:
        made: tuple[ChartModel | Ensemble, ...] = (
            PERSISTENCE,
            MOVING_AVERAGE,
            DRIFT,
            Arima(grids),
            Boosting(seed=seed, threads=threads),
            Lstm(grids, seed=seed),
            Ensemble(MEMBERS),
        )
        return [model for model in made if model.name in wanted]

    return build

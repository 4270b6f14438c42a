"""What the charts page asks and is told."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Name = Annotated[str, Meta(min_length=1, max_length=200)]
Week = Annotated[str, Meta(pattern=r"^\d{4}-W\d{2}$")]
ChartModel = Literal["best", "ensemble", "boosting", "lstm", "arima", "drift", "moving average", "persistence"]
Rank = Annotated[int, Meta(ge=1)]
MAX_FORECAST = 200


class ChartQuestion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which of next week's charts; nothing at all asks for the best model's top 50."""

    model_type: ChartModel = "best"
    n: Annotated[int, Meta(ge=1, le=MAX_FORECAST)] = 50
    week: Week | None = None
    """ISO week; only the week that is being forecast can be asked for."""
    genre: Name | None = None
    """Keeps songs of this genre, as the chart or the library names it."""
    chart: Name | None = None
    """One of `GET /lab/charts`; without it the service's own chart, or the first one there is."""


class HistoryWeek(Struct, frozen=True, kw_only=True):
    """One past week of a song; no rank and no score where it was not on the chart."""

    week: str
    score: float | None
    rank: Rank | None


class ForecastItem(Struct, frozen=True, kw_only=True):
    """One song of next week's chart."""

    position: Rank
    title: str
    artist: str
    track_id: str | None
    """Set when the song is in the library: it can be played."""
    score: float
    """Expected score in the chart's own unit."""
    low: float
    """The score lies between `low` and `high` in 80 of 100 cases."""
    high: float
    chance: Annotated[float, Meta(ge=0, le=1)]
    """That the song is in next week's top 50."""
    rank_now: Rank | None
    """None for a song that is not on the chart now."""
    move: int | None
    """Places up (above 0) or down from `rank_now`."""
    is_new: bool
    """Whether the song is not in the top 50 of the last known week."""
    history: tuple[HistoryWeek, ...]
    """Oldest first; the last weeks, for a sparkline."""


class Backtest(Struct, frozen=True, kw_only=True):
    """How the model did on weeks it had not seen, beside saying that nothing changes."""

    metric: str
    model: float
    persistence: float
    gain_points: float
    """Percentage points above persistence."""
    low: float | None
    """Ends of the 95 % interval of the gain, points."""
    high: float | None
    n_weeks: int


class ForecastAnswer(Struct, frozen=True, kw_only=True):
    """Next week's chart."""

    chart: str
    week: str
    """The ISO week that is forecast."""
    data_up_to: str
    """The last week the forecast knows."""
    asked: str
    model_type: str
    """What answered; `asked` unless it fell back."""
    fell_back: str
    """Why another model answered than was asked for; empty when it did not."""
    model_version: str
    verdict: str
    """What the backtest allows to say, such as: not predictable better than chance."""
    backtest: Backtest | None
    items: tuple[ForecastItem, ...]
    message: str
    """Why there are fewer songs than asked for; empty otherwise."""


class ChartSummary(Struct, frozen=True, kw_only=True):
    """One chart that can be forecast."""

    chart: str
    weeks: int
    first_week: str
    last_week: str
    n_songs: int
    models: tuple[str, ...]
    """What can be asked for as `model_type`: `best`, and the models that there are."""


class ChartsAnswer(Struct, frozen=True, kw_only=True):
    """Every chart that can be forecast."""

    charts: tuple[ChartSummary, ...]
    model_version: str

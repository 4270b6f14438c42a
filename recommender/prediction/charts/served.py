"""What is served: next week's lists of every chart by every model, ready made; nothing is computed on request."""

from dataclasses import dataclass
from pathlib import Path

import msgspec
from msgspec import Struct

from recommender.artifacts.manifest import Manifest
from recommender.artifacts.opening import open_version
from recommender.errors import BadArtifact, NotFound, OutOfRange

CHARTS_FILE = "charts.json"
BEST = "best"
PERSISTENCE = "persistence"
FALL_BACK = (BEST, "ensemble", "boosting", "lstm", "arima", "drift", "moving average", PERSISTENCE)
"""Whoever asks for a model that is missing or stale gets the next one that is there, and persistence always is."""


class HistoryPoint(Struct, frozen=True):
    """One week of a song in a chart; both None: the song was not listed, or the week is missing."""

    week: str
    score: float | None = None
    rank: int | None = None


class ForecastItem(Struct, frozen=True, kw_only=True):
    """One song of a forecast, in the order of the list."""

    song_key: str
    title: str
    artist: str
    genre: str = ""
    track_id: str | None = None
    score: float
    """Expected score of the week, in the chart's `score_unit`."""
    low: float
    high: float
    """80 % interval."""
    chance: float
    """Of standing in the top 50."""
    rank_now: int | None = None
    """None: not listed in the last week."""
    move: int | None = None
    """Places gained on `rank_now`; negative: lost."""
    is_new: bool
    """Not in the top 50 of the last week."""


class BacktestFigures(Struct, frozen=True, kw_only=True):
    """How a model did on past weeks it had not seen, beside persistence on the same weeks."""

    metric: str
    model: float
    persistence: float
    gain_points: float
    """Difference in points (hundredths)."""
    low: float | None
    high: float | None
    """95 % interval of the gain, points; None for too few weeks."""
    n_weeks: int


class Forecast(Struct, frozen=True, kw_only=True):
    """One model's list for one week."""

    model: str
    week: str
    """ISO name of the week forecast."""
    data_up_to: str
    """ISO name of the last week the model has seen."""
    verdict: str
    """What its backtest says, in a sentence."""
    backtest: BacktestFigures | None = None
    """None: too few weeks for one."""
    items: tuple[ForecastItem, ...]


class ServedChart(Struct, frozen=True, kw_only=True):
    """One chart with its forecasts."""

    chart: str
    weeks: int
    """How many it has."""
    missing_weeks: int
    """How many lie between the first and the last without an entry."""
    first_week: str
    last_week: str
    n_songs: int
    score_unit: str
    """Such as `streams`, `score` or `100 / rank`."""
    best: str
    """The model that won the backtest; persistence when none beats it."""
    forecasts: dict[str, Forecast]
    """By model; `best` is not a key."""
    histories: dict[str, tuple[HistoryPoint, ...]]
    """Last weeks of every song in a forecast, by song key, oldest first."""


class ChartsFile(Struct, frozen=True):
    """The content of `charts.json`."""

    charts: tuple[ServedChart, ...]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A forecast as it was asked for."""

    chart: ServedChart
    asked: str
    forecast: Forecast
    fell_back: str
    """Why another model answers than the one asked for; empty when it is that one."""


@dataclass(frozen=True, kw_only=True)
class ServedCharts:
    """All charts of one published version."""

    charts: dict[str, ServedChart]
    manifest: Manifest

    def chart(self, name: str) -> ServedChart:
        """Return a chart; raises `NotFound` naming those there are."""
        if name not in self.charts:
            raise NotFound(f"there is no chart {name!r}; there are {', '.join(self.charts)}")
        return self.charts[name]

    def answer(
        self, name: str, *, model: str = BEST, n: int = 50, week: str | None = None, genre: str | None = None
    ) -> Answer:
        """Return the first `n` songs that a model expects; raises `OutOfRange` for a week it does not forecast."""
        chart = self.chart(name)
        forecast, fell_back = chosen(chart, model)
        if week is not None and week != forecast.week:
            raise OutOfRange(f"chart {name!r} is known up to {chart.last_week}: only {forecast.week} can be forecast")
        items = [item for item in forecast.items if genre is None or item.genre.casefold() == genre.casefold()]
        cut = msgspec.structs.replace(forecast, items=tuple(items[:n]))
        return Answer(chart=chart, asked=model, forecast=cut, fell_back=fell_back)


def chosen(chart: ServedChart, model: str) -> tuple[Forecast, str]:
    """Return the forecast of `model`, or of the next one in the order of fall-back, and why it is another."""
    wanted = chart.best if model == BEST else model
    if wanted in chart.forecasts:
        return chart.forecasts[wanted], ""
    for other in (chart.best, *FALL_BACK):
        if other in chart.forecasts:
            return chart.forecasts[other], f"there is no {wanted} forecast of chart {chart.chart!r}; {other} answers"
    raise BadArtifact(f"chart {chart.chart!r} has no forecast at all; run `segue train charts`")


def load(folder: Path) -> ServedCharts:
    """Read a published version; raises `BadArtifact` when it is not one."""
    with open_version(folder) as manifest:
        content = msgspec.json.decode((folder / CHARTS_FILE).read_bytes(), type=ChartsFile)
        return ServedCharts(charts={chart.chart: chart for chart in content.charts}, manifest=manifest)

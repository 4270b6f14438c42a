"""Which forecast answers: the one that was asked for, unless it is missing or knows less than is known by now."""

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from recommender.errors import BadArtifact, OutOfRange
from recommender.prediction.charts.records import ChartEntry, charted_key
from recommender.prediction.charts.served import (
    BEST,
    FALL_BACK,
    PERSISTENCE,
    Answer,
    Forecast,
    ForecastItem,
    HistoryPoint,
    ServedChart,
)
from recommender.prediction.charts.weeks import parse_week, week_name

_RETRAIN = "run `segue train charts`"


def fresh_answer(
    chart: ServedChart, *, model: str = BEST, known: int | None, entries: Callable[[int], Sequence[ChartEntry]]
) -> Answer:
    """Return the forecast of `model`, else of the next in `FALL_BACK` that is there and not stale.

    A forecast is stale when it has not seen `known`, the chart's newest complete week. When all of them are, next
    week's list is that week's own, from `entries(known)`, with the chances and intervals that persistence had by
    place in the backtest.
    """
    wanted = chart.best if model == BEST else model
    for name in dict.fromkeys((wanted, chart.best, *FALL_BACK)):
        forecast = chart.forecasts.get(name)
        if forecast is not None and not is_stale(forecast, known):
            why = "" if name == wanted else f"{_missing(chart, wanted, known)}; {name} answers"
            return Answer(chart=chart, asked=model, forecast=forecast, fell_back=why)
    if known is None or not chart.forecasts:
        raise BadArtifact(f"chart {chart.chart!r} has no forecast at all; {_RETRAIN}")
    stale = _missing(chart, wanted if wanted in chart.forecasts else next(iter(chart.forecasts)), known)
    why = f"{stale}, and the other models know no more; that week's list answers as {PERSISTENCE}; {_RETRAIN}"
    newer, forecast = _persist(chart, known, entries(known))
    return Answer(chart=newer, asked=model, forecast=forecast, fell_back=why)


def is_stale(forecast: Forecast, known: int | None) -> bool:
    """Return whether a newer week is known than the forecast has seen."""
    return known is not None and parse_week(forecast.data_up_to) < known


def require_week(forecast: Forecast, week: str | None) -> None:
    """Raise `OutOfRange`, naming the week there is, when another one is asked for."""
    if week is not None and parse_week(week) != parse_week(forecast.week):
        raise OutOfRange(
            f"week {week} is not forecast: the data end with {forecast.data_up_to}, so only {forecast.week} is"
        )


def _missing(chart: ServedChart, model: str, known: int | None) -> str:
    if model not in chart.forecasts or known is None:
        return f"there is no {model} forecast of chart {chart.chart!r}"
    seen = chart.forecasts[model].data_up_to
    return f"{model} knows chart {chart.chart!r} up to {seen} only, but {week_name(known)} is complete"


def _persist(chart: ServedChart, week: int, entries: Sequence[ChartEntry]) -> tuple[ServedChart, Forecast]:
    """Return the week as a forecast of the next one, and the chart with its songs' histories up to it."""
    learned = chart.forecasts.get(PERSISTENCE) or next(iter(chart.forecasts.values()))
    name = week_name(week)
    items = tuple(_item(entry, learned.items) for entry in entries) if learned.items else ()
    points = {item.song_key: HistoryPoint(name, item.score, item.rank_now) for item in items}
    histories = {key: (*_before(chart.histories.get(key, ()), name), point) for key, point in points.items()}
    forecast = replace(learned, model=PERSISTENCE, week=week_name(week + 1), data_up_to=name, items=items)
    return replace(chart, last_week=name, histories=histories), forecast


def _item(entry: ChartEntry, learned: Sequence[ForecastItem]) -> ForecastItem:
    like = learned[min(entry.rank, len(learned)) - 1]
    score = like.score if entry.streams is None else entry.streams
    width = score / like.score if like.score else 1.0
    return ForecastItem(
        song_key=charted_key(entry.title, entry.artist),
        title=entry.title,
        artist=entry.artist,
        genre=entry.genre,
        track_id=entry.track_id or None,
        score=score,
        low=min(score, like.low * width),
        high=max(score, like.high * width),
        chance=like.chance,
        rank_now=entry.rank,
        move=0,
        is_new=False,
    )


def _before(points: Iterable[HistoryPoint], week: str) -> tuple[HistoryPoint, ...]:
    return tuple(point for point in points if point.week < week)

"""How a track stands in the chart, and what is forecast of it for next week."""

from collections.abc import Callable

import numpy as np

from recommender.playlists.smart.columns import Numbers
from recommender.playlists.smart.fields.field import Field, FieldKind
from recommender.playlists.smart.sources import Sources
from recommender.prediction.charts.served import BEST, ForecastItem, ServedChart, chosen

_PERCENT = 100.0


def _forecast(
    name: str, words: str, of: Callable[[ForecastItem], float | None], unit: str = "", *, kind: FieldKind = "number"
) -> Field:
    return Field(name, kind, "Popularity", words, lambda sources: _read(sources, lambda _, item: of(item)), unit)


def _read(sources: Sources, of: Callable[[ServedChart, ForecastItem], float | None]) -> Numbers:
    """Return the values of the songs of the forecast; NaN for what is not in it, and where there is none."""
    library = sources.library
    values = np.full(sources.n_tracks, np.nan)
    if library.chart is None:
        return Numbers(values)
    forecast, _ = chosen(library.chart, BEST)
    for item in forecast.items:
        track = library.catalogue.track(item.track_id) if item.track_id else library.songs.find(item.title, item.artist)
        value = None if track is None else of(library.chart, item)
        if track is not None and value is not None:
            values[library.catalogue.positions[track.track_id]] = value
    return Numbers(values)


def _last_score(chart: ServedChart, item: ForecastItem) -> float | None:
    points = chart.histories.get(item.song_key, ())
    return points[-1].score if points and points[-1].week == chart.last_week else None


POPULARITY_FIELDS: tuple[Field, ...] = (
    Field("popularity", "number", "Popularity", "Score in last week's chart", lambda s: _read(s, _last_score)),
    _forecast("chart_rank", "Place in last week's chart", lambda item: item.rank_now),
    _forecast("forecast_score", "Score forecast for next week", lambda item: item.score),
    _forecast("forecast_chance", "Chance of next week's top 50", lambda item: _PERCENT * item.chance, "%"),
    _forecast("forecast_move", "Places gained, as forecast", lambda item: item.move, "places"),
    _forecast("forecast_new", "New in next week's top 50", lambda item: float(item.is_new), kind="flag"),
)

"""Next week's list of one chart by one model, as it is served."""

from collections.abc import Iterable, Mapping

import numpy as np

from recommender.prediction.charts.backtest import ChartBacktest
from recommender.prediction.charts.choice import best_of, gain, measured_weeks
from recommender.prediction.charts.features import Rows
from recommender.prediction.charts.grid import TOP, Grid
from recommender.prediction.charts.models.chart_model import Prediction
from recommender.prediction.charts.report import verdict
from recommender.prediction.charts.served import (
    PERSISTENCE,
    BacktestFigures,
    Forecast,
    ForecastItem,
    HistoryPoint,
    ServedChart,
)
from recommender.prediction.charts.week_score import OVERLAP, rank_candidates
from recommender.prediction.charts.weeks import week_name

LONGEST = 200
"""Songs of a forecast that are kept."""
HISTORY = 12
"""Weeks of the past beside each song."""
_SCORE_DIGITS = 5


def build_served_chart(
    grid: Grid, rows: Rows, predictions: Mapping[str, Prediction], tested: ChartBacktest | None
) -> ServedChart:
    """Return a chart with the forecasts of all models; `rows` are the candidates of its last week."""
    forecasts = {
        model: forecast(grid, rows, prediction, model=model, tested=tested) for model, prediction in predictions.items()
    }
    present = np.flatnonzero(grid.present)
    wanted = {item.song_key for made in forecasts.values() for item in made.items}
    return ServedChart(
        chart=grid.chart,
        weeks=len(present),
        missing_weeks=grid.n_weeks - len(present),
        first_week=week_name(grid.week(int(present[0]))),
        last_week=week_name(grid.week(int(present[-1]))),
        n_songs=len(grid.songs),
        score_unit="streams" if grid.has_streams else "100 / rank",
        best=best_of(tested) if tested is not None else PERSISTENCE,
        forecasts=forecasts,
        histories={song.key: history(grid, number) for number, song in enumerate(grid.songs) if song.key in wanted},
    )


def forecast(grid: Grid, rows: Rows, prediction: Prediction, *, model: str, tested: ChartBacktest | None) -> Forecast:
    """Return one model's list: the likeliest `TOP`, of a shorter list all, by strength, then the others."""
    row = grid.n_weeks - 1
    if tested is not None:
        prediction = prediction.widen(tested.widening[model].of(rows))
    n_top = min(TOP, int(np.isfinite(grid.rank[row]).sum()))
    first = rank_candidates(prediction, n_top)
    others = np.lexsort((-prediction.strength, -prediction.chance))[n_top:LONGEST]
    order = np.concatenate([first, others])
    score, low, high = (
        grid.score(values[order], row) for values in (prediction.strength, prediction.low, prediction.high)
    )
    items = []
    for position, candidate in enumerate(order):
        song = grid.songs[rows.song[candidate]]
        rank = grid.rank[row, rows.song[candidate]]
        rank_now = None if np.isnan(rank) else int(rank)
        items.append(
            ForecastItem(
                song_key=song.key,
                title=song.title,
                artist=song.artist,
                genre=song.genre,
                track_id=song.track_id or None,
                score=_round(score[position]),
                low=_round(low[position]),
                high=_round(high[position]),
                chance=round(float(prediction.chance[candidate]), 4),
                rank_now=rank_now,
                move=None if rank_now is None else rank_now - (position + 1),
                is_new=rank_now is None or rank_now > TOP,
            )
        )
    return Forecast(
        model=model,
        week=week_name(grid.week(row) + 1),
        data_up_to=week_name(grid.week(row)),
        verdict=verdict(tested, model),
        backtest=figures(tested, model) if tested is not None else None,
        items=tuple(items),
    )


def figures(tested: ChartBacktest, model: str) -> BacktestFigures | None:
    """Return what the backtest says of a model beside persistence, on the same weeks; on none of them was it chosen.

    None where it ran on none of them.
    """
    later = measured_weeks(tested)
    gained = gain(tested, model, weeks=later)
    ran = np.isfinite(tested.scores[model][OVERLAP]) & later
    if not ran.any():
        return None
    return BacktestFigures(
        metric=OVERLAP,
        model=float(tested.scores[model][OVERLAP][ran].mean()),
        persistence=float(tested.scores[PERSISTENCE][OVERLAP][ran].mean()),
        gain_points=gained.points,
        low=None if np.isnan(gained.low) else gained.low,
        high=None if np.isnan(gained.high) else gained.high,
        n_weeks=gained.n,
    )


def history(grid: Grid, song: int) -> tuple[HistoryPoint, ...]:
    """Return the last weeks of a song; a week the song was not listed in, or that is missing, has no values."""
    return tuple(_points(grid, song, range(max(0, grid.n_weeks - HISTORY), grid.n_weeks)))


def _points(grid: Grid, song: int, rows: Iterable[int]) -> Iterable[HistoryPoint]:
    for row in rows:
        rank = grid.rank[row, song]
        name = week_name(grid.week(row))
        if np.isnan(rank):
            yield HistoryPoint(name)
        else:
            score = grid.score(grid.relative[row, song], row)
            yield HistoryPoint(name, score=_round(score), rank=int(rank))


def _round(value: np.ndarray | float) -> float:
    """Return a score with as many digits as it deserves."""
    return float(f"{float(value):.{_SCORE_DIGITS}g}")

"""A served version of the charts, a few songs small."""

from datetime import UTC, datetime

from recommender.artifacts.manifest import Manifest
from recommender.prediction.charts.records import charted_key
from recommender.prediction.charts.served import (
    BacktestFigures,
    Forecast,
    ForecastItem,
    HistoryPoint,
    ServedChart,
    ServedCharts,
)
from recommender.prediction.charts.weeks import parse_week, week_name

LAST = parse_week("2026-W46")
SONGS = [(f"Song {n}", f"Artist {n % 3}") for n in range(6)]


def forecast(model: str, *, seen: int = LAST, n: int = 6) -> Forecast:
    """Songs in order; each expects 100 - 10 x place, within 20 %."""
    items = tuple(
        ForecastItem(
            song_key=charted_key(title, artist),
            title=title,
            artist=artist,
            genre="Pop" if place % 2 else "",
            score=100.0 - 10 * place,
            low=0.8 * (100 - 10 * place),
            high=1.2 * (100 - 10 * place),
            chance=0.9 - 0.1 * place,
            rank_now=place + 1 if place else None,
            move=0 if place else None,
            is_new=not place,
        )
        for place, (title, artist) in enumerate(SONGS[:n])
    )
    return Forecast(
        model=model,
        week=week_name(seen + 1),
        data_up_to=week_name(seen),
        verdict=f"{model} is as good as it is",
        backtest=BacktestFigures(
            metric="overlap@50", model=0.87, persistence=0.85, gain_points=2.0, low=1.0, high=3.0, n_weeks=60
        ),
        items=items,
    )


def chart(name: str, *forecasts: Forecast, best: str = "boosting") -> ServedChart:
    """One chart with these forecasts; every song has stood there last week."""
    points = (HistoryPoint(week_name(LAST - 1)), HistoryPoint(week_name(LAST), 90.0, 1))
    return ServedChart(
        chart=name,
        weeks=30,
        missing_weeks=0,
        first_week=week_name(LAST - 29),
        last_week=week_name(LAST),
        n_songs=70,
        score_unit="streams",
        best=best,
        forecasts={each.model: each for each in forecasts},
        histories={charted_key(*song): points for song in SONGS},
    )


def served_charts(*charts: ServedChart) -> ServedCharts:
    """Return a version with these charts."""
    manifest = Manifest(
        kind="charts",
        version="20261116T030000000000Z-abcdef",
        created_at=datetime(2026, 11, 16, 3, tzinfo=UTC),
        files={},
        fingerprint="f",
        metric="overlap@50",
        dims=9,
        counts={"rows": 900},
        seed=0,
        config_digest="abcdef",
    )
    return ServedCharts(charts={each.chart: each for each in charts}, manifest=manifest)

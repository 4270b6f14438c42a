"""Next week's charts: which there are, and what will stand on them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask import request
from msgspec.structs import asdict

from recommender.catalogue.snapshot import Catalogue
from recommender.errors import NotReady
from recommender.prediction.charts import served
from recommender.prediction.charts.freshness import fresh_answer, require_week
from recommender.prediction.charts.records import OWN
from recommender.prediction.charts.served import Answer, BacktestFigures, ServedChart, ServedCharts
from recommender.prediction.charts.weeks import week_name, week_named, week_of
from recommender.prediction.library_songs import LibrarySongs
from recommender.prediction.training import NoModel
from recommender.records import Track
from webapp.api.bodies import json_body
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.lab.answers.charts import (
    Backtest,
    ChartQuestion,
    ChartsAnswer,
    ChartSummary,
    ForecastAnswer,
    ForecastItem,
    HistoryWeek,
)
from webapp.services import Services

_SHOWN_WEEKS = 26
"""Weeks of a song's past in an answer: a sparkline has no room for more."""


@dataclass
class _Matched:
    """The songs of the newest catalogue; made again when it changes."""

    songs: LibrarySongs | None = None
    tracks: dict[tuple[str, str], Track | None] = field(default_factory=dict)

    def track(self, catalogue: Catalogue, item: served.ForecastItem) -> Track | None:
        """Return the track of the library that the item is."""
        if self.songs is None or self.songs.catalogue is not catalogue:
            self.songs, self.tracks = LibrarySongs.of(catalogue), {}
        if item.track_id:
            return catalogue.track(item.track_id)
        name = (item.title, item.artist)
        if name not in self.tracks:
            self.tracks[name] = self.songs.find(*name)
        return self.tracks[name]


class Charts:
    """The endpoints of the charts page."""

    def __init__(self) -> None:
        self._matched = _Matched()

    def get_charts(self, services: Services, _: NoQuery) -> ChartsAnswer:
        """List the charts that can be forecast."""
        charts = _charts(services)
        summaries = tuple(
            ChartSummary(
                chart=each.chart,
                weeks=each.weeks,
                first_week=each.first_week,
                last_week=each.last_week,
                n_songs=each.n_songs,
            )
            for each in charts.charts.values()
        )
        return ChartsAnswer(charts=summaries, model_version=charts.manifest.version)

    def post_predict(self, services: Services, _: NoQuery) -> ForecastAnswer:
        """Forecast next week's chart."""
        question = json_body(request, ChartQuestion)
        charts = _charts(services)
        known = services.lab.known_weeks()
        chart = _chart(charts, question.chart, known)
        answer = fresh_answer(
            chart,
            model=question.model_type,
            known=known.get(chart.chart),
            entries=lambda week: services.lab.charted(chart.chart, week),
        )
        require_week(answer.forecast, question.week)
        items = self._items(services.catalogue(), answer, question)
        forecast = answer.forecast
        return ForecastAnswer(
            chart=chart.chart,
            week=forecast.week,
            data_up_to=forecast.data_up_to,
            asked=question.model_type,
            model_type=forecast.model,
            fell_back=answer.fell_back,
            model_version=charts.manifest.version,
            verdict=forecast.verdict,
            backtest=_backtest(forecast.backtest),
            items=items,
            message=_message(answer, question, len(items), services.clock()),
        )

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/lab/charts", summary="The charts that can be forecast", handle=self.get_charts,
                answer=ChartsAnswer, problems=(503,),
            ),
            Endpoint(
                path="/predict", at_root=True, method="POST", summary="Next week's chart, by the best or a named model",
                handle=self.post_predict, answer=ForecastAnswer, body="application/json", body_type=ChartQuestion,
                may_be_bodiless=True, problems=(404, 422, 503),
            ),
        )  # fmt: skip

    def _items(self, catalogue: Catalogue, answer: Answer, question: ChartQuestion) -> tuple[ForecastItem, ...]:
        """Return the first `n` songs of the asked genre; a song of the library has the genres it has there."""
        found: list[ForecastItem] = []
        wanted = None if question.genre is None else question.genre.casefold()
        for item in answer.forecast.items:
            if len(found) == question.n:
                break
            track = self._matched.track(catalogue, item)
            genres = {each.casefold() for each in (item.genre, *(track.genres if track else ()))}
            if wanted is None or wanted in genres:
                found.append(_item(item, len(found) + 1, track, answer.chart))
        return tuple(found)


def _charts(services: Services) -> ServedCharts:
    if (charts := services.lab.charts()) is None:
        raise NoModel(served.KIND)
    return charts


def _chart(charts: ServedCharts, name: str | None, known: Mapping[str, int]) -> ServedChart:
    if name is None:
        name = OWN if OWN in charts.charts else next(iter(charts.charts), OWN)
    if name not in charts.charts and name in known:
        raise NotReady(f"the charts model does not know chart {name!r} yet; run `segue train charts`")
    return charts.chart(name)


def _item(item: served.ForecastItem, position: int, track: Track | None, chart: ServedChart) -> ForecastItem:
    past = chart.histories.get(item.song_key, ())[-_SHOWN_WEEKS:]
    return ForecastItem(
        position=position,
        title=item.title,
        artist=item.artist,
        track_id=None if track is None else track.track_id,
        score=item.score,
        low=item.low,
        high=item.high,
        chance=item.chance,
        rank_now=item.rank_now,
        move=item.move,
        is_new=item.is_new,
        history=tuple(HistoryWeek(week=each.week, score=each.score, rank=each.rank) for each in past),
    )


def _backtest(figures: BacktestFigures | None) -> Backtest | None:
    return None if figures is None else Backtest(**asdict(figures))


def _message(answer: Answer, question: ChartQuestion, n_items: int, now: datetime) -> str:
    said = []
    if n_items < question.n:
        of_genre = "" if question.genre is None else f" of genre {question.genre!r}"
        said.append(f"the forecast has {n_items} songs{of_genre}")
    last_complete = week_of(now.date()) - 1
    if answer.chart.chart == OWN and week_named(answer.forecast.data_up_to) < last_complete:
        said.append(f"{week_name(last_complete)} is complete; `segue build charts` counts it")
    return "; ".join(said)

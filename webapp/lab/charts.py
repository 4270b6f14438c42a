"""Next week's charts: which there are, and what will stand on them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from msgspec.structs import asdict

from recommender.catalogue.libraries.views import OfEachView
from recommender.catalogue.snapshot import Catalogue
from recommender.errors import NotReady
from recommender.prediction.charts import served
from recommender.prediction.charts.freshness import fresh_answer, require_week
from recommender.prediction.charts.records import OWN
from recommender.prediction.charts.served import Answer, BacktestFigures, ServedChart, ServedCharts
from recommender.prediction.charts.weeks import parse_week, week_name, week_of
from recommender.prediction.library.songs import LibrarySongs
from recommender.prediction.topics import CHARTS
from recommender.records import Track
from webapp.api.bodies import JsonBody
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
from webapp.lab.services import require_model
from webapp.services import Services

_SHOWN_WEEKS = 26
"""Weeks of a song's past in an answer: a sparkline has no room for more."""


@dataclass
class _Matched:
    """The songs of one catalogue."""

    songs: LibrarySongs
    tracks: dict[tuple[str, str], Track | None] = field(default_factory=dict)

    def track(self, item: served.ForecastItem) -> Track | None:
        """Return the track of the library that the item is."""
        if item.track_id:
            return self.songs.catalogue.track(item.track_id)
        name = (item.title, item.artist)
        if name not in self.tracks:
            self.tracks[name] = self.songs.find(*name)
        return self.tracks[name]


class Charts:
    """The endpoints of the charts page."""

    def __init__(self) -> None:
        self._matched: OfEachView[_Matched] = OfEachView()

    def get_charts(self, services: Services, _: NoQuery) -> ChartsAnswer:
        """List the charts that can be forecast."""
        charts = require_model(services.lab.charts(), CHARTS)
        summaries = tuple(
            ChartSummary(
                chart=chart.chart,
                weeks=chart.weeks,
                first_week=chart.first_week,
                last_week=chart.last_week,
                n_songs=chart.n_songs,
                models=(served.BEST, *(name for name in served.FALL_BACK if name in chart.forecasts)),
            )
            for chart in charts.charts.values()
        )
        return ChartsAnswer(charts=summaries, model_version=charts.manifest.version)

    def post_predict(self, services: Services, _: NoQuery, question: ChartQuestion) -> ForecastAnswer:
        """Forecast next week's chart."""
        charts = require_model(services.lab.charts(), CHARTS)
        known = services.lab.known_weeks()
        chart = _chart(charts, question.chart, known)
        answer = fresh_answer(
            chart,
            model=question.model_type,
            known=known.get(chart.chart),
            entries=lambda week: services.lab.chart_entries(chart.chart, week),
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
                path="/lab/charts", access="play", summary="The charts that can be forecast", handle=self.get_charts,
                answer=ChartsAnswer, problems=(503,),
            ),
            Endpoint(
                path="/predict", access="play",
                at_root=True, method="POST", summary="Next week's chart, by the best or a named model",
                handle=self.post_predict, answer=ForecastAnswer, body=JsonBody(ChartQuestion, is_required=False),
                from_any_site=True, problems=(404, 422, 503),
            ),
        )  # fmt: skip

    def _items(self, catalogue: Catalogue, answer: Answer, question: ChartQuestion) -> tuple[ForecastItem, ...]:
        """Return the first `n` songs of the asked genre; a song of the library has the genres it has there.

        From whom some libraries are hidden, they are not told that a chart of the plays here has a track of these.
        """
        matched = self._matched.of(catalogue, make=lambda: _Matched(LibrarySongs.of(catalogue)))
        items: list[ForecastItem] = []
        wanted = None if question.genre is None else question.genre.casefold()
        for item in answer.forecast.items:
            if len(items) == question.n:
                break
            track = matched.track(item)
            if track is None and item.track_id and catalogue.hidden:
                continue
            genres = {genre.casefold() for genre in (item.genre, *(track.genres if track else ()))}
            if wanted is None or wanted in genres:
                items.append(_item(item, len(items) + 1, track, answer.chart))
        return tuple(items)


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
        low=min(item.low, item.score),
        high=max(item.high, item.score),
        chance=item.chance,
        rank_now=item.rank_now,
        move=item.move,
        is_new=item.is_new,
        history=tuple(HistoryWeek(week=entry.week, score=entry.score, rank=entry.rank) for entry in past),
    )


def _backtest(figures: BacktestFigures | None) -> Backtest | None:
    return None if figures is None else Backtest(**asdict(figures))


def _message(answer: Answer, question: ChartQuestion, n_items: int, now: datetime) -> str:
    notes = []
    if n_items < question.n:
        of_genre = "" if question.genre is None else f" of genre {question.genre!r}"
        notes.append(f"the forecast has {n_items} songs{of_genre}")
    last_complete = week_of(now.date()) - 1
    if answer.chart.chart == OWN and parse_week(answer.forecast.data_up_to) < last_complete:
        notes.append(f"{week_name(last_complete)} is complete; `segue build charts` counts it")
    return "; ".join(notes)

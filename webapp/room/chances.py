"""Which tracks of the library a chart's forecast knows, and their chance of standing in it next week.

No model tells this of features alone, so a ghost has no chance of its own: the real songs near it may have one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from recommender.catalogue.libraries.views import OfEachView
from recommender.catalogue.snapshot import Catalogue
from recommender.errors import BadArtifact
from recommender.prediction.charts.freshness import fresh_answer
from recommender.prediction.charts.records import OWN
from recommender.prediction.charts.served import Forecast, ServedCharts
from recommender.prediction.library.songs import LibrarySongs
from recommender.records import TrackId
from webapp.room.answers import ChartChance
from webapp.services import Services

WEEKS_KEPT_FOR = timedelta(minutes=1)
_Weeks = tuple[tuple[str, int], ...]


@dataclass
class _Known:
    """What was worked out of one catalogue and one version of the charts, for the newest weeks that are known."""

    weeks: _Weeks | None = None
    chances: Mapping[TrackId, ChartChance] = field(default_factory=dict)


class Chances:
    """Finds the chances of the library's tracks; names are matched once for each forecast."""

    def __init__(self) -> None:
        self._known: OfEachView[_Known] = OfEachView()
        self._weeks: _Weeks = ()
        self._asked_at: datetime | None = None

    def of(self, services: Services, catalogue: Catalogue) -> Mapping[TrackId, ChartChance]:
        """Return the chance of each track that a chart's best fresh forecast names.

        Of several charts the own one counts. Empty before `segue train charts`.
        """
        charts = services.lab.charts()
        if charts is None:
            return {}
        weeks = self._newest_weeks(services)
        known = self._known.of(catalogue, charts, make=_Known)
        if known.weeks != weeks:
            known.chances = _find(services, catalogue, charts, dict(weeks))
            known.weeks = weeks
        return known.chances

    def _newest_weeks(self, services: Services) -> _Weeks:
        """Return what is known by now, or was a moment ago: a hand on a knob asks many times a second."""
        now = services.clock()
        if self._asked_at is None or not now - WEEKS_KEPT_FOR < self._asked_at <= now:
            self._weeks = tuple(sorted(services.lab.known_weeks().items()))
            self._asked_at = now
        return self._weeks


def _find(
    services: Services, catalogue: Catalogue, charts: ServedCharts, weeks: Mapping[str, int]
) -> Mapping[TrackId, ChartChance]:
    names = sorted(charts.charts, key=lambda chart: (chart != OWN, chart))
    forecasts = {name: _forecast(services, charts, name, weeks) for name in names}
    chances: Mapping[TrackId, ChartChance] = services.compute(lambda: _match(forecasts, catalogue))
    return chances


def _match(forecasts: Mapping[str, Forecast | None], catalogue: Catalogue) -> Mapping[TrackId, ChartChance]:
    """Find the tracks that forecasts name; of several charts the first counts."""
    songs = LibrarySongs.of(catalogue)
    chances: dict[TrackId, ChartChance] = {}
    for name, forecast in forecasts.items():
        for track_id, chance in _of_chart(forecast, name, songs):
            chances.setdefault(track_id, chance)
    return chances


def _forecast(services: Services, charts: ServedCharts, name: str, weeks: Mapping[str, int]) -> Forecast | None:
    """Return what is expected of a chart's next week; None of a chart that has no forecast at all."""
    try:
        answer = fresh_answer(
            charts.charts[name],
            known=weeks.get(name),
            entries=lambda week: services.lab.chart_entries(name, week),
        )
    except BadArtifact:
        return None
    return answer.forecast


def _of_chart(forecast: Forecast | None, chart: str, songs: LibrarySongs) -> list[tuple[TrackId, ChartChance]]:
    if forecast is None:
        return []
    chances = []
    for item in forecast.items:
        track = songs.catalogue.track(item.track_id) if item.track_id else songs.find(item.title, item.artist)
        if track is not None:
            chances.append((track.track_id, ChartChance(chart=chart, week=forecast.week, chance=item.chance)))
    return chances

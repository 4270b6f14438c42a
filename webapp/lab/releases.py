"""An artist's year: how many releases to expect, and whose year can be asked for."""

from typing import Annotated

from msgspec import Meta, Struct

from recommender.catalogue.libraries.views import OfEachView
from recommender.prediction.releases.names import ArtistNames
from recommender.prediction.releases.served import Forecast, ServedReleases
from recommender.prediction.topics import RELEASES
from webapp.api.bodies import JsonOrFormBody
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.lab.answers.releases import (
    KnownArtist,
    KnownArtists,
    ReleasesAnswer,
    ReleasesBaseline,
    ReleasesBody,
    YearCount,
)
from webapp.lab.services import require_model
from webapp.services import Services
from webapp.visibility.sight import hidden_artists

PAGE = "/lab/year"
MODEL = "negative binomial"
_FAR_AHEAD = 3
_SOME = 0.1


class ArtistQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was typed of a name so far."""

    q: Annotated[str, Meta(max_length=200)] = ""
    limit: Annotated[int, Meta(ge=1, le=50)] = 12


class Releases:
    """The endpoints of the page of an artist's year."""

    def __init__(self) -> None:
        self._seen: OfEachView[ArtistNames] = OfEachView()

    def _names(self, services: Services, model: ServedReleases) -> ArtistNames:
        """Return the artists that whoever asks may know of: the model may have learnt from the whole library."""
        catalogue = services.catalogue()
        if not catalogue.hidden:
            return model.names

        def make() -> ArtistNames:
            return model.names.without(hidden_artists(services.libraries, catalogue))

        return self._seen.of(catalogue, model, make=lambda: services.compute(make))

    def post_regression(self, services: Services, _: NoQuery, body: ReleasesBody) -> ReleasesAnswer:
        """Foretell one artist's year."""
        model = require_model(services.lab.releases(), RELEASES)
        row = self._names(services, model).row(body.artist)
        forecast: Forecast = services.compute(lambda: model.forecast(row, body.year))
        name = model.names.names[row]
        return ReleasesAnswer(
            artist=name,
            year=body.year,
            expected=forecast.expected,
            low=forecast.low,
            high=forecast.high,
            level=forecast.level,
            chance_any=forecast.chance_any,
            actual=forecast.actual,
            history=tuple(YearCount(year=year, n_releases=n) for year, n in model.history(row)),
            baseline=ReleasesBaseline(last_year=forecast.last_year, mean=forecast.mean),
            in_words=in_words(name, body.year, forecast),
            release_is=model.release_is,
            data_up_to_year=model.last_year,
            model=MODEL,
            model_version=model.manifest.version,
        )

    def get_artists(self, services: Services, query: ArtistQuery) -> KnownArtists:
        """Suggest artists whose year can be asked for."""
        model = require_model(services.lab.releases(), RELEASES)
        first, last = model.years
        names = self._names(services, model)
        rows = names.suggested(query.q, limit=query.limit)
        return KnownArtists(
            artists=tuple(_known(model, row) for row in rows),
            total=len(names.names),
            first_year=first,
            last_year=last,
            model_version=model.manifest.version,
        )

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/predicted/regression", access="play", at_root=True, method="POST", handle=self.post_regression,
                summary="How many releases to expect of an artist in a year (form or JSON)", answer=ReleasesAnswer,
                body=JsonOrFormBody(ReleasesBody), page=PAGE, from_any_site=True, problems=(404, 422, 503),
            ),
            Endpoint(
                path="/lab/releases/artists", access="play",
                summary="Artists whose year can be asked for", handle=self.get_artists,
                query=ArtistQuery, answer=KnownArtists, problems=(503,),
            ),
        )  # fmt: skip


def in_words(name: str, year: int, forecast: Forecast) -> str:
    """Return a forecast as sentences."""
    span = f"{forecast.low}" if forecast.low == forecast.high else f"{forecast.low} to {forecast.high}"
    number = f"About {forecast.expected:.1f}" if forecast.expected >= _SOME else f"Fewer than {_SOME}"
    verb = "are" if forecast.actual is None else "were"
    sentence = (
        f"{number} releases of {name} {verb} to be expected in {year}: {span} with a certainty of "
        f"{forecast.level:.0%}, and any at all with a chance of {forecast.chance_any:.0%}."
    )
    if forecast.actual is not None:
        sentence += f" It became {forecast.actual}; the model asked knew nothing later than {year - 1}."
    if forecast.years_ahead > _FAR_AHEAD:
        sentence += f" {forecast.years_ahead} years ahead this is mostly what artists of like age do."
    return sentence


def _known(model: ServedReleases, row: int) -> KnownArtist:
    history = model.history(row)
    began = model.first_year + int(model.debut[row])
    return KnownArtist(
        artist=model.names.names[row],
        first_year=began,
        last_year=max((year for year, n in history if n), default=began),
        n_releases=sum(n for _, n in history),
    )

"""An artist's year: how many releases to expect, and whose year can be asked for."""

from typing import Annotated
from urllib.parse import urlencode

from flask import Response, redirect, request
from msgspec import Meta, Struct

from recommender.prediction.releases import served
from recommender.prediction.releases.served import Forecast, ServedReleases
from recommender.prediction.training import NoModel
from webapp.api.bodies import body_as, is_form
from webapp.api.endpoint import Endpoint
from webapp.lab.answers.releases import (
    KnownArtist,
    KnownArtists,
    ReleasesAnswer,
    ReleasesBaseline,
    ReleasesBody,
    YearCount,
)
from webapp.services import Services

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

    def post_regression(self, services: Services, _: object) -> ReleasesAnswer | Response:
        """Foretell one artist's year; a browser's form is sent on to the page that shows it."""
        body = body_as(request, ReleasesBody)
        if is_form(request) and _wants_page():
            return _seen_on_page(body)
        model = _model(services)
        row = model.names.row(body.artist)
        found = model.forecast(row, body.year)
        name = model.names.names[row]
        return ReleasesAnswer(
            artist=name,
            year=body.year,
            expected=found.expected,
            low=found.low,
            high=found.high,
            level=found.level,
            chance_any=found.chance_any,
            actual=found.actual,
            history=tuple(YearCount(year=year, n_releases=n) for year, n in model.history(row)),
            baseline=ReleasesBaseline(last_year=found.last_year, mean=found.mean),
            in_words=in_words(name, body.year, found),
            release_is=model.release_is,
            data_up_to_year=model.last_year,
            model=MODEL,
            model_version=model.manifest.version,
        )

    def get_artists(self, services: Services, query: ArtistQuery) -> KnownArtists:
        """Suggest artists whose year can be asked for."""
        model = _model(services)
        first, last = model.years
        rows = model.names.suggested(query.q, limit=query.limit)
        return KnownArtists(
            artists=tuple(_known(model, row) for row in rows),
            total=len(model.names.names),
            first_year=first,
            last_year=last,
            model_version=model.manifest.version,
        )

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/predicted/regression", at_root=True, method="POST", handle=self.post_regression,
                summary="How many releases to expect of an artist in a year (form or JSON)", answer=ReleasesAnswer,
                body="application/json", body_type=ReleasesBody, problems=(404, 422, 503),
            ),
            Endpoint(
                path="/lab/releases/artists", summary="Artists whose year can be asked for", handle=self.get_artists,
                query=ArtistQuery, answer=KnownArtists, problems=(503,),
            ),
        )  # fmt: skip


def in_words(name: str, year: int, found: Forecast) -> str:
    """Return a forecast as sentences."""
    span = f"{found.low}" if found.low == found.high else f"{found.low} to {found.high}"
    number = f"About {found.expected:.1f}" if found.expected >= _SOME else f"Fewer than {_SOME}"
    verb = "are" if found.actual is None else "were"
    sentence = (
        f"{number} releases of {name} {verb} to be expected in {year}: {span} with a certainty of {found.level:.0%} or "
        f"more, and any at all with a chance of {found.chance_any:.0%}."
    )
    if found.actual is not None:
        sentence += f" It became {found.actual}; the model asked knew nothing later than {year - 1}."
    if found.years_ahead > _FAR_AHEAD:
        sentence += f" {found.years_ahead} years ahead this is mostly what artists of like age do."
    return sentence


def _model(services: Services) -> ServedReleases:
    model: ServedReleases | None = services.lab.releases()
    if model is None:
        raise NoModel(served.KIND)
    return model


def _known(model: ServedReleases, row: int) -> KnownArtist:
    history = model.history(row)
    began = model.first_year + int(model.debut[row])
    return KnownArtist(
        artist=model.names.names[row],
        first_year=began,
        last_year=max((year for year, n in history if n), default=began),
        n_releases=sum(n for _, n in history),
    )


def _wants_page() -> bool:
    return request.accept_mimetypes.best_match(("application/json", "text/html")) == "text/html"


def _seen_on_page(body: ReleasesBody) -> Response:
    answer = redirect(f"{PAGE}?{urlencode({'artist': body.artist, 'year': body.year})}", code=303)
    return Response(status=answer.status_code, headers={"Location": answer.headers["Location"]})

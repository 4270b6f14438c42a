"""What runs here, and whether it works."""

from collections.abc import Callable

import msgspec
from flask import Response

from webapp.api.answers import HealthAnswer, PartAnswer, VersionAnswer
from webapp.api.endpoint import Endpoint, NoQuery, json_answer
from webapp.services import Services


def health_of(services: Services) -> HealthAnswer:
    """Ask every part."""
    parts = tuple(
        PartAnswer(name=part.name, ready=part.ready, why=part.why, figures=dict(part.figures))
        for part in services.parts()
    )
    return HealthAnswer(ready=all(part.ready for part in parts), parts=parts)


def get_health(services: Services, _: NoQuery) -> Response:
    """Return which part is ready, and why one is not; 503 when one is not."""
    health = health_of(services)
    answer = json_answer(health, status=200 if health.ready else 503)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def get_version(services: Services, _: NoQuery) -> VersionAnswer:
    """Return the versions of program, index and catalogue."""
    index = services.index()
    catalogue = services.catalogue()
    return VersionAnswer(
        version=services.config.version,
        command=services.config.command,
        model_version=index.version if index else "",
        catalogue_revision=catalogue.revision,
        n_tracks=len(catalogue),
    )


class Document:
    """The endpoint that hands out the OpenAPI document."""

    def __init__(self, make: Callable[[], dict[str, object]]) -> None:
        """`make` is called at the first request, when all endpoints are known."""
        self._make = make
        self._content = b""

    def get_openapi(self, _services: Services, _: NoQuery) -> Response:
        """Return the OpenAPI 3.1 document."""
        self._content = self._content or msgspec.json.encode(self._make())
        return Response(self._content, content_type="application/json")


def endpoints(document: Document) -> tuple[Endpoint, ...]:
    """Return what to register."""
    return (
        Endpoint(
            path="/health", access="open", summary="Which part is ready, and why one is not", handle=get_health,
            answer=HealthAnswer, problems=(503,),
        ),
        Endpoint(
            path="/version", access="play", summary="Versions of program, index and catalogue", handle=get_version,
            answer=VersionAnswer,
        ),
        Endpoint(
            path="/openapi.json", access="open", summary="This document", handle=document.get_openapi, answer=dict,
        ),
    )  # fmt: skip

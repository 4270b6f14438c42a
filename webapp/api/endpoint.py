"""What an endpoint declares, and how a request becomes a call and an answer."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import msgspec
from flask import Response, request

from recommender.errors import BadInput
from webapp.services import Services
from webapp.shelf import Shelf

PREFIX = "/api/v1"


class NoQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An endpoint without parameters."""


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One method on one path; the OpenAPI document is made of these."""

    path: str
    """In Flask's form, below /api/v1 unless `at_root`."""
    summary: str
    handle: Callable[..., Any]
    """Called with the services, the query and the path's variables; returns `answer`, or a whole Response."""
    answer: Any
    query: type[msgspec.Struct] = NoQuery
    method: str = "GET"
    problems: tuple[int, ...] = ()
    """Statuses it may refuse with, beside 400, 404 for an unknown path, and 500."""
    body: str = ""
    """Media type of the request's body; empty for none."""
    body_type: Any = None
    may_be_bodiless: bool = False
    """Whether a request without a body asks for the defaults."""
    at_root: bool = False
    """Whether the path is the whole address: the lab's oldest questions live where their users know them."""
    from_catalogue: bool = False
    """Whether the answer depends on nothing but the URL, the catalogue, the index and the moods: it carries an ETag."""

    @property
    def name(self) -> str:
        """Name of the Flask endpoint."""
        return f"api.{self.handle.__name__}"

    @property
    def address(self) -> str:
        """The path from the root."""
        return self.path if self.at_root else PREFIX + self.path


def view_of(endpoint: Endpoint, services: Services) -> Callable[..., Response]:
    """Return the Flask view of an endpoint."""

    def view(**variables: str) -> Response:
        query = _query(endpoint.query)
        etag = _etag(services) if endpoint.from_catalogue else ""
        if etag and request.if_none_match.contains_weak(etag):
            return _tagged(Response(status=304), etag)
        answer = endpoint.handle(services, query, **variables)
        if isinstance(answer, Response):
            return answer
        return _tagged(json_answer(answer), etag)

    return view


def json_answer(answer: object, *, status: int = 200) -> Response:
    """Return `answer` as JSON."""
    return Response(
        msgspec.json.encode(answer),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "private, no-cache"},
    )


def shelf_of(services: Services) -> Shelf:
    """Return the catalogue of this moment; take it once per request."""
    can_transcode = services.config.ffmpeg is not None
    return Shelf(services.catalogue(), can_transcode=can_transcode, moods=services.lab.library_moods())


def _query(kind: type[msgspec.Struct]) -> Any:
    try:
        return msgspec.convert(request.args.to_dict(), kind, strict=False)
    except msgspec.ValidationError as error:
        raise BadInput(f"query: {error}") from error


def _etag(services: Services) -> str:
    """Weak: the same data, whatever the bytes."""
    index, moods = services.index(), services.lab.library_moods()
    parts = (
        services.config.version,
        services.catalogue().revision,
        index.version if index else "",
        str(services.config.ffmpeg is None),
        moods.manifest.version if moods else "",
        request.full_path,
    )
    return blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=9).hexdigest()


def _tagged(answer: Response, etag: str) -> Response:
    if etag:
        answer.set_etag(etag, weak=True)
    return answer

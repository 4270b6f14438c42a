"""What an endpoint declares, and how a request becomes a call and an answer."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import msgspec
from flask import Response, request

from recommender.accounts.roles import Access
from recommender.errors import BadInput
from webapp.accounts.gate import Gate
from webapp.api.bodies import Body
from webapp.api.forms import is_sent_by_page, redirect_to_page
from webapp.api.paging import Listing
from webapp.api.shelf import Shelf
from webapp.listener import require_same_origin
from webapp.services import Services

PREFIX = "/api/v1"


class NoQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An endpoint without parameters."""


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One method on one path; the OpenAPI document is made of these."""

    path: str
    """In Flask's form, below /api/v1 unless `at_root`."""
    access: Access
    """Who may call it."""
    summary: str
    handle: Callable[..., Any]
    """Called with the services, the query, the body if one is declared, and the path's variables by name.

    Returns `answer`; a `Listing`, of which the asked page is answered; or a whole Response.
    """
    answer: Any
    query: type[msgspec.Struct] = NoQuery
    method: str = "GET"
    problems: tuple[int, ...] = ()
    """Statuses it may refuse with, beside 400, 403 for pages of other sites, 404 for an unknown path, and 500."""
    body: Body | None = None
    page: str = ""
    """Address of the page to which a browser that sends a form is redirected, with what was typed."""
    from_any_site: bool = False
    """Whether pages of other sites may send it too: it changes nothing, and costs little."""
    at_root: bool = False
    """Whether the path is the whole address: the lab's oldest questions live where their users know them."""
    media_types: tuple[str, ...] = ()
    """Of the file that it answers with, where that is no JSON."""
    from_catalogue: bool = False
    """Whether the answer depends on nothing but the URL, the catalogue, the index and the moods: it carries an ETag."""

    @property
    def name(self) -> str:
        """Name of the Flask endpoint."""
        return f"api.{self.handle.__name__}"

    @property
    def needs_same_origin(self) -> bool:
        """Whether pages of other sites are refused, with 403: by default wherever something may change."""
        return self.method != "GET" and not self.from_any_site

    @property
    def address(self) -> str:
        """The path from the root."""
        return self.path if self.at_root else PREFIX + self.path


def register_endpoints(gate: Gate, endpoints: Iterable[Endpoint], services: Services) -> None:
    """Add the routes."""
    for endpoint in endpoints:
        view = _view_of(endpoint, services)
        gate.add(endpoint.address, endpoint.name, view, access=endpoint.access, method=endpoint.method)


def _view_of(endpoint: Endpoint, services: Services) -> Callable[..., Response]:
    def view(**variables: str) -> Response:
        query = _query(endpoint.query)
        etag = _etag(services) if endpoint.from_catalogue else ""
        if etag and request.if_none_match.contains_weak(etag):
            return _tag(Response(status=304), etag)
        answer = _call(endpoint, services, query, variables)
        if isinstance(answer, Response):
            return answer
        if isinstance(answer, Listing):
            answer = answer.page(query, endpoint.answer)
        return _tag(json_answer(answer), etag)

    return view


def _call(endpoint: Endpoint, services: Services, query: msgspec.Struct, variables: Mapping[str, str]) -> Any:
    if endpoint.needs_same_origin:
        require_same_origin(request)
    if endpoint.body is None:
        return endpoint.handle(services, query, **variables)
    body: Any = endpoint.body.read(request)
    if endpoint.page and is_sent_by_page(request):
        return redirect_to_page(endpoint.page, body)
    return endpoint.handle(services, query, body, **variables)


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


def _tag(answer: Response, etag: str) -> Response:
    if etag:
        answer.set_etag(etag, weak=True)
    return answer

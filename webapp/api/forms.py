"""HTML forms: their fields, and the redirect to the page that shows the answer."""

from urllib.parse import urlencode

from flask import Request, Response
from msgspec import Struct, structs

_MEDIA_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


def is_form(request: Request) -> bool:
    """Return whether the body is what an HTML form sends."""
    return request.mimetype in _MEDIA_TYPES


def form_fields(request: Request) -> dict[str, str]:
    """Return the fields that are not blank, by name."""
    return {name: text for name, text in request.form.to_dict().items() if text.strip()}


def is_sent_by_page(request: Request) -> bool:
    """Return whether a browser sent a form and will show the answer as a page."""
    accepted = request.accept_mimetypes.best_match(("application/json", "text/html"))
    return is_form(request) and accepted == "text/html"


def redirect_to_page(page: str, record: Struct) -> Response:
    """Redirect a browser to the page that shows the answer; the fields of `record` become its query."""
    return Response(status=303, headers={"Location": f"{page}?{urlencode(_flatten(record))}"})


def _flatten(record: Struct) -> dict[str, object]:
    """Return the fields that are not None, those of nested records last."""
    fields = structs.asdict(record)
    flat = {name: value for name, value in fields.items() if not (value is None or isinstance(value, Struct))}
    for value in fields.values():
        flat |= _flatten(value) if isinstance(value, Struct) else {}
    return flat

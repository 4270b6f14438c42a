"""Request bodies made into records: malformed ones are refused with 400, values out of range with 422."""

from collections.abc import Mapping
from typing import TypeVar

import msgspec
from flask import Request

from recommender.errors import BadInput, OutOfRange

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
Body = TypeVar("Body")


def is_form(request: Request) -> bool:
    """Return whether the body is what an HTML form sends."""
    return request.mimetype in FORMS


def json_body(request: Request, kind: type[Body]) -> Body:
    """Return the JSON body as `kind`; no body at all is an empty object."""
    raw = request.get_data() or b"{}"
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadInput(f"the body is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise BadInput(f"the body is a JSON {type(value).__name__}, not an object")
    return converted(value, kind, strict=True)


def body_as(request: Request, kind: type[Body]) -> Body:
    """Return a JSON body or the flat fields of a form as `kind`; empty form fields count as not given."""
    if not is_form(request):
        return json_body(request, kind)
    given = {name: text for name, text in request.form.to_dict().items() if text.strip()}
    return converted(given, kind, strict=False)


def converted(value: Mapping[str, object], kind: type[Body], *, strict: bool) -> Body:
    """Return `value` as `kind`; raise `OutOfRange` that names the field which does not fit."""
    try:
        return msgspec.convert(value, kind, strict=strict)
    except msgspec.ValidationError as error:
        raise OutOfRange(str(error)) from error

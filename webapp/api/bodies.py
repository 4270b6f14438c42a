"""What an endpoint takes as a request's body: malformed ones are refused with 400, values out of range with 422."""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar, Generic, TypeVar

import msgspec
from flask import Request

from recommender.errors import BadInput, OutOfRange
from webapp.api.forms import form_fields, is_form
from webapp.json_values import plain_values

Record = TypeVar("Record")


def _same(record: Record) -> Record:
    return record


@dataclass(frozen=True)
class JsonBody(Generic[Record]):
    """A JSON object, converted to a record; a missing body counts as an empty object."""

    schema: type[Record]
    _: KW_ONLY
    is_required: bool = True
    """False where every field has a default: the OpenAPI document then allows a request without a body."""
    limit_bytes: int | None = None
    """Where more, or less, is taken than of other bodies."""
    media_type: ClassVar[str] = "application/json"

    def read(self, request: Request) -> Record:
        """Return the record; raises `BadInput` for what is no JSON object, `OutOfRange` for what does not fit."""
        if self.limit_bytes is not None:
            request.max_content_length = self.limit_bytes
        value = read_json(request) if request.get_data() else {}
        if not isinstance(value, dict):
            raise BadInput(f"the body is a JSON {type(value).__name__}, not an object")
        return _convert(value, self.schema, strict=True)


@dataclass(frozen=True)
class JsonOrFormBody(JsonBody[Record]):
    """A JSON object, or the flat fields of an HTML form; blank ones count as not given."""

    _: KW_ONLY
    form: type[Any] | None = None
    """The record that a form's fields make, where it is not the schema itself."""
    of_form: Callable[[Any], Record] = _same
    """Converts it to the schema's record."""

    def read(self, request: Request) -> Record:
        """Return the record; raises as for JSON, and `OutOfRange` for fields that do not fit."""
        if not is_form(request):
            return super().read(request)
        return self.of_form(_convert(form_fields(request), self.form or self.schema, strict=False))


@dataclass(frozen=True)
class RawBody:
    """A body that the handler reads itself, within its own limits: it is given the request."""

    media_type: str
    schema: Any = None
    """Its type in the OpenAPI document; None for a form with the one part `file`."""
    is_required: ClassVar[bool] = True

    def read(self, request: Request) -> Request:
        """Return the request, nothing of it read."""
        return request


Body = JsonBody[Any] | RawBody
UPLOAD = RawBody("multipart/form-data")
"""A file; the handler receives it by `Uploads.receive`."""


def read_json(request: Request) -> Any:
    """Return what the JSON body says; raises `BadInput` for a body that is not JSON."""
    try:
        return plain_values(request.get_data())
    except ValueError as error:
        raise BadInput(f"the body is not JSON: {error}") from error


def _convert(value: Mapping[str, object], kind: type[Record], *, strict: bool) -> Record:
    try:
        return msgspec.convert(value, kind, strict=strict)
    except msgspec.ValidationError as error:
        raise OutOfRange(str(error)) from error

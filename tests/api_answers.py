"""Holds an answer against the OpenAPI document: the right fields, all of them, and no others."""

from typing import Any

import jsonschema


def operation_of(document: dict[str, Any], method: str, path: str) -> dict[str, Any]:
    """Return the operation that answers; `path` is one that was asked, without its query."""
    parts = path.split("/")
    for known, methods in document["paths"].items():
        pattern = known.split("/")
        fits = len(pattern) == len(parts) and all(
            a == b or a.startswith("{") for a, b in zip(pattern, parts, strict=True)
        )
        if fits and method.lower() in methods:
            found: dict[str, Any] = methods[method.lower()]
            return found
    raise AssertionError(f"the document has no {method} {path}")


def check_answer(document: dict[str, Any], operation: dict[str, Any], *, status: int, kind: str, body: Any) -> None:
    """Fail unless the operation may answer so; `kind` is the media type."""
    schema = operation["responses"][str(status)]["content"][kind]["schema"]
    schemas = _closed(document["components"]["schemas"])
    whole = {"$ref": "#/wanted", "wanted": schema, "components": {"schemas": schemas}}
    jsonschema.Draft202012Validator(whole).validate(body)


def _closed(schemas: dict[str, Any]) -> dict[str, Any]:
    """Clients pass over fields that they do not know; in a test such a field is a mistake."""
    return {name: {"additionalProperties": False, **schema} for name, schema in schemas.items()}

"""The OpenAPI 3.1 document, made of the endpoints' declarations."""

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import msgspec

from webapp.answers import HealthAnswer, Problem
from webapp.api.endpoint import Endpoint
from webapp.problems import MEDIA_TYPE

_REF = "#/components/schemas/{name}"
_ALWAYS = (400, 500)


def openapi_document(endpoints: Sequence[Endpoint], *, version: str) -> dict[str, Any]:
    """Return the document; its schemas are those that encode the answers."""
    types = [Problem, *(each.answer for each in endpoints), *(each.query for each in endpoints)]
    types += [each.body_type for each in endpoints if each.body_type is not None]
    _, components = msgspec.json.schema_components(types, ref_template=_REF)
    paths: dict[str, dict[str, Any]] = {}
    for each in endpoints:
        paths.setdefault(openapi_path(each.address), {})[each.method.lower()] = _operation(each, components)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "segue",
            "version": version,
            "summary": "The player's library, what sounds alike, and what comes next.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"listener": {"type": "apiKey", "in": "cookie", "name": "segue_listener"}},
        },
    }


def openapi_path(path: str) -> str:
    """Return Flask's `<name>` as OpenAPI's `{name}`."""
    return re.sub(r"<(\w+)>", r"{\1}", path)


def _operation(endpoint: Endpoint, components: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.handle.__name__,
        "summary": endpoint.summary,
        "parameters": [*_path_parameters(endpoint), *_query_parameters(endpoint, components)],
        "responses": _responses(endpoint),
    }
    if endpoint.body:
        content = {endpoint.body: {"schema": _body(endpoint)}}
        operation["requestBody"] = {"required": not endpoint.may_be_bodiless, "content": content}
    if 401 in endpoint.problems:
        operation["security"] = [{"listener": []}]
    return operation


def _path_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    names = re.findall(r"<(\w+)>", endpoint.path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _query_parameters(endpoint: Endpoint, components: dict[str, Any]) -> list[dict[str, Any]]:
    properties = components[endpoint.query.__name__].get("properties", {})
    return [{"name": name, "in": "query", "schema": schema} for name, schema in properties.items()]


def _responses(endpoint: Endpoint) -> dict[str, Any]:
    responses: dict[str, Any] = {
        "200": {"description": "As asked", "content": {"application/json": {"schema": _schema(endpoint.answer)}}}
    }
    if endpoint.from_catalogue:
        responses["200"]["headers"] = {"ETag": {"schema": {"type": "string"}}}
        responses["304"] = {"description": "What `If-None-Match` names is still so"}
    for status in sorted({*endpoint.problems, *_ALWAYS}):
        responses[str(status)] = {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": _schema(Problem)}},
        }
    if endpoint.answer is HealthAnswer:
        responses["503"]["content"] = {"application/json": {"schema": _schema(HealthAnswer)}}
    return responses


def _body(endpoint: Endpoint) -> dict[str, Any]:
    if endpoint.body_type is None:
        return {
            "type": "object",
            "required": ["file"],
            "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
        }
    return _schema(endpoint.body_type)


def _schema(kind: Any) -> dict[str, Any]:
    return msgspec.json.schema_components([kind], ref_template=_REF)[0][0]

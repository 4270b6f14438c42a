"""The OpenAPI 3.1 document, made of the endpoints' declarations."""

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from webapp.api.answers import HealthAnswer, Problem
from webapp.api.bodies import Body
from webapp.api.endpoint import Endpoint
from webapp.api.schemas import record_schema, schema_of, schemas_of
from webapp.problems import MEDIA_TYPE

_ALWAYS = (400, 414, 500)


def openapi_document(endpoints: Sequence[Endpoint], *, version: str, pages: Sequence[str]) -> dict[str, Any]:
    """Return the document; its schemas are those that encode the answers.

    `pages` are addresses at which GET answers with the player's page, also where an endpoint takes other methods.
    """
    bodies = [endpoint.body.schema for endpoint in endpoints if endpoint.body and endpoint.body.schema is not None]
    components = schemas_of(answers=[Problem, *(endpoint.answer for endpoint in endpoints)], questions=bodies)
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        paths.setdefault(openapi_path(endpoint.address), {})[endpoint.method.lower()] = _operation(endpoint)
    for path in paths.keys() & set(pages):
        paths[path]["get"] = _page(path)
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


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.handle.__name__,
        "summary": endpoint.summary,
        "parameters": [*_path_parameters(endpoint), *_query_parameters(endpoint)],
        "responses": _responses(endpoint),
    }
    if endpoint.body:
        content = {endpoint.body.media_type: {"schema": _body_schema(endpoint.body)}}
        operation["requestBody"] = {"required": endpoint.body.is_required, "content": content}
    if 401 in endpoint.problems:
        operation["security"] = [{"listener": []}]
    return operation


def _page(path: str) -> dict[str, Any]:
    return {
        "operationId": f"get_{path.strip('/')}_page",
        "summary": "The player's page that asks this",
        "responses": {
            "200": {"description": "The page", "content": {"text/html": {}}},
            "503": {"description": "The page is not built yet", "content": {"text/html": {}}},
        },
    }


def _path_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    names = re.findall(r"<(\w+)>", endpoint.path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _query_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    query = record_schema(endpoint.query)
    return [
        {"name": name, "in": "query", "required": name in query["required"], "schema": schema}
        for name, schema in query["properties"].items()
    ]


def _responses(endpoint: Endpoint) -> dict[str, Any]:
    files: dict[str, Any] = {media_type: {} for media_type in endpoint.media_types}
    content = files or {"application/json": {"schema": schema_of(endpoint.answer)}}
    responses: dict[str, Any] = {"200": {"description": "As asked", "content": content}}
    if endpoint.from_catalogue:
        responses["200"]["headers"] = {"ETag": {"schema": {"type": "string"}}}
        responses["304"] = {"description": "What `If-None-Match` names is still so"}
    origin = (403,) if endpoint.needs_same_origin else ()
    for status in sorted({*endpoint.problems, *origin, *_ALWAYS}):
        responses[str(status)] = {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": schema_of(Problem)}},
        }
    if endpoint.answer is HealthAnswer:
        responses["503"]["content"] = {"application/json": {"schema": schema_of(HealthAnswer)}}
    return responses


def _body_schema(body: Body) -> dict[str, Any]:
    if body.schema is None:
        return {
            "type": "object",
            "required": ["file"],
            "additionalProperties": False,
            "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
        }
    return schema_of(body.schema)

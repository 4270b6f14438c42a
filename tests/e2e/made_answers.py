"""Made-up answers to the page, in place of the server's: each is what the OpenAPI document says, or the test fails."""

import json
from typing import Any
from urllib.parse import urlparse

from playwright.sync_api import Route

from infra.setup.api_types import api_document
from tests.api_answers import check_answer, operation_of
from webapp.problems import MEDIA_TYPE, problem_bytes


def answer(route: Route, body: Any) -> None:
    """Give the page this answer to what it asks."""
    _give(route, body, status=200, kind="application/json")


def refuse(route: Route, status: int, detail: str) -> None:
    """Give the page a problem."""
    body = problem_bytes(status, "", detail, instance=urlparse(route.request.url).path)
    _give(route, json.loads(body), status=status, kind=MEDIA_TYPE)


def _give(route: Route, body: Any, *, status: int, kind: str) -> None:
    document = api_document()
    operation = operation_of(document, route.request.method, urlparse(route.request.url).path)
    text = json.dumps(body)
    check_answer(document, operation, status=status, kind=kind, body=json.loads(text))
    route.fulfill(status=status, content_type=kind, body=text)

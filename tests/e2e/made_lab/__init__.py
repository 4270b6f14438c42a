"""Made-up answers of the lab, for tests of its pages without models: `make_up(page)` puts them before the server."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlparse

from playwright.sync_api import Page, Route

from tests.e2e.made_answers import answer, refuse
from tests.e2e.made_lab.charts import CHARTS, TOPICS, forecast, models, quality, topic
from tests.e2e.made_lab.plays import ARTISTS, MOODS, STREAMS, prediction, releases
from tests.e2e.made_lab.songs import FORMS, OWN, comparison, curves, heard, popularity

Answer = tuple[int, Any]
"""The status, and the answer; of a refusal its words."""
Maker = Callable[[dict[str, Any], dict[str, list[str]]], Answer]
ANSWERS: dict[tuple[str, str], Maker] = {
    ("GET", "/api/v1/lab/topics"): lambda _b, _q: (200, {"topics": [topic(name) for name in TOPICS]}),
    ("GET", "/api/v1/lab/models"): lambda _b, _q: (200, models()),
    ("GET", "/api/v1/lab/charts"): lambda _b, _q: (200, CHARTS),
    ("POST", "/predict"): lambda body, _q: (200, forecast(body)),
    ("GET", "/api/v1/lab/popularity"): lambda _b, _q: (200, FORMS),
    ("POST", "/predicted"): lambda body, _q: popularity(body),
    ("POST", "/api/v1/lab/popularity/curves"): lambda body, _q: (200, curves(body)),
    ("POST", "/api/v1/lab/popularity/compare"): lambda body, _q: (200, comparison(body)),
    ("POST", "/api/v1/lab/popularity/sounds"): lambda _b, _q: (
        200,
        {"name": "My demo.wav", "features": heard(OWN | {"danceability": 0.9})},
    ),
    ("GET", "/api/v1/lab/streams"): lambda _b, _q: (200, STREAMS),
    ("GET", "/prediction/"): lambda _b, query: prediction(query),
    ("POST", "/predicted/regression"): lambda body, _q: releases(body),
    ("GET", "/api/v1/lab/releases/artists"): lambda _b, _q: (200, ARTISTS),
    ("GET", "/api/v1/lab/moods"): lambda _b, _q: (200, MOODS),
}
_OF_THE_LAB = re.compile(r"https?://[^/]+(/api/v1/lab/|/predict)")
"""Everything else the page asks of its server without a detour."""


def make_up(page: Page, *, without: tuple[str, ...] = ()) -> list[tuple[str, str, Any]]:
    """Answer for the lab; paths in `without` say that there is no model. Returns what was asked, as it comes."""
    asked: list[tuple[str, str, Any]] = []

    def answer_or_pass_on(route: Route) -> None:
        address = urlparse(route.request.url)
        method = route.request.method
        path = address.path
        query = parse_qs(address.query)
        is_json = "json" in route.request.headers.get("content-type", "")
        body = json.loads(route.request.post_data or "{}") if is_json else {}
        made: Answer | None = None
        if path in without:
            made = 503, "there is no model yet; run `segue train something`"
        elif (method, path) in ANSWERS:
            made = ANSWERS[method, path](body, query)
        elif path.startswith("/api/v1/lab/topics/"):
            made = 200, quality(path.split("/")[5])
        elif path.startswith("/api/v1/lab/models/"):
            made = 200, models()["topics"][0]
        if made is None:
            route.fallback()
            return
        asked.append((method, path, body or query))
        status, told = made
        if status == 200:
            answer(route, told)
        else:
            refuse(route, status, told)

    page.route(_OF_THE_LAB, answer_or_pass_on)
    return asked

"""For those who watch over the process: is it alive, is it ready, what are its numbers."""

from time import perf_counter

from flask import Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from recommender.catalogue.libraries.visibility import NOTHING
from webapp.accounts.gate import Gate
from webapp.api.endpoint import NoQuery
from webapp.api.system import get_health
from webapp.metrics import Metrics
from webapp.services import Services


def register_monitoring(app: Flask, gate: Gate, services: Services, metrics: Metrics) -> None:
    """Add /health/live, /health/ready and /metrics, and count every request."""

    def live() -> Response:
        return Response(b'{"live":true}', content_type="application/json", headers={"Cache-Control": "no-store"})

    def ready() -> Response:
        return get_health(services, NoQuery())

    def numbers() -> Response:
        metrics.tracks.set(len(services.libraries.views(NOTHING)))
        metrics.set_parts(services.parts())
        return Response(generate_latest(metrics.registry), content_type=CONTENT_TYPE_LATEST)

    def begin() -> None:
        g.began = perf_counter()

    def end(answer: Response) -> Response:
        endpoint = request.endpoint or "none"
        metrics.requests.labels(endpoint, str(answer.status_code)).inc()
        if "began" in g:
            metrics.request_seconds.labels(endpoint).observe(perf_counter() - g.began)
        return answer

    gate.add("/health/live", "live", live, access="open")
    gate.add("/health/ready", "ready", ready, access="open")
    gate.add("/metrics", "metrics", numbers, access="admin")
    app.before_request(begin)
    app.after_request(end)

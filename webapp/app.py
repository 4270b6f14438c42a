"""The application factory: routes, socket and guard around one set of services."""

from dataclasses import dataclass

from flask import Flask
from flask_socketio import SocketIO
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp.activity import Intake
from webapp.api import library, system
from webapp.api.endpoint import Endpoint, view_of
from webapp.api.listening import Listening
from webapp.api.openapi import openapi_document
from webapp.api.sounds import Sounds
from webapp.audio import AudioSender, register_audio
from webapp.covers import Covers, register_covers
from webapp.guard import Guard
from webapp.lab.endpoints import lab_endpoints
from webapp.listener import Listeners
from webapp.live import LiveNamespace, make_socket
from webapp.metrics import Metrics
from webapp.monitoring import register_monitoring
from webapp.pages import Pages, register_pages
from webapp.problems import register_problems
from webapp.services import Services
from webapp.transcoding import Transcoder
from webapp.uploads import StreamingRequest

_LARGEST_BODY_BYTES = 64 * 1024
"""Where an endpoint says nothing else."""


@dataclass(frozen=True, kw_only=True)
class Live:
    """The socket side of an application."""

    socketio: SocketIO
    namespace: LiveNamespace


class PlayerApp(Flask):
    """A Flask application with its socket."""

    request_class = StreamingRequest
    live: Live
    endpoints: tuple[Endpoint, ...] = ()


def create_app(services: Services) -> PlayerApp:
    """Build the player; nothing is read from the environment, and two applications share no state."""
    app = PlayerApp("webapp", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_BODY_BYTES
    metrics = Metrics()
    listeners = Listeners(services.config.secret_key)
    intake = Intake(services, metrics)
    register_problems(app)
    register_monitoring(app, services, metrics)
    _register_api(app, services, listeners, intake)
    transcoder = Transcoder(services.config.ffmpeg, slots=services.config.transcode_slots, metrics=metrics)
    register_audio(app, AudioSender(services, transcoder))
    register_covers(app, Covers(services))
    register_pages(app, Pages(services, listeners))
    namespace = LiveNamespace(services, listeners=listeners, intake=intake, metrics=metrics)
    app.live = Live(socketio=make_socket(app, namespace), namespace=namespace)
    app.wsgi_app = Guard(app.wsgi_app, allowed_hosts=services.config.allowed_hosts)  # type: ignore[method-assign]
    if n := services.config.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    return app


def _register_api(app: PlayerApp, services: Services, listeners: Listeners, intake: Intake) -> None:
    document = system.Document(lambda: openapi_document(app.endpoints, version=services.config.version))
    app.endpoints = (
        *library.ENDPOINTS,
        *Sounds(upload_slots=services.config.upload_slots).endpoints(),
        *Listening(listeners, intake).endpoints(),
        *lab_endpoints(listeners, upload_slots=services.config.upload_slots),
        *system.endpoints(document),
    )
    for each in app.endpoints:
        app.add_url_rule(each.address, each.name, view_of(each, services), methods=[each.method])

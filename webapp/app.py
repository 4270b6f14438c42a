"""The application factory: routes, socket and guard around one set of services."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import Flask
from flask_socketio import SocketIO

from recommender.listening.history.live_plays import LivePlays
from recommender.listening.history.play_windows import PlayWindows
from recommender.playlists.formats.files import MAX_FILE_BYTES
from recommender.playlists.smart.live_heard import LiveHeard
from webapp.accounts.attempts import Attempts
from webapp.accounts.changes import Changes
from webapp.accounts.gate import Gate
from webapp.accounts.login import Login
from webapp.accounts.oidc import OidcLogin
from webapp.accounts.open_connections import OpenConnections
from webapp.accounts.own import OwnAccount
from webapp.accounts.parts import AccountParts
from webapp.accounts.people import People
from webapp.accounts.recognition import Recognition
from webapp.activity import Intake
from webapp.address_limits import AddressLimits
from webapp.api import artists_alike, facets, library, system
from webapp.api.endpoint import Endpoint, register_endpoints
from webapp.api.favourites import Favourites
from webapp.api.history import History
from webapp.api.listening import Listening
from webapp.api.openapi import openapi_document
from webapp.api.sounds import Sounds
from webapp.api.uploads import StreamingRequest, Uploads
from webapp.corrections.endpoints import MAX_PICTURE_BYTES, Corrections
from webapp.forwarded import behind_proxies
from webapp.generated.endpoints import generated_endpoints
from webapp.guard import Guard
from webapp.imports.endpoints import HistoryImportEndpoints
from webapp.lab.endpoints import lab_endpoints
from webapp.libraries import endpoints as folders
from webapp.libraries import rejected
from webapp.listener import Listeners
from webapp.live.namespace import LiveNamespace
from webapp.live.server import make_socket
from webapp.media.audio import AudioSender, register_audio
from webapp.media.covers import Covers, register_covers
from webapp.media.transcoding import Transcoder
from webapp.metrics import Metrics
from webapp.monitoring import register_monitoring
from webapp.pages import VIEWS, Pages, register_pages
from webapp.picks import endpoints as picks
from webapp.playlists.endpoints import Playlists
from webapp.playlists.files import PlaylistFiles
from webapp.playlists.smart.endpoints import SmartPlaylists
from webapp.playlists.smart.files import SmartFiles
from webapp.playlists.smart.lists import SmartLists
from webapp.playlists.smart.shared_traits import SmartInCommon
from webapp.problems import register_problems
from webapp.room.endpoints import room_endpoints
from webapp.services import Services
from webapp.serving.compression import register_compression
from webapp.visibility.endpoints import LibraryVisibilities
from webapp.visibility.sight import Sight

_MAX_BODY_BYTES = 64 * 1024
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
    gate: Gate
    """Who may call what."""
    connections: OpenConnections
    tell_of_account_change: Callable[[], None]
    """To be called when an account, session or token has changed in another process."""


def create_app(services: Services) -> PlayerApp:
    """Build the player; nothing is read from the environment, and two applications share no state."""
    app = PlayerApp("webapp", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _MAX_BODY_BYTES
    metrics = Metrics()
    limits = AddressLimits(services.config)
    connections = OpenConnections()
    recognition = Recognition(services.accounts, services.clock) if services.accounts else None
    listeners = Listeners(services.config.secret_key, limits.may_have_new_listener, recognition)
    sight = Sight(services.catalogue, services.libraries, listeners)
    services = replace(services, catalogue=sight.catalogue)
    changes = Changes(recognition, connections) if recognition else None
    parts = AccountParts(services=services.accounts, listeners=listeners, changes=changes, clock=services.clock)
    gate = Gate(app, listeners, connections)
    intake = Intake(services, sight, limits, metrics)
    register_problems(app)
    register_compression(app)
    register_monitoring(app, gate, services, metrics)
    _register_api(app, gate, services, parts, intake)
    transcoder = Transcoder(services.config.ffmpeg, slots=services.config.transcode_slots, metrics=metrics)
    register_audio(gate, AudioSender(services, transcoder))
    register_covers(gate, Covers(services))
    register_pages(app, gate, Pages(services, listeners))
    namespace = LiveNamespace(
        services,
        sight=sight,
        listeners=listeners,
        connections=connections,
        intake=intake,
        limits=limits,
        metrics=metrics,
    )
    app.live = Live(socketio=make_socket(app, namespace), namespace=namespace)
    app.gate, app.connections = gate, connections
    app.tell_of_account_change = parts.tell_of_change
    guard = Guard(app.wsgi_app, allowed_hosts=services.config.allowed_hosts)
    app.wsgi_app = behind_proxies(guard, services.config.trusted_proxies)  # type: ignore[method-assign, assignment]
    return app


def _register_api(app: PlayerApp, gate: Gate, services: Services, parts: AccountParts, intake: Intake) -> None:
    config, listeners, attempts = services.config, parts.listeners, Attempts()
    login = Login(parts, attempts)
    OidcLogin(parts, login, secret_key=config.secret_key).register(gate)
    uploads = Uploads(slots=config.upload_slots, wait_s=config.upload_wait_s, limit_bytes=config.upload_limit_bytes)
    tables = Uploads(slots=1, wait_s=config.upload_wait_s, limit_bytes=config.table_limit_bytes)
    histories = Uploads(slots=1, wait_s=config.upload_wait_s, limit_bytes=config.history_limit_bytes)
    plays, windows = LivePlays(services.plays), PlayWindows(services.plays)
    heard = LiveHeard(services.plays)
    smart_lists = SmartLists(plays, windows, heard)
    smart = SmartPlaylists(listeners, smart_lists)
    files = Uploads(slots=1, wait_s=config.upload_wait_s, limit_bytes=MAX_FILE_BYTES)
    pictures = Uploads(slots=1, wait_s=config.upload_wait_s, limit_bytes=MAX_PICTURE_BYTES)
    document = system.Document(lambda: openapi_document(app.endpoints, version=config.version, pages=VIEWS))
    app.endpoints = (
        *library.ENDPOINTS,
        *artists_alike.ENDPOINTS,
        *facets.ENDPOINTS,
        *Sounds(uploads).endpoints(),
        *Listening(listeners, intake).endpoints(),
        *History(listeners, plays, windows).endpoints(),
        *HistoryImportEndpoints(listeners, histories).endpoints(),
        *Favourites(listeners, plays).endpoints(),
        *Playlists(listeners).endpoints(),
        *smart.endpoints(),
        *SmartFiles(listeners, files, smart).endpoints(),
        *SmartInCommon(listeners, smart_lists).endpoints(),
        *PlaylistFiles(listeners, files).endpoints(),
        *Corrections(listeners, pictures).endpoints(),
        *generated_endpoints(listeners),
        *room_endpoints(listeners, heard),
        *lab_endpoints(listeners, uploads=uploads, tables=tables),
        *folders.ENDPOINTS,
        *rejected.ENDPOINTS,
        *picks.ENDPOINTS,
        *login.endpoints(),
        *OwnAccount(parts, attempts).endpoints(),
        *People(parts).endpoints(),
        *LibraryVisibilities(parts).endpoints(),
        *system.endpoints(document),
    )
    register_endpoints(gate, app.endpoints, services)

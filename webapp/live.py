"""The socket: activity comes up, slates go down. Socket.IO namespace /live, websocket only."""

from collections import defaultdict
from typing import Any

import msgspec
import structlog
from flask import request
from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import Namespace, SocketIO

from recommender.errors import BadInput, SegueError, ServerUnavailable
from recommender.records import ListenerId
from webapp.activity import MAX_MESSAGE_BYTES, Intake
from webapp.answers import Receipt
from webapp.listener import Listeners, require_same_origin
from webapp.metrics import Metrics
from webapp.services import Services

NAMESPACE = "/live"
_PROTOCOL_BYTES = 1024
_RETRY_AFTER_S = 2.0
_SOCKETS_PER_LISTENER = 32
_log = structlog.get_logger(__name__)


class FastJson:
    """What python-socketio wants of a JSON module, by msgspec: quicker, and deep nesting is an error like others."""

    @staticmethod
    def dumps(value: object, **_: object) -> str:
        """Return JSON text."""
        return msgspec.json.encode(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_: object) -> Any:
        """Return plain objects; raise `ValueError` for what is not JSON."""
        try:
            return msgspec.json.decode(text)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


class LiveNamespace(Namespace):  # type: ignore[misc]
    """One per application; knows which sockets of which listeners are connected here."""

    def __init__(self, services: Services, *, listeners: Listeners, intake: Intake, metrics: Metrics) -> None:
        super().__init__(NAMESPACE)
        self._services = services
        self._listeners = listeners
        self._intake = intake
        self._metrics = metrics
        self._listener_of: dict[str, ListenerId] = {}
        self._sockets_of: dict[ListenerId, set[str]] = defaultdict(set)

    def on_connect(self, _auth: object = None) -> None:
        """Let a known listener in, and send the current slate at once."""
        sid = request.sid  # type: ignore[attr-defined]
        try:
            require_same_origin(request)
            listener = self._listeners.required(request)
        except SegueError as error:
            raise Refused(str(error)) from error
        if len(self._sockets_of.get(listener, ())) >= _SOCKETS_PER_LISTENER:
            raise Refused("too many connections of one listener")
        self._listener_of[sid] = listener
        self._sockets_of[listener].add(sid)
        self._metrics.sockets.inc()
        self.socketio.start_background_task(self._send_current, listener, sid)

    def on_disconnect(self, _reason: object = None) -> None:
        """Forget the socket."""
        sid = request.sid  # type: ignore[attr-defined]
        listener = self._listener_of.pop(sid, None)
        if listener is None:
            return
        self._metrics.sockets.dec()
        self._sockets_of[listener].discard(sid)
        if not self._sockets_of[listener]:
            del self._sockets_of[listener]

    def on_activity(self, events: object = None, *_: object) -> dict[str, object]:
        """Take a list of events; the acknowledgement says which are stored for good and which never will be."""
        listener = self._listener_of[request.sid]  # type: ignore[attr-defined]
        try:
            return self._intake.take(listener, events).as_json()
        except ServerUnavailable as error:
            _log.warning("activity_not_stored", listener_id=listener, why=str(error))
            return Receipt(retry_after_s=_RETRY_AFTER_S).as_json()
        except BadInput as error:
            return Receipt().as_json() | {"problem": str(error)}

    def deliver(self, listener_id: str, slate_json: bytes) -> None:
        """Send a slate, as it came from the stream, to the listener's sockets, if any is connected here."""
        sockets = self._sockets_of.get(ListenerId(listener_id))
        if not sockets:
            return
        slate = msgspec.json.decode(slate_json)
        for sid in tuple(sockets):
            self.socketio.emit("slate", slate, namespace=NAMESPACE, to=sid)
        self._metrics.slates.inc(len(sockets))
        _log.debug(
            "slate_sent",
            listener_id=listener_id,
            event_id=slate.get("caused_by"),
            model_version=slate.get("model_version"),
        )

    def announce_index(self, model_version: str) -> None:
        """Tell every socket that another similarity index is in use."""
        self.socketio.emit("index", {"model_version": model_version}, namespace=NAMESPACE)

    def _send_current(self, listener: ListenerId, sid: str) -> None:
        try:
            slate = self._services.current_slate(listener)
        except SegueError as error:
            _log.warning("no_slate_at_connect", listener_id=listener, why=str(error))
            return
        self.socketio.emit("slate", msgspec.to_builtins(slate), namespace=NAMESPACE, to=sid)


def make_socket(app: Any, namespace: LiveNamespace) -> SocketIO:
    """Put Socket.IO in front of the application; messages over 64 kB close the connection."""
    socketio = SocketIO(
        app,
        async_mode="gevent",
        transports=["websocket"],
        async_handlers=False,  # a listener's messages stay in order
        manage_session=False,
        json=FastJson,
        max_http_buffer_size=MAX_MESSAGE_BYTES + _PROTOCOL_BYTES,
        http_compression=False,
    )
    socketio.on_namespace(namespace)
    return socketio

"""The sockets of the namespace /live: activity comes up, slates go down."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
import structlog
from flask import request
from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import Namespace
from gevent.queue import JoinableQueue

from recommender.errors import BadInput, SegueError, ServerUnavailable
from recommender.playlists.access import readers_of
from recommender.playlists.records import PlaylistChange
from recommender.records import ListenerId
from webapp.accounts.gate import require_access
from webapp.accounts.open_connections import Connection, OpenConnections
from webapp.activity import Intake
from webapp.address_limits import AddressLimits, address_of
from webapp.api.answers import Receipt
from webapp.listener import Listeners, require_same_origin
from webapp.live.packets import CLIENT_EVENTS, hang_up
from webapp.live.slate_sender import SlateSender
from webapp.metrics import Metrics
from webapp.problems import NotAllowed
from webapp.services import Services
from webapp.serving.websockets import IN_ENVIRONMENT
from webapp.visibility.sight import Sight

NAMESPACE = "/live"
_RETRY_AFTER_S = 2.0
_SOCKETS_PER_LISTENER = 32
_MAX_NEWS_WAITING = 1_000
"""A page that reads nothing is told no more; it reads its lists anew when it connects again."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Socket:
    """One open socket."""

    connection: Connection
    address: str
    """Of the network, counted against its limits."""


class _SlateHead(msgspec.Struct, frozen=True):
    """What the log says of a slate; the rest of it is only looked through."""

    slate_id: str
    caused_by: str = ""
    model_version: str = ""


_slate_heads = msgspec.json.Decoder(_SlateHead)


class LiveNamespace(Namespace):  # type: ignore[misc]
    """One per application; knows which sockets of which listeners are connected here."""

    def __init__(
        self,
        services: Services,
        *,
        sight: Sight,
        listeners: Listeners,
        connections: OpenConnections,
        intake: Intake,
        limits: AddressLimits,
        metrics: Metrics,
    ) -> None:
        super().__init__(NAMESPACE)
        self._services = services
        self._sight = sight
        self._listeners = listeners
        self._connections = connections
        self._intake = intake
        self._limits = limits
        self._metrics = metrics
        self._open: dict[str, _Socket] = {}
        self._sockets_of: dict[ListenerId, set[str]] = defaultdict(set)
        self._sender = SlateSender(self._send_new, queue_of=self._queue_of)

    def on_connect(self, _auth: object = None) -> None:
        """Let a known listener in, and send the current slate at once."""
        sid = request.sid  # type: ignore[attr-defined]
        try:
            require_same_origin(request)
            visitor = self._listeners.require_visitor(request)
            require_access(visitor, "play")
        except SegueError as error:
            raise Refused(str(error)) from error
        listener = visitor.listener
        if len(self._sockets_of.get(listener, ())) >= _SOCKETS_PER_LISTENER:
            raise Refused("too many connections of one listener")
        address = address_of(request)
        if not self._limits.take_socket(address):
            raise Refused("too many connections from one address")
        connection = self._connections.add(visitor, lambda: self._end(sid))
        self._open[sid] = _Socket(connection, address)
        self._sockets_of[listener].add(sid)
        self._metrics.sockets.inc()
        if (websocket := request.environ.get(IN_ENVIRONMENT)) is not None:
            websocket.has_joined = True
        self.socketio.start_background_task(self._send_current, listener, sid)
        if not self._listeners.is_still_let_in(request):  # ended before anybody knew of this socket
            connection.is_ended = True
            self.socketio.start_background_task(self._end, sid)

    def on_disconnect(self, _reason: object = None) -> None:
        """Forget the socket, and end its connection: it may be silent, or come back again and again."""
        sid = request.sid  # type: ignore[attr-defined]
        hang_up(request.environ)
        if (socket := self._open.pop(sid, None)) is None:
            return
        self._connections.remove(socket.connection)
        listener = socket.connection.visitor.listener
        self._sender.forget(sid)
        self._metrics.sockets.dec()
        self._limits.give_socket_back(socket.address)
        self._sockets_of[listener].discard(sid)
        if not self._sockets_of[listener]:
            del self._sockets_of[listener]

    def trigger_event(self, event: str, sid: str, *given: Any) -> Any:
        """Dispatch an event; those of the protocol need nothing of Flask, so no request is made of them."""
        if event in CLIENT_EVENTS:
            return getattr(self, f"on_{event}")(sid, *given)
        return super().trigger_event(event, sid, *given)

    def on_activity(self, sid: str, events: object = None, *_: object) -> dict[str, object]:
        """Take a list of events; the acknowledgement says which are stored for good and which never will be."""
        socket = self._open[sid]
        visitor, listener = socket.connection.visitor, socket.connection.visitor.listener
        try:
            require_access(visitor, CLIENT_EVENTS["activity"])
            return _to_plain(self._intake.take(visitor, events, address=socket.address))
        except ServerUnavailable as error:
            _log.warning("activity_not_stored", listener_id=listener, why=str(error))
            return _to_plain(Receipt(retry_after_s=_RETRY_AFTER_S))
        except (BadInput, NotAllowed) as error:
            return _to_plain(Receipt()) | {"problem": str(error)}

    def on_unknown(self, *_: object) -> dict[str, object]:
        """Answer an event of a name that the protocol does not have."""
        return _to_plain(Receipt()) | {"problem": f"there is no such event; there is {', '.join(CLIENT_EVENTS)}"}

    def deliver(self, listener_id: str, slate_json: bytes) -> None:
        """Send a slate, as it came from the stream, to the listener's sockets, if any is connected here."""
        listener = ListenerId(listener_id)
        sockets = tuple(self._sockets_of.get(listener, ()))
        if not sockets:
            return
        told = _slate_heads.decode(slate_json)  # raises what is no slate: pages are sent the bytes as they are
        is_restricted = self._is_restricted()
        for sid in sockets:
            if is_restricted:  # it may have to wait for the listener's catalogue, and the others do not
                self.socketio.start_background_task(self._send_seen, listener, sid, slate_json)
            else:
                self._sender.send(sid, slate_json)
        _log.debug("slate_sent", listener_id=listener, event_id=told.caused_by, model_version=told.model_version)

    def send_again(self) -> None:
        """Send every socket its slate anew: who sees what has changed."""
        for listener, sockets in tuple(self._sockets_of.items()):
            for sid in tuple(sockets):
                self.socketio.start_background_task(self._send_current, listener, sid)

    def announce_index(self, model_version: str) -> None:
        """Tell every socket that another similarity index is in use."""
        self.socketio.emit("index", {"model_version": model_version}, namespace=NAMESPACE)

    def _end(self, sid: str) -> None:
        """Tell a page that it is no longer let in, and close its connection."""
        self.socketio.server.disconnect(sid, namespace=NAMESPACE)

    def announce_playlist(self, change: PlaylistChange) -> None:
        """Tell those who may see a playlist, and are connected here, that it changed."""
        readers = readers_of(change)
        listeners = tuple(self._sockets_of) if readers is None else readers
        event = {"playlist_id": change.playlist_id, "revision": change.revision, "is_deleted": change.is_deleted}
        for listener in listeners:
            for sid in tuple(self._sockets_of.get(listener, ())):
                queue = self._queue_of(sid)
                if queue is None or queue.qsize() < _MAX_NEWS_WAITING:
                    self.socketio.emit("playlist", event, namespace=NAMESPACE, to=sid)

    def _send_current(self, listener: ListenerId, sid: str) -> None:
        try:
            slate = self._services.current_slate(listener)
            is_seen = self._sees(sid, [pick.track_id for pick in slate.picks])
        except SegueError as error:
            _log.warning("slate_not_sent", listener_id=listener, why=str(error))
            return
        if is_seen:
            self._send_slate(sid, msgspec.json.encode(slate))

    def _send_seen(self, listener: ListenerId, sid: str, slate_json: bytes) -> None:
        """Send a worker's slate; one of what was hidden a moment ago is made anew here."""
        try:
            is_seen = self._sees(sid, [pick["track_id"] for pick in msgspec.json.decode(slate_json)["picks"]])
        except SegueError as error:
            _log.warning("slate_not_sent", listener_id=listener, why=str(error))
            return
        if is_seen:
            self._sender.send(sid, slate_json)
        else:
            self._send_current(listener, sid)

    def _sees(self, sid: str, track_ids: Iterable[str]) -> bool:
        """Return whether the listener at a socket may see every track; False when the socket is gone."""
        if not self._is_restricted():
            return True
        if (socket := self._open.get(sid)) is None:
            return False
        catalogue = self._sight.catalogue_of(socket.connection.visitor)
        return not catalogue.hidden or all(track_id in catalogue.positions for track_id in track_ids)

    def _is_restricted(self) -> bool:
        return self._services.libraries.visibility().is_restricted

    def _send_slate(self, sid: str, slate_json: bytes) -> None:
        """Send a slate as the JSON that it is already."""
        self.socketio.emit("slate", msgspec.Raw(slate_json), namespace=NAMESPACE, to=sid)

    def _send_new(self, sid: str, slate_json: bytes) -> None:
        self._send_slate(sid, slate_json)
        self._metrics.slates.inc()

    def _queue_of(self, sid: str) -> JoinableQueue[Any] | None:
        server = self.socketio.server
        socket = server.eio.sockets.get(server.manager.eio_sid_from_sid(sid, NAMESPACE))
        return None if socket is None or socket.closed else socket.queue


def _to_plain(receipt: Receipt) -> dict[str, object]:
    """Return what Socket.IO encodes: plain objects."""
    plain: dict[str, object] = msgspec.to_builtins(receipt)
    return plain

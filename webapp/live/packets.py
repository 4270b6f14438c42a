"""What a socket's client may say: join, leave, and the events of the protocol. Everything else changes nothing."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import structlog
from socketio.packet import ACK, CONNECT, DISCONNECT, EVENT, Packet

from recommender.accounts.roles import Access
from webapp.json_values import plain_values
from webapp.serving.websockets import IN_ENVIRONMENT

CLIENT_EVENTS: Mapping[str, Access] = {"activity": "play"}
"""Every event that a client may send, and who may send it; opinions among activity need `write`."""
UNKNOWN_EVENT = "unknown"
"""What an event of another name becomes: python-socketio calls its life-cycle handlers by event name, so that a client
could run them by emitting `connect` or `disconnect`."""
_MAX_ANSWERS_WAITING = 1_000
"""A client that sends on and on and reads nothing is let go of."""
_log = structlog.get_logger(__name__)


class FastJson:
    """What python-socketio wants of a JSON module, by msgspec: quicker, and deep nesting is an error like others."""

    @staticmethod
    def dumps(value: object, **_: object) -> str:
        """Return JSON text; `msgspec.Raw` is JSON already."""
        return msgspec.json.encode(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_: object) -> Any:
        """Return plain objects; raise `ValueError` for what is not JSON."""
        return plain_values(text)


class ClientPacket(Packet):  # type: ignore[misc]
    """A Socket.IO packet without attachments, whose event names are those of the protocol."""

    uses_binary_events = False
    json = FastJson

    def decode(self, encoded_packet: str) -> int:
        """Take a packet apart; raise `ValueError` for one that no client of ours sends."""
        if not isinstance(encoded_packet, str):
            raise ValueError("a binary packet")
        if super().decode(encoded_packet) or self.packet_type not in (CONNECT, DISCONNECT, EVENT, ACK):
            raise ValueError(f"a packet of type {self.packet_type}")
        if self.packet_type == EVENT:
            self.data = _known_event(self.data)  # type: ignore[has-type]
        return 0


def _known_event(data: object) -> list[object]:
    if isinstance(data, list) and data and data[0] in CLIENT_EVENTS:
        return data
    return [UNKNOWN_EVENT]


def hang_up_on_bad_packets(server: Any) -> None:
    """Let a client's connection end with its first packet that is none, or when it does not read its answers.

    `server` is python-socketio's, whose engine by itself logs a traceback for each and goes on.
    """
    receive: Callable[[str, object], None] = server.eio.handlers["message"]

    def receive_or_hang_up(engine_sid: str, data: object) -> None:
        socket = server.eio.sockets.get(engine_sid)
        if socket is None or socket.closed:
            return  # it had more to say when it was hung up on
        reason = ""
        try:
            receive(engine_sid, data)
        except Exception as error:
            reason = f"{type(error).__name__}: {str(error)[:200]}"
        if socket.queue.qsize() > _MAX_ANSWERS_WAITING:
            reason = "it does not read its answers"
        if reason:
            _log.warning("socket_closed", why=reason)
            hang_up(server.environ.get(engine_sid, {}))
            socket.close(wait=False, abort=True)

    server.eio.on("message", receive_or_hang_up)


def hang_up(environ: Mapping[str, Any]) -> None:
    """End the connection of a websocket, also one whose other side is silent or does not read."""
    websocket = environ.get(IN_ENVIRONMENT)
    if websocket is not None:
        websocket.hang_up()

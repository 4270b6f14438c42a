"""Socket.IO in front of the application."""

from typing import Any

from flask_socketio import SocketIO

from webapp.activity import MAX_MESSAGE_BYTES
from webapp.live.namespace import LiveNamespace
from webapp.live.packets import ClientPacket, FastJson, hang_up_on_bad_packets
from webapp.serving.websockets import serve_websockets

_PROTOCOL_BYTES = 1024


def make_socket(app: Any, namespace: LiveNamespace) -> SocketIO:
    """Put Socket.IO in front of the application; messages over 64 kB and packets that are none close the connection."""
    socketio = SocketIO(
        app,
        async_mode="gevent",
        transports=["websocket"],
        async_handlers=False,  # a listener's messages stay in order
        manage_session=False,
        json=FastJson,
        serializer=ClientPacket,
        max_http_buffer_size=MAX_MESSAGE_BYTES + _PROTOCOL_BYTES,
        http_compression=False,
    )
    serve_websockets(socketio.server.eio)
    socketio.on_namespace(namespace)
    hang_up_on_bad_packets(socketio.server)
    return socketio

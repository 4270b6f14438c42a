"""Loads libraries without what they would load besides and segue never uses: most of the time that a start took.

It is the program's entry that calls these, before anything imports the libraries; who imports segue has them whole.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

_CLIENTS = ("aio_pika", "aiohttp", "kafka", "kombu", "redis", "requests", "tornado", "valkey", "websocket", "zmq")


def load_structlog_alone() -> None:
    """Import structlog without Rich, which shows tracebacks that segue's logs show plainly."""
    import_without("structlog", "rich")


def load_socketio_server() -> None:
    """Import Socket.IO without what its clients and its ways between processes need; in a player's own process only."""
    import_without("socketio", *_CLIENTS)
    # Its driver loads websockets that segue replaces by its own.
    sys.modules["simple_websocket"] = ModuleType("simple_websocket")
    import_module("engineio.async_drivers.gevent")
    del sys.modules["simple_websocket"]


def skip_ocsp_without_its_libraries() -> None:
    """Have pymongo not try what fails without `service_identity`, after it has loaded a library of certificates."""
    if find_spec("service_identity") is None:
        sys.modules.setdefault("pymongo.pyopenssl_context", None)  # type: ignore[arg-type]


def import_without(module: str, *hidden: str) -> None:
    """Import a module as it is where the hidden ones are not installed; they can be imported afterwards."""
    if module in sys.modules:
        return
    absent = [name for name in hidden if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None: Python's word for no such module
    try:
        import_module(module)
    finally:
        for name in absent:
            del sys.modules[name]

import json
import subprocess
import sys

from tests.paths import ROOT


def told_by(code: str) -> object:
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def test_what_was_hidden_is_missing_then_and_can_be_imported_afterwards():
    code = """
import json
from infra.lean_imports import import_without
try:
    import_without("wsgiref.simple_server", "http.server")
except ModuleNotFoundError as error:
    missing = error.name
import http.server, wsgiref.simple_server
print(json.dumps([missing, hasattr(http.server, "HTTPServer")]))
"""
    assert told_by(code) == ["http.server", True]


def test_logs_of_the_program_do_without_rich_and_commands_have_it():
    code = """
import contextlib, io, json, sys
from infra.cli import main
sys.argv = ["segue", "--help"]
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main()
import structlog
before = "rich" in sys.modules
import rich.console
print(json.dumps([before, structlog.dev.rich is None, "rich.console" in sys.modules]))
"""
    assert told_by(code) == [False, True, True]


def test_who_imports_segue_has_the_libraries_whole():
    code = """
import json, sys
import infra, infra.cli, structlog
print(json.dumps([structlog.dev.rich is not None, None in sys.modules.values()]))
"""
    assert told_by(code) == [True, False]


def test_a_patched_player_is_patched_and_looks_for_no_plugins():
    code = """
import json
from importlib import metadata
looks, entry_points = [], metadata.entry_points
metadata.entry_points = lambda *args, **named: (looks.append(1), entry_points(*args, **named))[1]
from infra.web.patching import patch_all
patch_all()
from gevent import monkey
patched = [monkey.is_module_patched(name) for name in ("socket", "threading", "time", "select")]
print(json.dumps([len(looks), patched]))
"""
    assert told_by(code) == [0, [True] * 4]


def test_gevent_would_look_for_plugins():
    code = """
import json
from importlib import metadata
looks, entry_points = [], metadata.entry_points
metadata.entry_points = lambda *args, **named: (looks.append(1), entry_points(*args, **named))[1]
from gevent import monkey
monkey.patch_all()
print(json.dumps(len(looks) > 0))
"""
    assert told_by(code) is True


def test_a_players_socket_server_loads_no_clients():
    code = (
        "import json, sys; from infra.lean_imports import load_socketio_server; load_socketio_server(); "
        "import flask_socketio, requests; import engineio.client; "
        "print(json.dumps(['kafka' in sys.modules, engineio.client.requests is None, hasattr(requests, 'get'), "
        "'wsproto' in sys.modules]))"
    )
    assert told_by(code) == [False, True, True, False]


def test_websockets_of_clients_can_be_imported_afterwards():
    code = (
        "import json; from infra.lean_imports import load_socketio_server; load_socketio_server(); "
        "import simple_websocket; print(json.dumps(hasattr(simple_websocket, 'Client')))"
    )
    assert told_by(code) is True

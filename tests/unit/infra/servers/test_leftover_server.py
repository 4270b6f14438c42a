import os
import socket
from pathlib import Path
from threading import Timer

import msgspec

from infra.servers.listening_port import free_port, is_free
from infra.servers.server_state import ServerState, end_leftover


def test_the_port_of_an_ended_server_is_free_when_the_next_one_starts(tmp_path: Path) -> None:
    note, port = tmp_path / "mongo.json", free_port()
    ended = ServerState(os.getpid(), 1.0, os.getpid(), 1.0, port, "mongodb://ended")
    note.write_bytes(msgspec.json.encode(ended))
    held = socket.create_server(("127.0.0.1", port))
    Timer(0.1, held.close).start()
    end_leftover(note)
    assert is_free(port)
    assert not note.exists()

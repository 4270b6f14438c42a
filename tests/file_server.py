"""A web server for tests: files from memory, with ranges, and with the faults that real servers have."""

import re
import threading
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class FileServer:
    """What is served and how it misbehaves."""

    files: dict[str, bytes]
    url: str = ""
    ranges: bool = True
    cut_after: list[int] = field(default_factory=list)
    """For each coming GET answer: after how many bytes of the body the connection is cut; -1 for not at all."""
    statuses: list[int] = field(default_factory=list)
    """Error statuses that the coming GET requests are answered with."""
    requests: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, path and Range header of every request."""
    sent: Counter[str] = field(default_factory=Counter)
    """Body bytes per path."""

    def start(self) -> ThreadingHTTPServer:
        """Serve on a free port of 127.0.0.1."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        server.daemon_threads = True
        self.url = f"http://127.0.0.1:{server.server_port}/fma/"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return server


def _handler_of(state: FileServer) -> type[BaseHTTPRequestHandler]:  # noqa: C901 - one class in its closure
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else each answer waits 40 ms for the reader's acknowledgement

        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def log_message(self, *_: object) -> None:
            pass

        def _answer(self, *, with_body: bool) -> None:
            asked = self.headers.get("Range", "")
            state.requests.append((self.command, self.path, asked))
            if with_body and state.statuses:
                return self._refuse(state.statuses.pop(0))
            content = state.files.get(self.path)
            if content is None:
                return self._refuse(404)
            span = _span(asked, len(content)) if asked and state.ranges else None
            first, last = span or (0, len(content) - 1)
            if first >= len(content):
                return self._refuse(416, {"Content-Range": f"bytes */{len(content)}"})
            self.send_response(206 if span else 200)
            self.send_header("Content-Length", str(last - first + 1))
            if span:
                self.send_header("Content-Range", f"bytes {first}-{last}/{len(content)}")
            self.end_headers()
            if with_body:
                self._send(content[first : last + 1])
            return None

        def _send(self, body: bytes) -> None:
            cut = state.cut_after.pop(0) if state.cut_after else -1
            if cut >= 0:
                body = body[:cut]
                self.close_connection = True
            # Counted before it is sent: afterwards a test that counts anew may have begun.
            state.sent[self.path] += len(body)
            try:
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the reader has heard enough

        def _refuse(self, status: int, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, text in (headers or {}).items():
                self.send_header(name, text)
            self.send_header("Content-Length", "0")
            self.end_headers()

    return Handler


def _span(asked: str, n_bytes: int) -> tuple[int, int]:
    low, high = re.fullmatch(r"bytes=(\d*)-(\d*)", asked).groups()
    if not low:
        return max(0, n_bytes - int(high)), n_bytes - 1
    return int(low), min(int(high), n_bytes - 1) if high else n_bytes - 1

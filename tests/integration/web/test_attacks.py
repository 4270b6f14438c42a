import socket
from collections.abc import Iterator
from time import monotonic

import psutil
import pytest
import websocket

from infra.web.upload_analysis import UploadAnalysis
from recommender.errors import BadAudio
from tests.integration.web.player import write_tone

pytestmark = pytest.mark.live
WITHIN_S = 20.0


class TestAttacks:
    """After each of them the player must still answer."""

    @pytest.fixture(autouse=True)
    def _still_there(self, web) -> Iterator[None]:
        yield
        assert web.get("/health/live").status_code == 200
        assert web.process.poll() is None

    @pytest.fixture
    def raw(self, web) -> Iterator[socket.socket]:
        host, port = web.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            yield connection

    @pytest.fixture
    def live(self, web) -> Iterator[websocket.WebSocket]:
        cookie = web.listener().cookies["segue_listener"]
        address = web.address.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        connection = websocket.create_connection(address, cookie=f"segue_listener={cookie}", timeout=10)
        connection.recv()
        connection.send("40/live,")
        connection.recv()
        yield connection
        connection.close()

    @pytest.mark.parametrize(
        ("request_line", "expected"),
        [
            (b"GET /audio/../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", b"40"),
            (b"GET /static/..%2f..%2f..%2fetc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", b"40"),
            (b"GET /audio/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n", b"404"),
            (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b"414"),
            (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", b"4"),
            (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: a\r\n" * 500 + b"\r\n", b"4"),
            (b"GET / HTTP/1.1\r\n\r\n", b"421"),
            (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"400"),
            (b"POST /api/v1/activity HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n", b"4"),
            (b"POST /api/v1/activity HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n", b"4"),
        ],
    )
    def test_strange_requests_are_refused(self, raw, request_line, expected):
        raw.sendall(request_line)
        answer = raw.recv(4096)
        assert answer.split(b" ")[1].startswith(expected)
        assert b"root:" not in answer
        assert b"Traceback" not in answer

    @pytest.mark.parametrize(
        "frame",
        [
            b"\x81\xff" + (2**40).to_bytes(8, "big") + b"mask",
            b"\x81\xfe\xff\xff" + b"mask" + b"x",
            b"\xf1\x80mask",
            b"\x8f\x80mask",
            b"\x81\x82mask" + bytes(a ^ b for a, b in zip(b"\xff\xff", b"ma", strict=True)),
        ],
    )
    def test_bad_frames_close_only_their_own_connection(self, live, frame):
        live.sock.sendall(frame)
        live.sock.shutdown(socket.SHUT_WR)
        try:
            while live.sock.recv(65536):
                pass
        except OSError:
            return  # reset is closed too

    def test_endless_fragments_close_the_connection(self, live):
        fragment = b"\x00\xfe\xff\xff" + b"mask" + b"x" * 65535
        with pytest.raises(OSError, match=r"."):  # noqa: PT012 - which of the writes meets the closed end is open
            live.sock.sendall(b"\x01\xfe\xff\xff" + b"mask" + b"x" * 65535)
            for _ in range(2_000):
                live.sock.sendall(fragment)

    @pytest.mark.parametrize(
        "message",
        ["42/live,1" + "[" * 60_000, '42/live,1["activity",' + '{"a":' * 9_000 + "1" + "}" * 9_000 + "]", "42/live,1[]",
         '42/live,1["nope",[]]', '42/live,1["activity"]', '42/live,1["connect"]', "42/live,999999999999999999999[]",
         "451-/live,", "4", "49", "9", "", "\x00", '42/live,1["activity",[{"event_id":"\\u0000"}]]'],
    )  # fmt: skip
    def test_messages_that_make_no_sense_are_survived(self, live, message):
        live.send(message)

    def test_a_message_over_the_limit_closes_the_connection(self, live):
        live.send('42/live,1["activity",["' + "x" * 100_000 + '"]]')
        with pytest.raises((websocket.WebSocketException, OSError)):  # noqa: PT012 - pings may come first
            for _ in range(100):
                if not live.recv():
                    raise websocket.WebSocketConnectionClosedException


class TestLimitsOfUploads:
    def test_a_sound_is_analysed_in_another_process(self, tmp_path):
        write_tone(tmp_path / "a.wav", seconds=5)
        (tmp_path / "nothing.wav").touch()
        uploads = UploadAnalysis(cpu_s=30, middle_s=120)
        try:
            assert uploads(tmp_path / "a.wav").sound.duration_s == pytest.approx(5, abs=0.1)
            with pytest.raises(BadAudio) as refused:
                uploads(tmp_path / "nothing.wav")
            assert refused.value.reason == "empty"
        finally:
            uploads.close()

    def test_what_takes_too_much_memory_is_ended(self, tmp_path):
        write_tone(tmp_path / "a.wav", seconds=300)
        uploads = UploadAnalysis(cpu_s=30, middle_s=300, memory_bytes=1_000_000)
        with pytest.raises(BadAudio):
            uploads(tmp_path / "a.wav")
        uploads.close()

    def test_what_takes_too_long_is_ended_and_no_process_stays(self, tmp_path):
        write_tone(tmp_path / "a.wav", seconds=300)
        uploads = UploadAnalysis(cpu_s=0.1, middle_s=300)
        before = {child.pid for child in psutil.Process().children()}
        began = monotonic()
        with pytest.raises(BadAudio, match="too long to analyse"):
            uploads(tmp_path / "a.wav")
        assert monotonic() - began < 10
        uploads.close()
        assert {child.pid for child in psutil.Process().children()} <= before

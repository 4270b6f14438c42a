"""Socket clients that lie, fall silent or never read, against the real server as a process."""

import json
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
import requests
import websocket

from tests.builders.server import MadeServer, made_server
from tests.builders.web import made_event
from tests.deadline import eventually

WITHIN_S = 15.0
PING_S = (0.4, 0.6)


@pytest.fixture(scope="module")
def server() -> Iterator[MadeServer]:
    with made_server(ping_s=PING_S, handler={"join_s": 1.0}, config={"address_sockets": 24}) as running:
        yield running


def answer_to(live: websocket.WebSocket, packet: str) -> str:
    """Send a packet and return the next that is no ping and no slate."""
    live.send(packet)
    while True:
        received = live.recv()
        if received == "2":
            live.send("3")
        elif not received.startswith('42/live,["slate"'):
            return received


def is_closed(connection: socket.socket) -> bool:
    """Read what there is, and return whether the other side has ended the connection."""
    connection.settimeout(0.01)
    try:
        while data := connection.recv(65536):
            assert data
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


def ends(live: websocket.WebSocket) -> None:
    eventually(lambda: is_closed(live.sock), within_s=WITHIN_S, what="end of the connection")


@pytest.mark.parametrize("name", ["connect", "disconnect", "unknown", "message", "error", "", "__init__"])
def test_an_event_that_the_protocol_has_not_gets_a_problem_and_changes_nothing(server, name):
    live = server.live()
    slates = server.metric("segue_slates_delivered_total")
    sockets = server.metric("segue_live_sockets")
    for number in range(1, 51):
        answer = answer_to(live, f"42/live,{number}{json.dumps([name, 1])}")
        assert answer.startswith(f"43/live,{number}[")
        assert "no such event" in answer
    accepted = answer_to(live, f"42/live,99{json.dumps(['activity', [made_event(1)]])}")
    assert made_event(1)["event_id"] in accepted
    assert server.metric("segue_live_sockets") == sockets
    assert server.metric("segue_slates_delivered_total") == slates
    live.close()


@pytest.mark.parametrize(
    "packet",
    [
        *(
            "",
            "x",
            "7",
            "4",
            "49",
            "4²/live,",
            "42/live,",
            "42/live,[",
            "42/live,[7]",
            "42/live,[{}]",
            '42/live,{"a":1}',
        ),
        *("44/live,1", "42/live," + "1" * 200 + "[]", '46999999999-/live,1["x"]', b"\x00binary"),
        '451-/live,["activity",{"_placeholder":true,"num":0}]',
    ],
)
def test_a_packet_that_is_none_ends_its_own_connection_at_most(server, packet):
    live = server.live()
    live.send(packet, opcode=websocket.ABNF.OPCODE_BINARY if isinstance(packet, bytes) else websocket.ABNF.OPCODE_TEXT)
    other = server.live()
    assert "accepted" in answer_to(other, f"42/live,5{json.dumps(['activity', [made_event(2)]])}")
    other.close()
    live.close()
    assert "Traceback" not in server.log.read_text()


def test_joining_twice_on_one_connection_is_refused_and_leaving_ends_it(server):
    live = server.live()
    before = server.metric("segue_live_sockets")
    assert answer_to(live, "40/live,").startswith("44/live,")
    assert server.metric("segue_live_sockets") == before
    live.send("41/live,")
    ends(live)
    eventually(lambda: server.metric("segue_live_sockets") == before - 1, within_s=WITHIN_S, what="one socket less")


def test_a_socket_that_does_not_answer_pings_is_closed(server):
    silent = [server.live() for _ in range(5)]
    for live in silent:
        ends(live)
    eventually(lambda: server.metric("segue_live_sockets") == 0, within_s=WITHIN_S, what="no socket")


def test_a_socket_that_sends_a_frame_byte_by_byte_is_closed(server):
    live = server.live()
    frame = struct.pack("!BBH", 0x81, 0x80 | 126, 60_000) + bytes(4)
    live.sock.sendall(frame)
    until = time.monotonic() + WITHIN_S
    while not is_closed(live.sock):
        assert time.monotonic() < until
        try:
            live.sock.sendall(b"x")
        except OSError:
            break


def test_a_websocket_that_no_listener_joins_is_closed(server):
    live = server.live(joins=False)
    until = time.monotonic() + WITHIN_S
    while not is_closed(live.sock):
        assert time.monotonic() < until
        with suppress(OSError):
            live.send("3")


def test_a_client_that_sends_and_never_reads_is_let_go_of(server):
    live = server.live()
    live.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    # Of a few bytes each, megabytes of answers take a busy machine half a minute.
    packet = "42/live,1" + json.dumps(["activity", [{}] * 50])
    until = time.monotonic() + WITHIN_S
    with suppress(ConnectionError, websocket.WebSocketConnectionClosedException):
        while True:
            assert time.monotonic() < until
            live.send(packet)


def events(first: int, n: int) -> list[dict[str, object]]:
    return [made_event(first + number) for number in range(n)]


def test_for_a_socket_that_reads_nothing_no_more_than_a_few_slates_are_kept():
    with made_server(slate_bytes=50_000, config={"events_burst": 10_000}) as server:
        cookie = server.cookie()
        live = server.live(cookie)
        for first in range(0, 1000, 50):
            requests.post(
                f"{server.address}/api/v1/activity", json=events(first, 50), headers={"Cookie": cookie}, timeout=20
            ).raise_for_status()
        # What the system keeps of what was sent, at both ends, is some megabytes.
        assert server.metric("segue_slates_delivered_total") < 500
        live.close()
        eventually(lambda: server.metric("segue_live_sockets") == 0, within_s=WITHIN_S, what="no socket")
        assert "Traceback" not in server.log.read_text()


def test_a_socket_that_reads_gets_the_newest_slate_of_a_burst_and_its_acknowledgement():
    with made_server(slate_bytes=50_000) as server:
        live = server.live()
        sent = events(0, 100)
        live.send(f"42/live,1{json.dumps(['activity', sent])}")
        received: list[str] = []
        while not received or str(sent[-1]["event_id"]) not in received[-1] or received[-1].startswith("43"):
            received.append(live.recv())
        received += [live.recv()] if not any(each.startswith("43/live,1[") for each in received) else []
        assert sum(each.startswith("43/live,1[") and '"accepted"' in each for each in received) == 1
        assert answer_to(live, f"42/live,2{json.dumps(['activity', events(100, 1)])}").startswith("43/live,2[")
        live.close()


@pytest.mark.parametrize(
    "flood", [b"\x80\x80\x00\x00\x00\x00", b"\x8a\x80\x00\x00\x00\x00", b"\x81\x81\x00\x00\x00\x003"]
)
def test_a_client_that_sends_frames_without_pause_keeps_nobody_waiting(server, flood):
    live = server.live()
    if flood[0] == 0x80:  # parts of a message that never ends
        live.sock.sendall(b"\x01\x80\x00\x00\x00\x00")
        flood = b"\x00" + flood[1:]
    ended = threading.Event()

    def send() -> None:
        with suppress(OSError):
            while not ended.is_set():
                live.sock.sendall(flood * 10_000)

    sender = threading.Thread(target=send)
    sender.start()
    try:
        for _ in range(5):
            began = time.monotonic()
            assert requests.get(f"{server.address}/health/live", timeout=20).status_code == 200
            assert time.monotonic() - began < 3
    finally:
        ended.set()
        live.shutdown()
        sender.join()


def test_a_client_that_asks_without_pause_keeps_nobody_waiting(server):
    asking = server.raw()
    ended = threading.Event()
    request = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"

    def read() -> None:
        with suppress(OSError):
            while asking.recv(1_000_000):
                pass

    def send() -> None:
        with suppress(OSError):
            while not ended.is_set():
                asking.sendall(request * 100)

    threads = [threading.Thread(target=read), threading.Thread(target=send)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(5):
            began = time.monotonic()
            assert requests.get(f"{server.address}/health/live", timeout=20).status_code == 200
            assert time.monotonic() - began < 3
    finally:
        ended.set()
        asking.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join()


def test_one_address_has_only_so_many_sockets_and_gets_them_back(server):
    eventually(lambda: server.metric("segue_live_sockets") == 0, within_s=WITHIN_S, what="no socket")
    cookies = [server.cookie() for _ in range(25)]
    taken = [server.live(cookie) for cookie in cookies[:24]]
    refused = server.live(cookies[24], joins=False)
    refused.send("40/live,")
    assert "one address" in refused.recv()
    for live in taken:
        live.close()
    eventually(lambda: server.metric("segue_live_sockets") == 0, within_s=WITHIN_S, what="no socket")
    server.live(cookies[24]).close()


def test_listeners_cost_nothing_but_addresses_do():
    config = {"address_events_per_s": 10.0, "address_listeners_per_min": 20, "events_burst": 200}
    with made_server(config=config) as server:
        cookies = [server.cookie() for _ in range(20)]
        answers = [
            requests.post(
                f"{server.address}/api/v1/activity",
                json=[made_event(100 * n + i) for i in range(100)],
                headers={"Cookie": cookie},
                timeout=20,
            )
            for n, cookie in enumerate(cookies)
        ]
        assert [answer.status_code for answer in answers] == [200] * 2 + [429] * 18
        assert "Retry-After" in answers[-1].headers
        late = requests.get(f"{server.address}/api/v1/listener", timeout=20)
        assert (late.status_code, late.json()["type"]) == (429, "urn:segue:problem:too-many")

"""HTTP clients that send slowly, leave, never read, or are too many, against the real server as a process."""

import time

import pytest
import requests

from tests.builders.server import MadeServer, made_server
from tests.deadline import eventually
from tests.faults.http_clients import (
    BOUNDARY,
    FORM,
    FORM_HEAD,
    WITHIN_S,
    answer_on,
    drip,
    has_ended,
    head,
    is_answered,
    status_of,
    upload_head,
)

BODY = {"GRACE_S": 0.7, "ARRIVE_WITHIN_S": 3.0, "_DISCARD_WITHIN_S": 0.5}
HANDLER = {"first_request_s": 0.7, "idle_s": 0.7, "headers_s": 0.7}


@pytest.fixture(scope="module")
def server():
    with made_server(
        body=BODY, handler=HANDLER, upload_s=1.0, config={"upload_slots": 2, "upload_wait_s": 0.5}
    ) as made:
        yield made


def upload(server: MadeServer) -> requests.Response:
    return requests.post(f"{server.address}/api/v1/sounds", files={"file": ("x", b"tone")}, timeout=20)


@pytest.mark.parametrize("sent", [b"", b"GET / HT", head("GET", "/")[:-2], b"GET / HTTP/1.1\r\nX-Slow: "])
def test_a_connection_whose_headers_do_not_come_is_closed(server, sent):
    connection = server.raw(sent)
    eventually(lambda: has_ended(connection), within_s=WITHIN_S, what="end of the connection")


def test_a_connection_that_asks_no_more_is_closed(server):
    connection = server.raw(head("GET", "/health/live"))
    eventually(lambda: has_ended(connection), within_s=WITHIN_S, what="end of the connection")


@pytest.mark.parametrize(
    ("method", "path", "cookie"),
    [
        ("POST", "/api/v1/activity", True),
        ("POST", "/api/v1/activity", False),  # refused before the body is read
        ("POST", "/predict", False),
        ("GET", "/health/live", False),  # reads no body at all
        ("POST", "/api/v1/nope", False),
        ("POST", "/api/v1/sounds", False),
    ],
)
@pytest.mark.parametrize("framing", ["Content-Length: 50000", "Transfer-Encoding: chunked", "Connection: upgrade"])
def test_a_body_that_comes_byte_by_byte_ends_its_connection(server, method, path, cookie, framing):
    headers = ["Content-Type: application/json", framing, *([f"Cookie: {server.cookie()}"] if cookie else [])]
    if framing.startswith("Connection"):
        headers.append("Content-Length: 50000")
    connection = server.raw(head(method, path, *headers) + (b"c350\r\n[" if "chunked" in framing else b"["))
    drip(connection, until=lambda: has_ended(connection))


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (head("GET", "/" + "a" * 9_000), 414),
        (b"GARBAGE\r\n\r\n", 400),
        (head("GET", "/", *(f"X-{n}: 1" for n in range(300))), 400),
        (head("GET", "/", "X: " + "a" * 70_000), 400),
        (head("POST", "/", "Content-Length: many"), 400),
        (head("POST", "/", "Content-Length: -5"), 400),
    ],
)
def test_what_is_no_request_gets_a_problem_and_a_line_in_the_log(server, sent, status):
    connection = server.raw(sent)
    answer = answer_on(connection)
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"application/problem+json" in answer
    assert "Traceback" not in server.log.read_text()


def test_a_slow_body_is_told_so(server):
    headers = ("Content-Type: application/json", "Content-Length: 50000", f"Cookie: {server.cookie()}")
    connection = server.raw(head("POST", "/api/v1/activity", *headers) + b"[")
    drip(connection, until=lambda: is_answered(connection))
    assert answer_on(connection).startswith(b"HTTP/1.1 408 ")


def test_uploads_at_one_byte_a_second_keep_nobody_from_uploading(server):
    slow = [server.raw(upload_head(1_000_000) + FORM_HEAD) for _ in range(5)]
    assert upload(server).status_code == 200
    for connection in slow:
        drip(connection, until=lambda connection=connection: has_ended(connection))


def test_who_leaves_during_the_analysis_gives_the_place_back(server):
    leaving = [server.raw(upload_head(len(FORM)) + FORM) for _ in range(2)]
    time.sleep(0.3)  # they hold both places for a second, and the next waits half of one
    for connection in leaving:
        connection.close()
    began = time.monotonic()
    assert upload(server).status_code == 200
    assert time.monotonic() - began < 1.4  # its own second


def test_an_address_has_only_so_many_uploads_under_way(server):
    def refused() -> bool:
        slow = [server.raw(upload_head(1_000_000) + FORM_HEAD) for _ in range(8)]
        time.sleep(0.1)
        status = upload(server).status_code
        for connection in slow:
            connection.close()
        return status == 429

    eventually(refused, within_s=WITHIN_S, what="an upload too many")
    eventually(lambda: upload(server).status_code == 200, within_s=WITHIN_S, what="an upload taken")


def test_a_body_that_came_quickly_and_then_stands_still_is_ended():
    with made_server(body={"GRACE_S": 0.7}) as server:
        standing = [server.raw(upload_head(2_000_000) + FORM_HEAD + bytes(1_000_000)) for _ in range(8)]
        for connection in standing:
            eventually(lambda connection=connection: is_answered(connection), within_s=WITHIN_S, what="its end")
            assert status_of(connection) == 408
        assert "Traceback" not in server.log.read_text()


def test_a_slow_but_steady_body_arrives():
    with made_server(body={"GRACE_S": 2.0, "_PIECE_BYTES": 4096}) as server:
        form = FORM_HEAD + bytes(48_000) + f"\r\n--{BOUNDARY}--\r\n".encode()
        connection = server.raw(upload_head(len(form)))
        for at in range(0, len(form), 1_000):
            connection.sendall(form[at : at + 1_000])
            time.sleep(0.1)  # 10 kB/s, for more than twice the grace
        assert status_of(connection) == 200


def test_one_address_does_not_take_all_room_for_uploads():
    with made_server(config={"upload_limit_bytes": 300_000, "trusted_proxies": "1"}) as server:
        greedy = [
            server.raw(upload_head(299_000, "X-Forwarded-For: 192.0.2.1") + FORM_HEAD + bytes(290_000))
            for _ in range(5)
        ]
        eventually(lambda: sum(map(is_answered, greedy)) == 3, within_s=WITHIN_S, what="three refused")
        assert {status_of(each) for each in greedy if is_answered(each)} == {429}
        answer = requests.post(
            f"{server.address}/api/v1/sounds",
            files={"file": ("x", bytes(250_000))},
            headers={"X-Forwarded-For": "192.0.2.2"},
            timeout=20,
        )
        assert answer.status_code == 200


def test_a_large_body_that_is_refused_gets_its_answer(server):
    answer = requests.post(
        f"{server.address}/api/v1/activity", data=b"[" * 3_000_000, headers={"Cookie": server.cookie()}, timeout=20
    )
    assert answer.status_code == 413


def test_an_ordinary_client_keeps_its_connection(server):
    session = requests.Session()
    session.get(f"{server.address}/api/v1/listener", timeout=20)
    for _ in range(5):
        assert session.post(f"{server.address}/api/v1/activity", json=[], timeout=20).status_code == 200
    assert "Traceback" not in server.log.read_text()

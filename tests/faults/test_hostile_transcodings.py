"""Listeners that stop reading, leave or are too many while ffmpeg works for them, against the real server."""

import shutil
import socket
from contextlib import ExitStack

import pytest
import requests

from tests.builders.server import MadeServer, made_server
from tests.deadline import eventually
from tests.faults.http_clients import WITHIN_S, answer_on, has_ended, head, status_of


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg, which is not installed")
def test_players_that_stop_reading_give_their_places_to_who_asks(long_noise):
    config = {"transcode_slots": 2, "ffmpeg": shutil.which("ffmpeg")}
    with made_server(audio=str(long_noise), config=config, sound={"STALLED_S": 0.5}) as server:
        request = head("GET", "/audio/k00-t00?format=opus")
        stalled = [server.raw(request) for _ in range(2)]
        eventually(lambda: server.metric("segue_transcodes_running") == 2, within_s=WITHIN_S, what="two transcodings")

        def answered() -> bool:
            with requests.get(f"{server.address}/audio/k00-t00?format=opus", stream=True, timeout=20) as answer:
                return answer.status_code == 200 and len(next(answer.iter_content(4096))) > 0

        eventually(answered, within_s=WITHIN_S, what="a place for the third")
        for connection in stalled:
            connection.close()
        eventually(lambda: server.metric("segue_transcodes_running") == 0, within_s=WITHIN_S, what="no transcoding")
        assert "Traceback" not in server.log.read_text()


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg, which is not installed")
def test_a_transcoding_that_nobody_reads_ends_by_itself(long_noise):
    with made_server(
        audio=str(long_noise), config={"ffmpeg": shutil.which("ffmpeg")}, handler={"write_s": 1.0}
    ) as server:
        connection = server.raw(head("GET", "/audio/k00-t00?format=opus"))
        eventually(lambda: server.metric("segue_transcodes_running") == 1, within_s=WITHIN_S, what="a transcoding")
        eventually(lambda: server.metric("segue_transcodes_running") == 0, within_s=WITHIN_S, what="its end")
        connection.close()
        assert "Traceback" not in server.log.read_text()


TRICKLES = "while head -c 500 /dev/zero; do sleep 0.05; done"  # ends when nobody reads any more
HANGS_LATER = "head -c 500 /dev/zero; exec sleep 600"
HANGS = "exec sleep 30"  # it outlives a server that is killed


@pytest.fixture
def transcoding(tmp_path, long_noise):
    """Run a server whose ffmpeg is a shell script, behind a proxy that says who asks."""
    with ExitStack() as stack:

        def run(script: str, **limits: float) -> MadeServer:
            (tmp_path / "ffmpeg").write_text(f"#!/bin/sh\n{script}\n")
            (tmp_path / "ffmpeg").chmod(0o755)
            config = {"transcode_slots": 2, "ffmpeg": str(tmp_path / "ffmpeg"), "trusted_proxies": "1"}
            return stack.enter_context(made_server(audio=str(long_noise), config=config, sound=limits))

        yield run


def asked_by(server: MadeServer, address: str) -> socket.socket:
    return server.raw(head("GET", "/audio/k00-t00?format=opus", f"X-Forwarded-For: {address}"))


def test_an_address_with_all_transcodings_gives_its_oldest_to_another_address(transcoding):
    server = transcoding(TRICKLES)
    all_of_them = []
    for _ in range(2):
        all_of_them.append(asked_by(server, "192.0.2.1"))
        assert status_of(all_of_them[-1]) == 200
    assert status_of(asked_by(server, "192.0.2.1")) == 503
    newcomer = asked_by(server, "192.0.2.2")
    assert status_of(newcomer) == 200
    eventually(lambda: has_ended(all_of_them[0]), within_s=WITHIN_S, what="end of the oldest")
    assert status_of(asked_by(server, "192.0.2.3")) == 503  # nobody has more than one
    assert answer_on(all_of_them[1])
    assert "Traceback" not in server.log.read_text()


def test_who_waits_for_first_sound_and_gives_its_place_away_is_told_to_try_again(transcoding):
    server = transcoding(HANGS)
    waiting = []
    for n in (1, 2):
        waiting.append(asked_by(server, "192.0.2.1"))
        eventually(lambda n=n: server.metric("segue_transcodes_running") == n, within_s=WITHIN_S, what="a transcoding")
    newcomer = asked_by(server, "192.0.2.2")
    assert status_of(waiting[0]) == 503
    eventually(lambda: server.metric("segue_transcodes_running") == 2, within_s=WITHIN_S, what="the newcomer's place")
    newcomer.close()
    assert "Traceback" not in server.log.read_text()


def test_an_ffmpeg_that_hangs_in_the_middle_gives_its_place_back(transcoding):
    server = transcoding(HANGS_LATER, SOUND_WITHIN_S=0.5)
    connection = asked_by(server, "192.0.2.1")
    assert status_of(connection) == 200
    eventually(lambda: server.metric("segue_transcodes_running") == 0, within_s=WITHIN_S, what="its end")
    assert not connection.recv(65536).endswith(b"0\r\n\r\n")  # the player sees that the song is not whole
    assert "brought nothing for 0.5 s" in server.log.read_text()
    assert "Traceback" not in server.log.read_text()

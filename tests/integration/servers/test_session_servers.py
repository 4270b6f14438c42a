"""Servers that all processes of a run of tests share."""

from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from infra.servers.process_lock import ProcessLock
from tests.processes import is_gone
from tests.session_servers import _has_guests, session_server


def pid_at(address: str) -> int:
    client: MongoClient[dict[str, Any]]
    with MongoClient(address) as client:
        return int(client.admin.command("serverStatus")["pid"])


@pytest.mark.live
def test_a_server_serves_until_the_last_guest_leaves_who_waits_for_its_end(tmp_path: Path) -> None:
    with session_server("mongo", tmp_path) as address:
        with session_server("mongo", tmp_path) as same:
            assert same == address
        pid = pid_at(address)
        assert not is_gone(pid)
    assert is_gone(pid)
    assert not (tmp_path / "mongo.address").exists()


@pytest.mark.live
def test_who_comes_after_the_end_gets_another_one(tmp_path: Path) -> None:
    with session_server("mongo", tmp_path) as address:
        first = pid_at(address)
    with session_server("mongo", tmp_path) as address:
        assert pid_at(address) != first


@pytest.mark.timeout(60)  # the wait for a server that starts would be twice as long
def test_a_server_that_dies_at_its_start_is_noticed_at_once(tmp_path: Path) -> None:
    (tmp_path / "mongo").write_text("where its folder would be")
    with (
        pytest.raises(AssertionError, match=r"(?s)mongo does not start: .*FileExistsError"),
        session_server("mongo", tmp_path),
    ):
        pytest.fail("it serves")


def test_a_server_that_is_ending_is_no_guest(tmp_path: Path) -> None:
    assert not _has_guests("mongo", tmp_path)
    guest, server = (ProcessLock(tmp_path / "mongo.guests") for _ in range(2))
    assert guest.try_shared()
    assert _has_guests("mongo", tmp_path)
    guest.release()
    assert server.try_exclusive()
    assert not _has_guests("mongo", tmp_path)
    server.release()

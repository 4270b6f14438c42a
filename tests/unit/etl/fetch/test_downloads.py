import hashlib
import random
from pathlib import Path

import pytest
import requests
import tenacity
from urllib3.util.retry import Retry

from etl.fetch.downloads import PATIENCE, BadDownload, download, retry_broken, web_session
from recommender.errors import NotFound, ServerUnavailable
from tests.builders.progress import Silence
from tests.file_server import FileServer

CONTENT = random.Random(1).randbytes(700_000)
SHA1 = hashlib.sha1(CONTENT).hexdigest()
AT_ONCE = Retry(total=3, backoff_factor=0, status_forcelist=(503,))


@pytest.fixture
def server():
    state = FileServer({"/fma/file.zip": CONTENT})
    running = state.start()
    yield state
    running.shutdown()
    running.server_close()


def fetch(server: FileServer, target: Path, *, sha1: str = SHA1, name: str = "file.zip") -> Path:
    with web_session(AT_ONCE) as session:
        return download(server.url + name, target, sha1=sha1, session=session, progress=Silence(), patience=AT_ONCE)


def test_a_file_arrives_whole(server, tmp_path):
    assert fetch(server, tmp_path / "file.zip").read_bytes() == CONTENT
    assert [path.name for path in tmp_path.iterdir()] == ["file.zip"]


def test_a_finished_file_is_not_asked_for_again(server, tmp_path):
    fetch(server, tmp_path / "file.zip")
    server.requests.clear()
    fetch(server, tmp_path / "file.zip")
    assert server.requests == []


def test_a_cut_connection_goes_on_where_it_broke(server, tmp_path):
    server.cut_after = [400_000]
    assert fetch(server, tmp_path / "file.zip").read_bytes() == CONTENT
    assert server.requests[1][2].startswith("bytes=")
    assert server.sent["/fma/file.zip"] < 1.5 * len(CONTENT)


def test_gained_bytes_renew_the_patience(server, tmp_path):
    server.cut_after = [100_000] * 6  # more cuts than one patience has tries
    assert fetch(server, tmp_path / "file.zip").read_bytes() == CONTENT


def test_a_connection_that_never_gets_on_gives_up_and_keeps_what_is_there(server, tmp_path):
    server.cut_after = [300_000] + [0] * 20
    with pytest.raises(ServerUnavailable, match="goes on from here"):
        fetch(server, tmp_path / "file.zip")
    assert not (tmp_path / "file.zip").exists()
    server.cut_after.clear()
    server.sent.clear()
    assert fetch(server, tmp_path / "file.zip").read_bytes() == CONTENT
    assert server.sent["/fma/file.zip"] < len(CONTENT)


def test_a_wrong_sum_leaves_nothing(server, tmp_path):
    with pytest.raises(BadDownload, match="published is 0000"):
        fetch(server, tmp_path / "file.zip", sha1="0000")
    assert list(tmp_path.iterdir()) == []


def test_a_server_without_ranges_starts_over(server, tmp_path):
    server.ranges = False
    (tmp_path / "file.zip.part").write_bytes(CONTENT[:1000])
    assert fetch(server, tmp_path / "file.zip").read_bytes() == CONTENT


def test_a_part_that_is_already_whole_is_only_checked(server, tmp_path):
    (tmp_path / "file.zip.part").write_bytes(CONTENT)
    assert fetch(server, tmp_path / "file.zip").read_bytes() == CONTENT
    assert server.sent["/fma/file.zip"] == 0  # answered by 416


def test_a_part_longer_than_the_file_is_dropped(server, tmp_path):
    (tmp_path / "file.zip.part").write_bytes(CONTENT + b"more")
    assert fetch(server, tmp_path / "file.zip").read_bytes() == CONTENT


def test_a_busy_server_is_asked_again(server, tmp_path):
    server.statuses = [503, 503]
    assert fetch(server, tmp_path / "file.zip").read_bytes() == CONTENT


def test_a_missing_file_is_named_at_once(server, tmp_path):
    with pytest.raises(NotFound, match=r"other\.zip does not exist"):
        fetch(server, tmp_path / "other.zip", name="other.zip")
    assert len(server.requests) == 1


def test_a_refusal_is_not_retried(server, tmp_path):
    server.statuses = [403]
    with pytest.raises(ServerUnavailable, match="403"):
        fetch(server, tmp_path / "file.zip")
    assert len(server.requests) == 1


def test_a_connection_that_stays_broken_is_tried_again_later_and_later(monkeypatch):
    def fail():
        raise requests.ConnectionError("no route")

    pauses_s: list[float] = []
    monkeypatch.setattr(tenacity.nap.time, "sleep", pauses_s.append)
    with pytest.raises(ServerUnavailable, match="no route"):
        retry_broken("http://away", PATIENCE, after=lambda _: None)(fail)
    assert pauses_s == [0, 1, 2, 4, 8]

import hashlib
import stat
import zipfile

import pytest
from urllib3.util.retry import Retry

from etl.fetch.downloads import BadDownload, web_session
from etl.fetch.fma_archives import METADATA, SUBSETS, Archive, fetch_archive
from etl.fetch.unpacking import DiskFull, unpack
from tests.builders.fma_archive import MAIN, fma_small, zipped
from tests.builders.progress import Silence
from tests.file_server import FileServer

AT_ONCE = Retry(total=3, backoff_factor=0)
ZIP = fma_small(MAIN * 2)
SMALL = Archive("fma_small", hashlib.sha1(ZIP).hexdigest(), len(ZIP))


@pytest.fixture
def server():
    state = FileServer({"/fma/fma_small.zip": ZIP})
    running = state.start()
    yield state
    running.shutdown()
    running.server_close()


def fetch(server, into, archive=SMALL, **more):
    with web_session(AT_ONCE) as session:
        return fetch_archive(
            archive, into, base_url=server.url, session=session, progress=Silence(), patience=AT_ONCE, **more
        )


def test_an_archive_is_fetched_checked_and_unpacked(server, tmp_path):
    folder = fetch(server, tmp_path)
    assert len(list(folder.rglob("*.mp3"))) == 16
    assert not (tmp_path / "fma_small.zip").exists()


def test_the_archive_is_kept_when_asked_for(server, tmp_path):
    fetch(server, tmp_path, keep_archive=True)
    assert (tmp_path / "fma_small.zip").read_bytes() == ZIP


def test_a_finished_archive_costs_no_request(server, tmp_path):
    fetch(server, tmp_path)
    server.requests.clear()
    fetch(server, tmp_path)
    assert server.requests == []


def test_an_archive_with_another_sum_is_not_unpacked(server, tmp_path):
    server.files["/fma/fma_small.zip"] = ZIP[:-1] + b"x"
    with pytest.raises(BadDownload, match=r"SHA-1 .* published is"):
        fetch(server, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_too_small_is_refused_before_anything_is_fetched(server, tmp_path):
    with pytest.raises(DiskFull, match="are needed"):
        fetch(server, tmp_path, Archive("fma_small", SMALL.sha1, 10**18))
    assert server.requests == []


def test_unpacking_goes_on_where_it_stopped(server, tmp_path):
    fetch(server, tmp_path, keep_archive=True)
    (tmp_path / "fma_small/.complete").unlink()
    lost, kept, *_ = sorted(tmp_path.rglob("*.mp3"))
    untouched = kept.stat().st_mtime_ns
    lost.write_bytes(b"half")
    fetch(server, tmp_path)
    assert lost.stat().st_size > 20_000
    assert kept.stat().st_mtime_ns == untouched


@pytest.mark.parametrize("name", ["../out.mp3", "/etc/out.mp3", "a/../../out.mp3", "a\\..\\out.mp3", "c:/out.mp3"])
def test_a_member_that_leads_outside_is_refused(tmp_path, name):
    (tmp_path / "bad.zip").write_bytes(zipped({name: b"x"}))
    with pytest.raises(BadDownload, match="refused"):
        unpack(tmp_path / "bad.zip", tmp_path / "into", progress=Silence())
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["bad.zip"]


def test_a_link_in_an_archive_is_refused(tmp_path):
    info = zipfile.ZipInfo("link.mp3")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(BadDownload, match="refused"):
        unpack(tmp_path / "bad.zip", tmp_path, progress=Silence())


def test_a_damaged_member_is_not_left_behind(tmp_path):
    spoilt = bytearray(ZIP)
    spoilt[20_000] ^= 0xFF
    (tmp_path / "bad.zip").write_bytes(spoilt)
    with pytest.raises(BadDownload, match=r"CRC|decompress"):
        unpack(tmp_path / "bad.zip", tmp_path, progress=Silence())
    assert not list(tmp_path.rglob("*.part"))


def test_what_is_no_zip_is_named(tmp_path):
    (tmp_path / "bad.zip").write_bytes(b"<html>")
    with pytest.raises(BadDownload, match="not a zip"):
        unpack(tmp_path / "bad.zip", tmp_path, progress=Silence())


def test_addresses_are_below_the_given_base():
    assert METADATA.url("http://a/b") == METADATA.url("http://a/b/") == "http://a/b/fma_metadata.zip"
    assert set(SUBSETS) == {"small", "medium", "large", "full"}

import os
import re
import shutil

import pytest

from tests.builders.audio import make_sound
from tests.builders.web import AUDIO, MadeWeb, changed, made_web

URL = "/audio/k00-t00"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> MadeWeb:
    return made_web(tmp_path_factory.mktemp("web"))


@pytest.fixture
def web(made) -> MadeWeb:
    made.reset()
    return made


@pytest.fixture
def client(web):
    return web.client()


def test_the_whole_file_says_that_ranges_are_possible(client):
    answer = client.get(URL)
    assert (answer.status_code, answer.data) == (200, AUDIO)
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.mimetype == "audio/mpeg"
    assert int(answer.headers["Content-Length"]) == len(AUDIO)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-0", 0, 0), ("bytes=100-199", 100, 199), ("bytes=2000-", 2000, 2047), ("bytes=-48", 2000, 2047),
     ("bytes=0-99999999999999999999", 0, 2047), ("bytes=-99999999", 0, 2047)],
)  # fmt: skip
def test_a_range_is_answered_with_206(client, asked, first, last):
    answer = client.get(URL, headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/2048"
    assert answer.data == AUDIO[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=2048-", "bytes=9999-99999"])
def test_a_range_behind_the_end_is_416_with_the_length(client, asked):
    answer = client.get(URL, headers={"Range": asked})
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == "bytes */2048"
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-6", "bytes=5-2", "bytes=a-b", "lines=1-2", "bytes", "bytes=", "bytes=--1", "\x7f" * 50]
)
def test_several_ranges_or_none_that_can_be_read_give_the_whole_file(client, asked):
    answer = client.get(URL, headers={"Range": asked})
    assert (answer.status_code, len(answer.data)) == (200, 2048)


def test_if_range_with_an_old_etag_gives_the_whole_file(client):
    etag = client.get(URL).headers["ETag"]
    assert client.get(URL, headers={"Range": "bytes=0-9", "If-Range": etag}).status_code == 206
    assert client.get(URL, headers={"Range": "bytes=0-9", "If-Range": '"other"'}).status_code == 200


def test_if_none_match_gives_304_until_the_file_changes(web, client):
    etag = client.get(URL).headers["ETag"]
    assert client.get(URL, headers={"If-None-Match": etag}).status_code == 304
    next(web.folder.glob("music/k00-t00*")).write_bytes(AUDIO + b"more")
    assert client.get(URL, headers={"If-None-Match": etag}).status_code == 200


def test_head_has_the_length_and_no_body(client):
    answer = client.head(URL)
    assert (answer.status_code, answer.data, answer.headers["Content-Length"]) == (200, b"", "2048")


def test_files_are_closed_whatever_was_asked(client):
    before = len(os.listdir("/proc/self/fd"))
    for asked in ("bytes=0-9", "bytes=9999-", "bytes=0-1,2-3"):
        client.get(URL, headers={"Range": asked}).close()
        client.head(URL).close()
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_file_that_is_gone_is_a_clear_404(web, client):
    next(web.folder.glob("music/k00-t00*")).unlink()
    answer = client.get(URL)
    assert answer.status_code == 404
    assert "segue ingest" in answer.json["detail"]
    assert str(web.folder) not in answer.text


def test_a_folder_or_a_pipe_in_the_place_of_the_file_is_a_404(web, client):
    path = next(web.folder.glob("music/k00-t00*"))
    path.unlink()
    path.mkdir()
    assert client.get(URL).status_code == 404
    path.rmdir()
    os.mkfifo(path)
    assert client.get(URL).status_code == 404


@pytest.mark.parametrize(
    "path", ["/audio/nope", "/audio/../../etc/passwd", "/audio/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/audio/%00",
             "/audio/file:%2F%2F%2Fetc%2Fpasswd", "/audio/"]
)  # fmt: skip
def test_only_tracks_of_the_catalogue_are_served_never_a_path(client, path):
    assert client.get(path).status_code == 404


def test_a_track_elsewhere_is_not_fetched(web, client):
    changed(web, "k00-t00", url="https://example.org/a.mp3")
    assert client.get(URL).status_code == 404
    changed(web, "k00-t00", url="file://elsewhere/etc/passwd.mp3")
    assert client.get(URL).status_code == 404


def test_a_kind_that_browsers_do_not_play_says_what_helps(web, client):
    changed(web, "k00-t00", url=f"file://{web.folder}/a.wma")
    answer = client.get(URL)
    assert answer.status_code == 415
    assert "?format=opus" in answer.json["detail"]
    assert client.get("/api/v1/tracks/k00-t00").json["playable"] == "no"
    assert web.client(ffmpeg="ffmpeg").get("/api/v1/tracks/k00-t00").json["playable"] == "transcode"


def test_without_ffmpeg_transcoding_says_so(client):
    answer = client.get(f"{URL}?format=opus")
    assert answer.status_code == 415
    assert re.search("install ffmpeg", answer.json["detail"])


@pytest.mark.parametrize(
    "query", ["format=exe", "format=opus&start=-1", "format=opus&start=nan", "format=opus&start=x"]
)
def test_formats_and_starts_that_cannot_be_are_refused(web, query):
    assert web.client(ffmpeg="ffmpeg").get(f"{URL}?{query}").status_code == 400


def test_a_file_that_ffmpeg_cannot_open_is_transcoded_by_way_of_libsndfile(web, tmp_path):
    ffmpeg = shutil.which("ffmpeg")
    if not ffmpeg:
        pytest.skip("ffmpeg is not installed")
    path = make_sound(tmp_path / "cut off.aiff", seconds=4)
    content = bytearray(path.read_bytes())
    for at in (4, content.find(b"COMM") + 10, content.find(b"SSND") + 4):
        content[at : at + 4] = bytes(4)
    path.write_bytes(content)
    changed(web, "k00-t00", url=path.as_uri(), media_type="audio/aiff", ffmpeg_refuses=True)
    client = web.client(ffmpeg=ffmpeg)
    whole, rest = (client.get(f"{URL}?format=opus{start}") for start in ("", "&start=2"))
    assert (whole.status_code, whole.mimetype) == (200, "audio/webm")
    assert len(whole.data) > 1.5 * len(rest.data) > 10_000

import gevent
import gevent.event
import pytest

from recommender.errors import BadAudio
from recommender.records import Analysis
from tests.builders.web import SOUND, MadeWeb, made_web


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> MadeWeb:
    return made_web(tmp_path_factory.mktemp("web"))


@pytest.fixture
def web(made) -> MadeWeb:
    made.reset()
    return made


def upload(client, data: bytes, name: str = "my song.mp3", field: str = "file", query: str = ""):
    head = f'--cut\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + b"\r\n--cut--\r\n"
    return client.post(f"/api/v1/sounds{query}", data=body, content_type="multipart/form-data; boundary=cut")


def test_an_upload_answers_what_sounds_like_it(web):
    answer = upload(web.client(), b"tone" * 100_000, query="?n=3")
    assert answer.status_code == 200
    assert answer.json["sound"]["tempo_bpm"] == 120.0
    assert answer.json["items"][0]["track"]["track_id"] == "k00-t00"
    assert len(answer.json["items"]) == 3


def test_the_file_is_whole_for_the_analysis_and_gone_afterwards(web):
    seen = []

    def analyse(path):
        seen.append((path, path.read_bytes()))
        return Analysis(vector=next(iter(web.vectors.values())), sound=SOUND, seconds=0.1)

    web.upload = analyse
    assert upload(web.client(), b"tone" * 300_000).status_code == 200
    path, data = seen[0]
    assert data == b"tone" * 300_000
    assert not path.exists()


@pytest.mark.parametrize("reason", ["not audio", "truncated", "silent", "too short", "empty", "too long to analyse"])
def test_a_sound_that_cannot_be_analysed_says_why(web, reason):
    def refuse(_path):
        raise BadAudio(reason, "so it is")

    web.upload = refuse
    answer = upload(web.client(), b"x")
    assert (answer.status_code, answer.json["reason"]) == (422, reason)


def test_too_large_an_upload_is_refused(web):
    answer = upload(web.client(upload_limit_bytes=100_000), b"tone" * 50_000)
    assert answer.status_code == 413
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00b", "", "<b>.mp3", "x" * 5000, "CON", "\u202egnp.exe"])
def test_the_name_of_the_file_does_not_matter(web, name):
    assert upload(web.client(), b"tone", name=name or "x").status_code == 200


def test_other_bodies_are_refused(web):
    assert upload(web.client(), b"tone", field="other").status_code == 400
    assert web.client().post("/api/v1/sounds", data=b"tone", content_type="audio/mpeg").status_code == 415
    broken = web.client().post("/api/v1/sounds", data=b"tone", content_type="multipart/form-data; boundary=x")
    assert broken.status_code == 400


def test_without_an_index_an_upload_says_how_to_build_one(web):
    web.index = None
    answer = upload(web.client(), b"tone")
    assert answer.status_code == 503
    assert "segue build index" in answer.json["detail"]


def test_no_more_uploads_at_once_than_there_are_places(web):
    app = web.app(upload_slots=1, upload_wait_s=0.0)
    inside, go_on = gevent.event.Event(), gevent.event.Event()

    def slow(_path):
        inside.set()
        go_on.wait(5)
        return Analysis(vector=next(iter(web.vectors.values())), sound=SOUND, seconds=0.1)

    web.upload = slow
    first = gevent.spawn(lambda: upload(app.test_client(), b"tone").status_code)
    assert inside.wait(5)
    busy = upload(app.test_client(), b"tone")
    assert (busy.status_code, busy.json["type"]) == (503, "urn:segue:problem:too-busy")
    go_on.set()
    assert first.get(timeout=5) == 200
    assert upload(app.test_client(), b"tone").status_code == 200

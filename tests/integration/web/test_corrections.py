"""Corrections through a real player: seen by everybody within its poll, and written into a file while it serves."""

import pytest

from etl.ingest.identity import audio_identity
from etl.ingest.ledger import KnownFile
from etl.readers.stat import look_at
from etl.tags.file_tags import read_tags
from infra.stores.database import open_database
from infra.stores.files import MongoFileLedger
from infra.stores.tracks import MongoTrackStore
from recommender.records import Track
from tests.builders.audio import make_sound
from tests.integration.web_process import wait_for

pytestmark = pytest.mark.live

WITHIN_S = 20.0
PNG = b"\x89PNG\r\n\x1a\n" + bytes(500)


@pytest.fixture
def song(web, settings):
    """A song of the catalogue, as an ingest would have left it, and its file."""
    path = make_sound(settings.home / "music" / "a song ü.mp3", seed=77)
    track = Track(track_id=audio_identity(path), title="Zanzibar unheard", url=path.as_uri())
    found = look_at(path)
    database = open_database(settings.mongo_uri, settings.mongo_database)
    MongoTrackStore(database).put_many([track])
    stamp = {"size": found.size, "mtime_ns": found.mtime_ns, "ctime_ns": found.ctime_ns}
    MongoFileLedger(database).put_many([KnownFile(url=track.url, track_id=track.track_id, **stamp)])
    database.client.close()
    wait_for(lambda: web.get(f"/api/v1/tracks/{track.track_id}").status_code == 200, WITHIN_S)
    return track, path


def test_a_correction_is_seen_written_restored_and_undone_while_serving(web, settings, song):
    track, path = song
    before = path.read_bytes()
    session, api = web.listener(), f"{web.address}/api/v1"

    def post(where, body):
        answer = session.post(f"{api}/corrections{where}", json=body, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def shown():
        return web.get(f"/api/v1/tracks/{track.track_id}").json()

    sent = session.post(f"{api}/covers", files={"file": ("a.png", PNG)}, timeout=30).json()
    fields = {"title": "Zebra, corrected", "year": 1999, "cover": sent["cover"]}
    undo = post("", {"track_ids": [track.track_id], "fields": fields})["undo"]
    wait_for(lambda: shown()["title"] == "Zebra, corrected", WITHIN_S)
    assert web.get(shown()["cover_url"]).content == PNG
    assert path.read_bytes() == before

    written = post("/write", {"track_ids": [track.track_id]})["items"]
    assert [item["outcome"] for item in written] == ["written"]
    assert (settings.home / "tag_backups" / written[0]["backup"]).is_file()
    assert (read_tags(path).title, read_tags(path).has_picture) == ("Zebra, corrected", True)
    assert web.get(f"/audio/{track.track_id}").content == path.read_bytes()

    restored = post("/restore", {"backups": [written[0]["backup"]]})["items"]
    assert [item["outcome"] for item in restored] == ["written"]
    assert path.read_bytes() == before
    for step in undo:
        post("", step)
    wait_for(lambda: shown()["released_on"] is None, WITHIN_S)
    assert not web.get(shown()["cover_url"]).content.startswith(b"\x89PNG")

"""A playlist into the real MongoDB and out again, by the commands."""

import json

import pytest
from click.testing import CliRunner

from infra.cli import segue
from infra.stores.database import open_database, prepare_database
from infra.stores.tracks import MongoTrackStore
from recommender.records import Track, TrackId

pytestmark = pytest.mark.live


@pytest.fixture
def run(settings, monkeypatch):
    for name, value in settings.as_environment().items():
        if name.startswith("SEGUE_"):
            monkeypatch.setenv(name, value)
    return lambda *arguments: CliRunner().invoke(segue, [*map(str, arguments)], catch_exceptions=True)


@pytest.fixture
def track(settings, tmp_path):
    database = open_database(settings.mongo_uri, settings.mongo_database)
    prepare_database(database)
    track = Track(track_id=TrackId("a"), title="Here", artist="Ann", url=(tmp_path / "music" / "a.mp3").as_uri())
    MongoTrackStore(database).put_many([track])
    yield track
    database.client.drop_database(database.name)
    database.client.close()


@pytest.mark.usefixtures("track")
def test_a_file_is_imported_and_exported_again(run, tmp_path):
    source = tmp_path / "Mine.m3u8"
    source.write_text("#EXTM3U\nmusic/a.mp3\n#EXTINF:9,Nobody - Nowhere\ngone.mp3\n")
    imported = run("import", "playlist", source, "--listener", "anna")
    assert imported.exit_code == 0, imported.output
    assert "Mine: 1 of 2 entries are in the library" in imported.output
    playlist_id = imported.output.split("playlist ")[-1].split()[0]
    out = tmp_path / "out.xspf"
    exported = run("export", "playlist", playlist_id, out, "--listener", "anna")
    assert exported.exit_code == 0, exported.output
    assert "<location>music/a.mp3</location>" in out.read_text()
    assert "<location>gone.mp3</location>" in out.read_text()
    stranger = run("export", "playlist", playlist_id, tmp_path / "no.xspf", "--listener", "bert")
    assert "there is no playlist" in str(stranger.exception)


@pytest.mark.usefixtures("track")
def test_a_smart_playlist_is_imported_and_exported_again(run, tmp_path):
    source = tmp_path / "Rock.nsp"
    source.write_text('{"all": [{"is": {"genre": "Rock"}}], "sort": "-year", "limit": 20}')
    imported = run("import", "playlist", source, "--listener", "anna", "--time-zone", "Europe/Berlin")
    assert imported.exit_code == 0, imported.output
    playlist_id = imported.output.split("smart playlist ")[-1].split()[0]
    out = tmp_path / "out.nsp"
    exported = run("export", "playlist", playlist_id, out, "--listener", "anna")
    assert exported.exit_code == 0, exported.output
    assert json.loads(out.read_text()) == {"name": "Rock", **json.loads(source.read_text())}


@pytest.mark.usefixtures("track")
def test_a_rule_that_segue_has_no_words_for_is_named(run, tmp_path):
    source = tmp_path / "Odd.nsp"
    source.write_text('{"all": [{"is": {"phase of the moon": "full"}}]}')
    imported = run("import", "playlist", source, "--listener", "anna")
    assert "phase of the moon" in str(imported.exception)

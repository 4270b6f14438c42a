"""From a correction to the file and back, over a real MongoDB: nothing is analysed twice, nothing is lost."""

import shutil

import pytest
from click.testing import CliRunner

from etl.ingest.identity import audio_identity
from etl.locations import file_path
from etl.tags.file_tags import read_tags
from infra.commands.tags import command
from infra.jobs.tags.tag_backups import TagBackups
from infra.jobs.tags.write_tags import TagJob
from infra.settings import Settings
from infra.stores.catalogue import mongo_catalogue
from infra.stores.corrections.correcting import MongoCorrectionStore
from infra.stores.corrections.cover_pictures import MongoCoverPictures
from infra.stores.tracks import MongoTrackStore
from recommender.catalogue.corrections import Changes
from recommender.clock import system_clock
from recommender.errors import NotFound, ServerUnavailable
from recommender.records import ListenerId
from tests.builders.audio import make_foreign_sound, make_sound
from tests.builders.ingested_library import Library

pytestmark = pytest.mark.live

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(500)


class CorrectedLibrary(Library):
    """A folder with a song of each writable format, in MongoDB; its analysis counts what it hears."""

    def __init__(self, folder, database, home):
        super().__init__(folder)
        self.catalogue = mongo_catalogue(database)
        self.tracks, self.features, self.files = self.catalogue.tracks, self.catalogue.features, self.catalogue.files
        self.shown = MongoTrackStore(database)
        self.corrections = MongoCorrectionStore(database)
        self.pictures = MongoCoverPictures(database)
        self.job = TagJob(database, TagBackups(home / "tag_backups"), clock=system_clock)

    @property
    def all(self):
        return list(self.shown.scan())

    @property
    def ids(self):
        return [track.track_id for track in self.all]

    def correct(self, **fields):
        return self.corrections.change(self.ids, Changes(**fields), at=system_clock(), by=ListenerId("anna"))


@pytest.fixture(scope="module")
def music(tmp_path_factory):
    folder = tmp_path_factory.mktemp("music")
    if shutil.which("ffmpeg"):
        make_foreign_sound(folder / "one.m4a", seed=5)
    for seed, suffix in enumerate(("mp3", "flac", "ogg", "opus")):
        make_sound(folder / f"{suffix}.{suffix}", seed=seed)
    return folder


@pytest.fixture
def library(mongo_database, music, tmp_path):
    folder = shutil.copytree(music, tmp_path / "music")
    library = CorrectedLibrary(folder, mongo_database, tmp_path / "home")
    library.ingest()
    assert len(library.heard) == len(library.all) == len(list(folder.iterdir()))
    return library


def test_corrected_ingested_again_and_written_everything_agrees_and_nothing_is_heard_twice(library):
    n = len(library.ids)
    identities = {track.track_id: audio_identity(file_path(track.url)) for track in library.all}
    cover = library.pictures.add(PICTURE, at=system_clock())
    library.correct(title="Food", artist="AWOL", genres=("Rap", "Jazz"), year=1999, track_number=7, cover=cover)
    shown = library.all
    assert str(library.ingest()) == f"0 analysed, {n} unchanged, 0 rejected"
    for path in library.root.iterdir():
        path.touch()
    assert str(library.ingest()) == f"0 analysed, {n} unchanged, 0 rejected"
    assert library.all == shown
    assert [written.outcome for written in library.job.write(library.ids)] == ["written"] * n
    assert library.all == shown
    for track in shown:
        tags = read_tags(file_path(track.url))
        assert (tags.title, tags.artist, tags.genres) == ("Food", "AWOL", ("Rap", "Jazz"))
        assert (tags.released_on.year, tags.track_number, tags.has_picture) == (1999, 7, True)
        assert audio_identity(file_path(track.url)) == identities[track.track_id]
    assert str(library.ingest()) == f"0 analysed, {n} unchanged, 0 rejected"
    assert library.heard == []
    assert [written.outcome for written in library.job.write(library.ids)] == ["unchanged"] * n


def test_after_a_write_taking_back_gives_what_the_file_says_now(library):
    library.correct(title="Food")
    library.job.write(library.ids)
    library.correct(title="Feed")
    library.correct(title=None)
    assert {track.title for track in library.all} == {"Food"}


def test_restored_files_and_corrections_taken_back_are_as_if_nothing_had_been(library):
    before = library.all
    library.correct(title="Food", album="Live", cover="")
    backups = [written.backup for written in library.job.write(library.ids)]
    assert {written.outcome for written in library.job.restore(backups)} == {"written"}
    assert {track.title for track in library.all} == {"Food"}
    library.correct(title=None, album=None, cover=None)
    assert library.all == before
    assert str(library.ingest()).startswith(f"0 analysed, {len(before)} unchanged")


def test_a_picture_in_the_folder_has_the_next_ingest_read_the_tags_again_and_hear_nothing(library):
    (library.root / "cover.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    library.ingest()
    library.correct(title="Food")
    assert {written.outcome for written in library.job.write(library.ids)} == {"written"}
    library.correct(title="Feed")
    assert {written.outcome for written in library.job.write(library.ids)} == {"written"}
    shown = library.all
    assert library.ingest().analysed == 0
    assert library.all == shown


def test_a_file_that_has_changed_since_the_last_ingest_is_not_written(library):
    library.correct(title="Food")
    path = file_path(library.all[0].url)
    path.touch()
    content = path.read_bytes()
    written = library.job.write(library.ids)
    assert [each.outcome for each in written] == ["changed"] + ["written"] * (len(written) - 1)
    assert "run `segue ingest`" in written[0].reason
    assert path.read_bytes() == content


def test_what_cannot_be_written_is_said_of_each_track_and_the_others_are_written(library):
    make_sound(library.root / "w.wav", seed=9)
    linked = make_sound(library.root / "linked.mp3", seed=10)
    (library.root / "link.mp3").hardlink_to(linked)
    library.ingest()
    library.correct(title="Food")
    reasons = {each.reason for each in library.job.write(library.ids) if each.outcome == "unwritable"}
    assert len(reasons) == 2
    assert any("MP3, FLAC, Ogg Vorbis, Opus and MP4 files only" in reason for reason in reasons)
    assert any("2 names (hard links)" in reason for reason in reasons)


def test_a_missing_file_and_an_unknown_track_are_no_accidents(library):
    library.correct(title="Food")
    first = library.all[0]
    file_path(first.url).unlink()
    assert [each.outcome for each in library.job.write([first.track_id, "nobody"])] == ["unwritable"]


@pytest.mark.parametrize("name", ["nothing.json", "../music/mp3.mp3", "a/../b.json"])
def test_a_name_that_keeps_no_tags_is_refused(library, name):
    with pytest.raises(NotFound, match="no tags are kept"):
        library.job.restore([name])


def test_the_command_puts_tags_back(library, mongo_database, mongo_uri, tmp_path):
    library.correct(title="Food")
    track = library.all[0]
    before = file_path(track.url).read_bytes()
    backup = library.job.write([track.track_id])[0].backup
    settings = Settings(home=tmp_path / "home", mongo_uri=mongo_uri, mongo_database=mongo_database.name)
    done = CliRunner().invoke(command, ["restore", backup], obj=settings, catch_exceptions=False)
    assert done.output == f"{track.track_id}: its tags are as they were\n"
    if track.url.endswith((".mp3", ".flac")):
        assert file_path(track.url).read_bytes() == before
    assert read_tags(file_path(track.url)).title == ""
    assert library.all[0].title == "Food"


def test_a_write_that_mongodb_does_not_note_tells_its_backup_all_the_same(library, monkeypatch):
    library.correct(title="Food")

    def fail(_tracks):
        raise ServerUnavailable("MongoDB does not answer")

    with monkeypatch.context() as patched:
        patched.setattr(library.job._tracks, "describe_many", fail)
        written = library.job.write(library.ids)
    assert {each.outcome for each in written} == {"written"}
    assert {each.outcome for each in library.job.restore([each.backup for each in written])} == {"changed"}
    assert library.ingest().analysed == 0
    assert {each.outcome for each in library.job.restore([each.backup for each in written])} == {"written"}

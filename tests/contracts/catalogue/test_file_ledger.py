import pytest
from msgspec.structs import replace

from etl.ingest.ledger import KnownFile
from infra.stores.files import MongoFileLedger
from recommender.records import TrackId
from tests.contracts.fakes.catalogue import MemoryFileLedger


def known(url: str, track_id: str = "a", state: str = "present") -> KnownFile:
    return KnownFile(
        url=url, size=5_000_000_000, mtime_ns=1_700_000_000_123_456_789, track_id=TrackId(track_id), state=state
    )


class FileLedgerContract:
    def test_a_file_comes_back_as_it_was_put(self, ledger):
        file = known("file:///m/%FF%0Ab.mp3", state="rejected")
        ledger.put_many([file])
        assert list(ledger.under("file:///m/")) == [file]

    def test_the_revision_of_the_tag_reader_comes_back(self, ledger):
        file = replace(known("file:///m/a.mp3"), tags_revision=3)
        ledger.put_many([file])
        assert list(ledger.under("file:///m/")) == [file]

    def test_only_files_below_the_folder_are_found(self, ledger):
        ledger.put_many([known("file:///m/b"), known("file:///m/a"), known("file:///mm/a"), known("file:///m")])
        assert [file.url for file in ledger.under("file:///m/")] == ["file:///m/a", "file:///m/b"]

    def test_putting_again_replaces(self, ledger):
        ledger.put_many([known("file:///m/a", "a")])
        ledger.put_many([known("file:///m/a", "b")])
        assert [file.track_id for file in ledger.under("file:///m/")] == ["b"]

    def test_files_are_found_by_their_urls(self, ledger):
        ledger.put_many([known("file:///1"), known("file:///2"), known("file:///3")])
        assert sorted(f.url for f in ledger.named(["file:///3", "file:///1", "file:///9"])) == [
            "file:///1",
            "file:///3",
        ]

    def test_files_are_found_by_their_track(self, ledger):
        ledger.put_many([known("file:///1", "a"), known("file:///2", "b"), known("file:///3", "a")])
        assert sorted(file.url for file in ledger.of_tracks([TrackId("a")])) == ["file:///1", "file:///3"]

    def test_a_forgotten_file_is_gone(self, ledger):
        ledger.put_many([known("file:///m/a"), known("file:///m/b")])
        ledger.forget(["file:///m/a", "file:///unknown"])
        assert [file.url for file in ledger.under("file:///m/")] == ["file:///m/b"]

    def test_names_as_long_as_a_path_may_be(self, ledger):
        file = known("file:///" + "%FF" * 4000)
        ledger.put_many([file])
        assert list(ledger.under("file:///")) == [file]


class TestMemoryFileLedger(FileLedgerContract):
    @pytest.fixture
    def ledger(self):
        return MemoryFileLedger()


@pytest.mark.live
class TestMongoFileLedger(FileLedgerContract):
    @pytest.fixture
    def ledger(self, mongo_database):
        return MongoFileLedger(mongo_database)

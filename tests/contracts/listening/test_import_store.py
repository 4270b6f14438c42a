"""What every ImportStore does."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from infra.stores.listening.history_imports import KEPT_IMPORTS, MongoImportStore
from recommender.listening.history.imports import (
    ABANDONED_AFTER,
    INTERRUPTED,
    HistoryImport,
    ImportFigures,
    ImportUnderWay,
    UnmatchedSong,
)
from recommender.records import ListenerId
from tests.contracts.fakes.history_imports import FakeImportStore

ANNA, BEN = ListenerId("anna"), ListenerId("ben")
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
FIGURES = ImportFigures(
    rows=3, new=2, unmatched=1, unmatched_songs=(UnmatchedSong("Go", "Bo"),), first_at=NOW, bad_rows=("row 1: no",)
)


def sent(import_id="1", *, listener=ANNA, at=NOW, dry_run=False):
    return HistoryImport(
        import_id=import_id, listener_id=listener, name="a.json", dry_run=dry_run, sent_at=at, told_at=at
    )


class ImportStoreContract:
    def test_an_import_comes_back_as_it_was_told(self, store):
        store.start(sent())
        told = replace(sent(), state="reading", figures=FIGURES, told_at=NOW + timedelta(seconds=1))
        assert store.tell(told)
        assert list(store.of_listener(ANNA, NOW)) == [told]
        assert store.find("1", NOW) == told
        assert list(store.of_listener(BEN, NOW)) == []
        assert store.find("2", NOW) is None

    def test_a_listener_has_one_at_a_time(self, store):
        store.start(sent())
        with pytest.raises(ImportUnderWay):
            store.start(sent("2", dry_run=True))
        store.start(sent("3", listener=BEN))
        assert store.tell(replace(sent(), state="done"))
        store.start(sent("4", at=NOW + timedelta(seconds=1)))
        assert [one.import_id for one in store.of_listener(ANNA, NOW)] == ["4", "1"]

    def test_what_has_ended_stays_as_it_ended(self, store):
        store.start(sent())
        assert store.tell(replace(sent(), state="failed", reason="broken"))
        assert not store.tell(replace(sent(), state="reading"))
        store.beat("1", NOW + timedelta(hours=1))
        assert store.find("1", NOW) == replace(sent(), state="failed", reason="broken")

    def test_an_import_that_fell_silent_has_failed_and_another_may_start(self, store):
        store.start(sent())
        later = NOW + ABANDONED_AFTER + timedelta(seconds=1)
        (silent,) = store.of_listener(ANNA, later)
        assert (silent.state, silent.reason) == ("failed", INTERRUPTED)
        store.start(sent("2", at=later))
        assert not store.tell(replace(sent(), state="done"))
        assert [one.state for one in store.of_listener(ANNA, later)] == ["waiting", "failed"]

    def test_a_beat_keeps_an_import_open(self, store):
        store.start(sent())
        later = NOW + ABANDONED_AFTER + timedelta(seconds=1)
        store.beat("1", NOW + timedelta(seconds=30))
        assert store.find("1", later) == replace(sent(), told_at=NOW + timedelta(seconds=30))


class TestFakeImportStore(ImportStoreContract):
    @pytest.fixture
    def store(self):
        return FakeImportStore()


@pytest.mark.live
class TestMongoImportStore(ImportStoreContract):
    @pytest.fixture
    def store(self, mongo_database):
        return MongoImportStore(mongo_database)

    def test_the_newest_are_kept(self, store):
        for number in range(KEPT_IMPORTS + 2):
            one = sent(str(number), at=NOW + timedelta(seconds=number))
            store.start(one)
            store.tell(replace(one, state="done"))
        assert [one.import_id for one in store.of_listener(ANNA, NOW)][-1] == "2"

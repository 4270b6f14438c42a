from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from infra.stores.libraries import MongoLibraryStore
from recommender.catalogue.libraries.records import Library
from recommender.records import ListenerId
from tests.contracts.fakes.libraries import MemoryLibraryStore

ANNA, BERT = ListenerId("anna"), ListenerId("bert")
POP = Library(library_id="1", name="Pop", folder="file:///pop/", added_at=datetime(2026, 1, 5, tzinfo=UTC))


class LibraryStoreContract:
    def test_a_library_comes_back_as_it_was_put(self, libraries):
        chosen = replace(POP, visible_to=(ANNA,), is_watched=False)
        libraries.put(chosen)
        assert libraries.get("1") == chosen
        assert libraries.get("2") is None

    def test_visible_to_nobody_is_not_visible_to_everybody(self, libraries):
        libraries.put(replace(POP, visible_to=()))
        assert libraries.get("1").visible_to == ()

    def test_putting_again_replaces(self, libraries):
        libraries.put(replace(POP, visible_to=(ANNA,)))
        libraries.put(POP)
        assert libraries.all() == (POP,)

    def test_a_change_leaves_alone_who_sees_the_library(self, libraries):
        libraries.put(POP)
        libraries.show_to("1", (ANNA,))
        assert libraries.change("1", name="Folk")
        assert libraries.change("1", is_watched=False)
        assert libraries.get("1") == replace(POP, name="Folk", is_watched=False, visible_to=(ANNA,))
        assert not libraries.change("2", name="Nobody")
        assert libraries.get("2") is None

    def test_all_are_in_order_of_name(self, libraries):
        art = replace(POP, library_id="2", name="Art", folder="file:///art/")
        libraries.put(POP)
        libraries.put(art)
        assert libraries.all() == (art, POP)

    def test_a_deleted_library_is_gone(self, libraries):
        libraries.put(POP)
        assert libraries.delete("1")
        assert not libraries.delete("1")
        assert libraries.all() == ()

    def test_who_sees_a_library_changes_alone(self, libraries):
        libraries.put(replace(POP, is_watched=False))
        assert libraries.show_to("1", (ANNA,))
        assert libraries.get("1") == replace(POP, is_watched=False, visible_to=(ANNA,))
        assert libraries.show_to("1", None)
        assert libraries.get("1") == replace(POP, is_watched=False)
        assert not libraries.show_to("2", (ANNA,))

    def test_an_account_that_is_gone_sees_nothing_any_more(self, libraries):
        libraries.put(replace(POP, visible_to=(ANNA, BERT)))
        libraries.put(replace(POP, library_id="2", folder="file:///art/"))
        before = libraries.revision()
        libraries.forget_account(ANNA)
        assert [library.visible_to for library in libraries.all()] == [(BERT,), None]
        assert libraries.revision() != before

    def test_a_library_of_one_account_that_is_gone_is_not_everybodys(self, libraries):
        libraries.put(replace(POP, visible_to=(ANNA,)))
        libraries.forget_account(ANNA)
        assert libraries.get("1").visible_to == ()

    def test_every_change_moves_the_revision(self, libraries):
        seen = [libraries.revision()]
        libraries.put(POP)
        seen.append(libraries.revision())
        libraries.show_to("1", (ANNA,))
        seen.append(libraries.revision())
        libraries.delete("1")
        seen.append(libraries.revision())
        assert len(set(seen)) == 4


class TestMemoryLibraryStore(LibraryStoreContract):
    @pytest.fixture
    def libraries(self):
        return MemoryLibraryStore()


@pytest.mark.live
class TestMongoLibraryStore(LibraryStoreContract):
    @pytest.fixture
    def libraries(self, mongo_database):
        return MongoLibraryStore(mongo_database)

"""What every PlaylistStore does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from infra.stores.playlists.playlists import MongoPlaylistStore
from recommender.errors import BadInput
from recommender.playlists import editing
from recommender.playlists.access import NotYours
from recommender.playlists.operations import Insert, Move, Remove, Rename, Show
from recommender.playlists.records import EntryId, NoPlaylist, PlaylistId
from tests.builders.playlists import ANNA, BERT, CARL, NOW, entry, entry_id, playlist, shown
from tests.contracts.fakes.playlists import FakePlaylistStore

P1 = PlaylistId("p1")
INVITATION = "0123456789abcdef" * 2
LATER = NOW + timedelta(hours=1)


def ids(page) -> list[str]:
    return [summary.playlist_id for summary in page.summaries]


def edit(store, *operations, editor=ANNA):
    return editing.edit(store, P1, operations, editor=editor, clock=lambda: LATER)


class PlaylistStoreContract:
    def test_nothing_is_there_at_first(self, store):
        assert store.get(P1, reader=ANNA) is None
        assert store.page("mine", listener=ANNA, start=0, n=10).total == 0
        assert (store.count(owner=ANNA), list(store.folders(owner=ANNA))) == (0, [])

    def test_a_playlist_comes_back_as_it_was(self, store):
        made = playlist(
            description="x\ny",
            folder="In here",
            visibility="shared",
            collaborators=(BERT,),
            invitation=INVITATION,
            entries=(entry("a"), entry("b", track_id=None), entry("c", removed_at=NOW)),
        )
        store.add(made)
        assert store.get(P1, reader=ANNA) == made

    @pytest.mark.parametrize(
        ("visibility", "readers", "editors"),
        [
            ("private", [ANNA], [ANNA]),
            ("shared", [ANNA, BERT], [ANNA, BERT]),
            ("public", [ANNA, BERT, CARL], [ANNA, BERT]),
        ],
    )
    def test_each_statement_finds_what_the_asking_listener_may_see_and_change(
        self, store, visibility, readers, editors
    ):
        store.add(playlist("a", visibility=visibility, collaborators=(BERT,)))
        everybody = [ANNA, BERT, CARL]
        assert [who for who in everybody if store.get(P1, reader=who)] == readers
        assert [who for who in everybody if store.page("mine", listener=who, start=0, n=9).total] == editors
        named = playlist("a", visibility=visibility, collaborators=(BERT,), name="Other")
        assert [who for who in everybody if store.replace(named, editor=who, revision=1)] == editors
        assert [who for who in everybody if store.delete(P1, owner=who, at=NOW)] == [ANNA]
        assert [who for who in everybody if store.restore(P1, owner=who, at=NOW)] == [ANNA]

    def test_a_list_is_replaced_only_when_it_is_what_was_read(self, store):
        store.add(playlist("a"))
        assert not store.replace(playlist("ab", revision=3), editor=ANNA, revision=2)
        assert store.replace(playlist("ab", revision=2), editor=ANNA, revision=1)
        assert shown(store.get(P1, reader=ANNA)) == "ab"

    def test_pages_are_by_the_last_change_and_count_all(self, store):
        for number in range(5):
            changed = NOW + timedelta(minutes=number)
            store.add(playlist("ab", playlist_id=PlaylistId(f"p{number}"), changed_at=changed))
        store.add(playlist(playlist_id=PlaylistId("other"), owner=BERT))
        page = store.page("mine", listener=ANNA, start=1, n=2)
        assert (ids(page), page.total) == (["p3", "p2"], 5)
        assert (page.summaries[0].n_entries, page.summaries[0].duration_s) == (2, 120.0)
        assert page.summaries[0].cover_track_ids == ("a", "b")
        assert ids(store.page("mine", listener=ANNA, start=9, n=2)) == []

    def test_public_ones_are_listed_for_everybody_and_by_nobody_else(self, store):
        store.add(playlist(visibility="public"))
        store.add(playlist(playlist_id=PlaylistId("p2"), visibility="shared", collaborators=(BERT,)))
        assert ids(store.page("public", listener=CARL, start=0, n=9)) == ["p1"]
        assert ids(store.page("mine", listener=BERT, start=0, n=9)) == ["p2"]

    def test_folders_are_the_owners(self, store):
        store.add(playlist(folder="b", visibility="shared", collaborators=(BERT,)))
        store.add(playlist(playlist_id=PlaylistId("p2"), folder="A"))
        store.add(playlist(playlist_id=PlaylistId("p3")))
        assert list(store.folders(owner=ANNA)) == ["A", "b"]
        assert list(store.folders(owner=BERT)) == []
        assert ids(store.page("mine", listener=ANNA, start=0, n=9, folder="b")) == ["p1"]
        assert ids(store.page("mine", listener=BERT, start=0, n=9, folder="b")) == []

    def test_a_deleted_list_is_nowhere_until_it_is_restored(self, store):
        store.add(playlist("ab", folder="x", visibility="public", invitation=INVITATION))
        assert store.delete(P1, owner=ANNA, at=NOW)
        assert not store.delete(P1, owner=ANNA, at=NOW)
        assert store.get(P1, reader=ANNA) is None
        assert store.page("mine", listener=ANNA, start=0, n=9).total == 0
        assert store.page("public", listener=ANNA, start=0, n=9).total == 0
        assert (store.count(owner=ANNA), list(store.folders(owner=ANNA))) == (0, [])
        assert not store.replace(playlist("c"), editor=ANNA, revision=2)
        assert not store.join(P1, listener=BERT, invitation=INVITATION, at=NOW)
        assert store.restore(P1, owner=ANNA, at=LATER)
        assert not store.restore(P1, owner=ANNA, at=LATER)
        back = store.get(P1, reader=ANNA)
        assert (shown(back), back.revision, back.changed_at) == ("ab", 3, LATER)

    def test_an_invitation_lets_in_whoever_has_it(self, store):
        store.add(playlist(visibility="shared", invitation=INVITATION))
        assert not store.join(P1, listener=BERT, invitation="f" * 32, at=LATER)
        assert not store.join(P1, listener=BERT, invitation="", at=LATER)
        assert not store.join(P1, listener=ANNA, invitation=INVITATION, at=LATER)
        assert store.join(P1, listener=BERT, invitation=INVITATION, at=LATER)
        assert store.join(P1, listener=BERT, invitation=INVITATION, at=LATER)
        assert store.get(P1, reader=BERT).collaborators == (BERT,)

    @pytest.mark.parametrize("made", [{"invitation": ""}, {"invitation": INVITATION, "visibility": "private"}])
    def test_nobody_joins_without_being_invited(self, store, made):
        store.add(playlist(**({"visibility": "shared"} | made)))
        assert not store.join(P1, listener=BERT, invitation=made["invitation"], at=LATER)

    def test_an_edit_is_kept_and_one_that_changes_nothing_writes_nothing(self, store):
        store.add(playlist("ab"))
        assert shown(edit(store, Move(entry_ids=(entry_id("b"),), after="start"))) == "ba"
        assert edit(store, Remove(entry_ids=(entry_id("z"),))).revision == 2
        stored = store.get(P1, reader=ANNA)
        assert (shown(stored), stored.changed_at) == ("ba", LATER)

    def test_who_may_not_edit_is_told_and_who_may_not_read_sees_nothing(self, store):
        store.add(playlist("ab", visibility="public"))
        with pytest.raises(NotYours):
            edit(store, Rename(name="x"), editor=BERT)
        edit(store, Show(visibility="private"))
        with pytest.raises(NoPlaylist):
            edit(store, Rename(name="x"), editor=BERT)

    def test_somebody_who_was_quicker_is_not_overwritten(self, store):
        store.add(playlist("abc"))

        class Interrupted:
            """Somebody else removes an entry between our reading and our writing, once."""

            def __init__(self):
                self.is_due = True

            def __getattr__(self, name):
                return getattr(store, name)

            def replace(self, *args, **fields):
                if self.is_due:
                    self.is_due = False
                    edit(store, Remove(entry_ids=(entry_id("b"),)))
                return store.replace(*args, **fields)

        assert shown(edit(Interrupted(), Move(entry_ids=(entry_id("c"),), after="start"))) == "ca"

    def test_an_owner_has_only_so_many(self, store, monkeypatch):
        monkeypatch.setattr(editing, "MAX_PLAYLISTS", 1)
        editing.make(store, playlist())
        with pytest.raises(BadInput, match="delete one first"):
            editing.make(store, replace(playlist(), playlist_id=PlaylistId("p2")))


class TestFakePlaylistStore(PlaylistStoreContract):
    @pytest.fixture
    def store(self):
        return FakePlaylistStore()


@pytest.mark.live
class TestMongoPlaylistStore(PlaylistStoreContract):
    @pytest.fixture
    def store(self, mongo_database):
        return MongoPlaylistStore(mongo_database)

    @pytest.mark.parametrize("which", ["mine", "public"])
    def test_a_page_is_read_in_the_order_of_an_index(self, store, mongo_database, which):
        store.add(playlist("ab"))
        mongo_database.command("profile", 2)
        store.page(which, listener=ANNA, start=0, n=10)
        mongo_database.command("profile", 0)
        found = mongo_database["system.profile"].find_one({"op": "query", "command.find": "playlists"})
        assert "IXSCAN" in found["planSummary"]
        assert not found.get("hasSortStage")

    def test_what_two_do_at_once_is_both_kept(self, store):
        store.add(playlist("ab", visibility="shared", collaborators=(BERT,)))
        asked = [
            (editor, msgspec.structs.replace(entry("x"), entry_id=EntryId(f"{editor}-{number:03}")))
            for editor in (ANNA, BERT)
            for number in range(12)
        ]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda each: edit(store, Insert(entries=(each[1],)), editor=each[0]), asked))
        stored = store.get(P1, reader=ANNA)
        assert {each.entry_id for each in stored.shown[2:]} == {each.entry_id for _, each in asked}
        assert stored.revision == 1 + len(asked)

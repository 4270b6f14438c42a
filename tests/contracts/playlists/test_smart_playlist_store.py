"""What every SmartPlaylistStore does."""

from datetime import timedelta

import pytest

from infra.stores.playlists.smart_playlists import MongoSmartPlaylistStore
from recommender.errors import BadInput, OutOfRange
from recommender.playlists.records import PlaylistId
from recommender.playlists.smart import keeping
from recommender.playlists.smart.matching import Circular
from recommender.playlists.smart.records import Definition, KeptTracks, Limit, NoSmartPlaylist, SortKey
from recommender.records import TrackId
from tests.builders.playlists import ANNA, BERT, CARL
from tests.builders.smart import NOW, either, every, rule, smart
from tests.contracts.fakes.smart_playlists import FakeSmartPlaylistStore

S1 = PlaylistId("s1")
LATER = NOW + timedelta(hours=1)
KEPT = KeptTracks(track_ids=(TrackId("b"), TrackId("a")), at=NOW)


def ids(playlists) -> list[str]:
    return [each.playlist_id for each in playlists]


class SmartPlaylistStoreContract:
    def test_nothing_is_there_at_first(self, store):
        assert store.get(S1, reader=ANNA) is None
        assert list(store.all("mine", listener=ANNA)) == []
        assert store.count(owner=ANNA) == 0

    def test_it_comes_back_as_it_was(self, store):
        rules = every(
            rule("title", "is", "$where"),
            either(rule("plays", "between", (1.0, 5.0)), rule("is_liked", "is", True), rule("album", "missing")),
            rule("sounds_like_track", "within", ("k", 0.25)),
        )
        definition = Definition(
            rules=rules, sort=(SortKey(field="random", descending=True),), limit=Limit(unit="minutes", amount=60),
            refresh="weekly", time_zone="Europe/Berlin",
        )  # fmt: skip
        made = smart("s1", definition=definition, description="x\ny", folder="In", visibility="public", kept=KEPT)
        store.add(made)
        assert store.get(S1, reader=ANNA) == made

    @pytest.mark.parametrize(("visibility", "readers"), [("private", [ANNA]), ("public", [ANNA, BERT])])
    def test_each_statement_finds_what_the_asking_listener_may_see_and_change(self, store, visibility, readers):
        made = smart(visibility=visibility)
        store.add(made)
        both = [ANNA, BERT]
        assert [who for who in both if store.get(S1, reader=who)] == readers
        assert [who for who in both if store.all("mine", listener=who)] == [ANNA]
        assert ids(store.all("public", listener=CARL)) == (["s1"] if visibility == "public" else [])
        assert [who for who in both if store.replace(made, owner=who, revision=1)] == [ANNA]
        assert [who for who in both if store.keep(S1, KEPT, owner=who, revision=1)] == [ANNA]
        assert [who for who in both if store.delete(S1, owner=who, at=NOW)] == [ANNA]
        assert [who for who in both if store.restore(S1, owner=who, at=NOW)] == [ANNA]

    def test_it_is_replaced_and_its_tracks_are_kept_only_when_it_is_what_was_read(self, store):
        store.add(smart())
        assert not store.replace(smart(name="B", revision=3), owner=ANNA, revision=2)
        assert store.replace(smart(name="B", revision=2), owner=ANNA, revision=1)
        assert not store.keep(S1, KEPT, owner=ANNA, revision=1)
        assert store.keep(S1, KEPT, owner=ANNA, revision=2)
        stored = store.get(S1, reader=ANNA)
        assert (stored.name, stored.revision, stored.kept) == ("B", 2, KEPT)

    def test_the_last_changed_comes_first_and_lists_carry_no_tracks(self, store):
        for number in range(3):
            store.add(smart(f"s{number}", changed_at=NOW + timedelta(minutes=number), kept=KEPT))
        store.add(smart("other", owner=BERT))
        listed = store.all("mine", listener=ANNA)
        assert ids(listed) == ["s2", "s1", "s0"]
        assert {each.kept for each in listed} == {None}
        assert store.count(owner=ANNA) == 3

    def test_a_deleted_one_is_nowhere_until_it_is_restored(self, store):
        store.add(smart(visibility="public"))
        assert store.delete(S1, owner=ANNA, at=NOW)
        assert not store.delete(S1, owner=ANNA, at=NOW)
        assert store.get(S1, reader=ANNA) is None
        assert (list(store.all("mine", listener=ANNA)), list(store.all("public", listener=ANNA))) == ([], [])
        assert store.count(owner=ANNA) == 0
        assert not store.replace(smart(), owner=ANNA, revision=2)
        assert not store.keep(S1, KEPT, owner=ANNA, revision=2)
        assert store.restore(S1, owner=ANNA, at=LATER)
        assert not store.restore(S1, owner=ANNA, at=LATER)
        back = store.get(S1, reader=ANNA)
        assert (back.revision, back.changed_at) == (3, LATER)

    def test_a_list_that_would_be_made_of_itself_is_refused(self, store):
        keeping.make(store, smart("s1"))
        keeping.make(store, smart("s2", either(rule("playlist", "in", "s1"), rule("plays", "more", 1.0))))
        keeping.make(store, smart("s3", rule("playlist", "not_in", "s2"), rule("playlist", "in", "s1")))
        for inner in ("s1", "s2", "s3"):
            with pytest.raises(Circular):
                keeping.change(store, smart("s1", rule("playlist", "in", inner)), revision=1)
        assert store.get(S1, reader=ANNA).definition == smart().definition

    def test_what_cannot_be_asked_is_not_kept(self, store):
        with pytest.raises(BadInput, match="rule 1"):
            keeping.make(store, smart("s1", rule("plays", "is", "x")))
        assert store.count(owner=ANNA) == 0

    def test_a_change_made_elsewhere_is_not_overwritten(self, store):
        keeping.make(store, smart())
        keeping.change(store, smart(name="First", revision=2), revision=1)
        with pytest.raises(OutOfRange, match="changed elsewhere"):
            keeping.change(store, smart(name="Second", revision=2), revision=1)
        assert keeping.read(store, S1, reader=ANNA).name == "First"
        with pytest.raises(NoSmartPlaylist):
            keeping.read(store, S1, reader=BERT)


class TestFakeSmartPlaylistStore(SmartPlaylistStoreContract):
    @pytest.fixture
    def store(self):
        return FakeSmartPlaylistStore()


@pytest.mark.live
class TestMongoSmartPlaylistStore(SmartPlaylistStoreContract):
    @pytest.fixture
    def store(self, mongo_database):
        return MongoSmartPlaylistStore(mongo_database)

    def test_a_damaged_document_is_named(self, store, mongo_database):
        store.add(smart())
        mongo_database["smart_playlists"].update_one({}, {"$set": {"definition": b"?"}})
        with pytest.raises(BadInput, match="smart playlist s1 cannot be read"):
            store.get(S1, reader=ANNA)

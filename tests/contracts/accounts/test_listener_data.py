"""All that is known of one listener, on the real database: written out, and deleted."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from infra.jobs.listener_data import OF_LISTENERS, forget_listener, known_listeners, write_listener
from infra.stores.accounts.opening import account_stores
from infra.stores.activity import MongoActivityArchive
from infra.stores.corrections.correcting import MongoCorrectionStore
from infra.stores.database import SPECS
from infra.stores.history import MongoHistoryStore
from infra.stores.libraries import MongoLibraryStore
from infra.stores.listening.arrangements import MongoArrangementStore
from infra.stores.listening.favourites import MongoFavouriteStore
from infra.stores.listening.history_imports import MongoImportStore
from infra.stores.listening.play_queues import MongoPlayQueueStore
from infra.stores.playlists.made_lists import MongoKeptLists
from infra.stores.playlists.playlists import MongoPlaylistStore
from infra.stores.playlists.smart_playlists import MongoSmartPlaylistStore
from infra.stores.tastes import MongoTasteStore
from infra.stores.tracks import MongoTrackStore
from recommender.accounts.invitations import make_invitation
from recommender.accounts.records import AccessToken, Account, Session
from recommender.catalogue.corrections import Changes
from recommender.errors import LastAdmin
from recommender.listening.favourites import Favourite
from recommender.listening.history.imports import HistoryImport
from recommender.listening.play_queue import PlayQueue, QueuedTrack
from recommender.playlists.records import PlaylistId
from recommender.prediction.streams.records import Play, StoredPlay
from recommender.records import ListenerId, Track, TrackId
from recommender.room.arrangements import Arrangement, OwnPlace
from tests.builders.events import event, placed, taste_after
from tests.builders.libraries import library
from tests.builders.playlists import ANNA, BERT, playlist
from tests.builders.smart import smart

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
SECRETS = ("hash of a password", "hash of a session", "hash of a token")


def fill(database, listener_id: ListenerId, *, role="listener") -> None:
    """Put something of the listener into every collection."""
    stores = account_stores(database)
    stores.accounts.add(
        Account(account_id=listener_id, name=listener_id, role=role, made_at=NOW, password_hash=SECRETS[0])
    )
    later = NOW + timedelta(days=20_000)
    stores.sessions.add(
        Session(
            session_id=f"{SECRETS[1]} {listener_id}",
            account_id=listener_id,
            device="Firefox",
            made_at=NOW,
            used_at=NOW,
            expires_at=later,
        )
    )
    stores.tokens.add(
        AccessToken(
            token_id=f"{SECRETS[2]} {listener_id}", account_id=listener_id, name="phone", scopes=("play",), made_at=NOW
        )
    )
    stores.invitations.add(make_invitation("guest", later, account_id=listener_id)[0])
    number = 1 if listener_id == ANNA else 100
    heard = event("finished", "t1", number=number, listener_id=listener_id)
    MongoActivityArchive(database).put_many(placed([replace(heard, occurred_at=NOW)]))
    play = StoredPlay(f"play of {listener_id}".encode(), Play(NOW, "Song", "Artist", 200.0, True), TrackId("t1"))
    MongoHistoryStore(database).put_many(listener_id, [play])
    MongoTasteStore(database).put_many([replace(taste_after(("liked", "t1")), listener_id=listener_id)])
    MongoFavouriteStore(database).put(listener_id, Favourite(kind="album", target_id="a1", liked_at=NOW))
    MongoPlayQueueStore(database).put(
        listener_id, PlayQueue(entries=(QueuedTrack(track_id=TrackId("t1")),), saved_at=NOW)
    )
    MongoArrangementStore(database).put(
        listener_id,
        Arrangement(
            arrangement_id="mine",
            name="Mine",
            revision=1,
            changed_at=NOW,
            places=(OwnPlace(track_id=TrackId("t1"), x=0.1, y=0.2, z=0.3),),
        ),
    )
    MongoKeptLists(database).keep(listener_id, "mixes", "2026-01-05", ())
    MongoImportStore(database).start(
        HistoryImport(
            import_id=f"import of {listener_id}",
            listener_id=listener_id,
            name="endsong.json",
            dry_run=False,
            sent_at=NOW,
            told_at=NOW,
        )
    )
    other = BERT if listener_id == ANNA else ANNA
    MongoPlaylistStore(database).add(
        playlist("a", playlist_id=PlaylistId(f"of {listener_id}"), owner=listener_id, collaborators=(other,))
    )
    MongoSmartPlaylistStore(database).add(smart(f"rules of {listener_id}", owner=listener_id))


def exported(database, listener_id: ListenerId) -> dict:
    file = io.BytesIO()
    write_listener(database, listener_id, file)
    return json.loads(file.getvalue())


def test_every_collection_whose_documents_are_somebodys_says_so():
    owners = {"listener_id", "owner", "account_id"}
    somebodys = {spec.name for spec in SPECS if owners & spec.schema["properties"].keys()}
    assert somebodys <= {spec.name for spec in OF_LISTENERS}


@pytest.mark.live
def test_all_that_is_known_is_written_out_and_nothing_that_lets_in(mongo_database):
    fill(mongo_database, ANNA, role="admin")
    fill(mongo_database, BERT)
    told = exported(mongo_database, ANNA)
    assert told.keys() - {"listener_id"} == {spec.name for spec in OF_LISTENERS}
    assert [name for name, documents in told.items() if not documents] == []
    text = json.dumps(told)
    assert [secret for secret in SECRETS if secret in text] == []
    assert (told["accounts"][0]["name"], told["tastes"][0]["taste"]["liked"]) == ("anna", ["t1"])
    assert "bert" not in json.dumps({name: told[name] for name in told if name != "playlists"})


@pytest.mark.live
def test_a_listener_who_is_forgotten_is_nowhere_and_the_others_stay(mongo_database):
    fill(mongo_database, ANNA)
    fill(mongo_database, BERT, role="admin")
    before = {name: len(documents) for name, documents in exported(mongo_database, BERT).items()}
    counts_before = mongo_database["play_counts"].count_documents({})
    counts = forget_listener(mongo_database, ANNA)
    assert [name for name, n in counts.items() if not n] == []
    assert known_listeners(mongo_database, ANNA) == []
    assert {name: len(documents) for name, documents in exported(mongo_database, BERT).items()} == before
    assert "anna" not in json.dumps(exported(mongo_database, BERT)["playlists"][0]["collaborators"])
    assert mongo_database["play_counts"].count_documents({}) == counts_before


@pytest.mark.live
def test_a_forgotten_listener_sees_no_library_any_more(mongo_database):
    fill(mongo_database, ANNA)
    libraries = MongoLibraryStore(mongo_database)
    libraries.put(library("pop", ANNA, BERT))
    forget_listener(mongo_database, ANNA)
    assert libraries.get("pop").visible_to == (BERT,)


@pytest.mark.live
def test_what_somebody_forgotten_has_corrected_stays_by_nobody(mongo_database):
    fill(mongo_database, ANNA, role="admin")
    fill(mongo_database, BERT, role="admin")
    MongoTrackStore(mongo_database).put_many([Track(track_id=TrackId("1"), title="Fod")])
    corrections = MongoCorrectionStore(mongo_database)
    corrections.change([TrackId("1")], Changes(title="Food"), at=NOW, by=ANNA)
    forget_listener(mongo_database, ANNA)
    correction = corrections.of_tracks([TrackId("1")])[TrackId("1")]
    assert (correction.fields.title, correction.corrected_by) == ("Food", "")


@pytest.mark.live
def test_the_last_admin_is_not_forgotten_while_there_are_others(mongo_database):
    fill(mongo_database, ANNA, role="admin")
    fill(mongo_database, BERT)
    with pytest.raises(LastAdmin):
        forget_listener(mongo_database, ANNA)
    assert len(known_listeners(mongo_database, ANNA)) == len(OF_LISTENERS)

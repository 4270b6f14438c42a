"""The feed of changed playlists over a real MongoDB."""

from itertools import count
from threading import Event, Thread

import pytest
from msgspec.structs import replace

from infra.stores.playlists.playlists import MongoPlaylistStore
from infra.web.playlists import PlaylistFeed
from tests.builders.playlists import ANNA, BERT, NOW, playlist
from tests.deadline import eventually

pytestmark = pytest.mark.live


@pytest.fixture
def store(mongo_database):
    return MongoPlaylistStore(mongo_database)


@pytest.fixture
def follow(mongo_database):
    """Start a feed; what it tells is passed on."""
    stop, threads = Event(), []

    def start(announce):
        thread = Thread(target=PlaylistFeed(mongo_database, announce).run, args=(stop,))
        thread.start()
        threads.append(thread)

    yield start
    stop.set()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()


NUMBERS = count()


def add_one(store):
    """Make a playlist: the feed tells of what is made after it began to listen."""
    store.add(playlist(playlist_id=f"probe{next(NUMBERS)}"))


def test_every_change_is_told_once_with_who_may_know_of_it(store, follow):
    told = []
    follow(told.append)
    eventually(lambda: add_one(store) or told, within_s=20, what="a first word")
    made = playlist("ab", visibility="shared", collaborators=(BERT,))
    store.add(made)
    store.replace(replace(made, revision=2), editor=BERT, revision=1)
    store.delete(made.playlist_id, owner=ANNA, at=NOW)
    store.restore(made.playlist_id, owner=ANNA, at=NOW)

    def of_ours():
        return [change for change in told if change.playlist_id == made.playlist_id]

    eventually(lambda: len(of_ours()) == 4, within_s=20, what=f"four changes: {told}")
    # A change is told as the document is when the word goes out: it may have moved on by then.
    assert of_ours()[-1].revision == 4
    assert not of_ours()[-1].is_deleted
    assert (of_ours()[0].owner, of_ours()[0].visibility, of_ours()[0].collaborators) == (ANNA, "shared", (BERT,))


def test_what_could_not_be_told_is_told_again(store, follow):
    told = []

    def announce(change):
        told.append(change.playlist_id)
        if len(told) == 1:
            raise RuntimeError("not now")

    follow(announce)
    eventually(lambda: add_one(store) or told, within_s=20, what="a word")
    eventually(lambda: told.count(told[0]) == 2, within_s=20, what=f"it again: {told}")

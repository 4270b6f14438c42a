"""Playlists for tests."""

from datetime import UTC, datetime
from typing import Any

from recommender.playlists.records import Entry, EntryId, Named, Playlist, PlaylistId
from recommender.records import ListenerId, TrackId

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
ANNA, BERT, CARL = ListenerId("anna"), ListenerId("bert"), ListenerId("carl")


def entry_id(letter: str) -> EntryId:
    """Return the id of the entry that tests call by a letter."""
    return EntryId(letter * 8)


def entry(letter: str, **fields: Any) -> Entry:
    """Return an entry; its track is called by the letter too."""
    named = Named(title=f"Title {letter}", artist="Ann", album=f"Album {letter}", duration_s=60.0)
    made = {"named": named, "track_id": TrackId(letter), "added_by": ANNA, "added_at": NOW}
    return Entry(entry_id=entry_id(letter), **(made | fields))


def playlist(letters: str = "", **fields: Any) -> Playlist:
    """Return Anna's playlist of these entries."""
    made = {"playlist_id": PlaylistId("p1"), "owner": ANNA, "name": "Mine", "made_at": NOW, "changed_at": NOW}
    return Playlist(**(made | {"entries": tuple(entry(letter) for letter in letters)} | fields))


def shown(of: Playlist) -> str:
    """Return the entries on show by their letters."""
    return "".join(each.entry_id[0] for each in of.shown)

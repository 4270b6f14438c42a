"""Playlists of the web process: its ports, and what other processes changed."""

from collections.abc import Callable, Sequence
from threading import Event, Lock
from typing import Any, Protocol, TypeVar

import msgspec
from pymongo.database import Database
from pymongo.errors import OperationFailure

from infra.jobs.playlist_files import new_playlist_id
from infra.stores.playlists.playlists import MongoPlaylistStore
from infra.stores.playlists.smart_playlists import MongoSmartPlaylistStore
from infra.stores.store_errors import store_errors
from infra.tasks import keep_running
from recommender.catalogue.snapshot import Catalogue
from recommender.playlists.finding import LiveFinder, TrackFinder
from recommender.playlists.records import Entry, EntryId, PlaylistChange
from recommender.playlists.transfer import FoundPlaylist, found_again, read_and_find
from recommender.records import TrackId
from webapp.playlists.services import PlaylistServices

_LOOKS_EVERY_MS = 5_000
"""So long a look for changes waits on the server when there are none; what comes meanwhile comes at once."""
_Result = TypeVar("_Result")
_SHOWN = {field: f"$fullDocument.{field}" for field in ("revision", "owner", "visibility", "collaborators")}
_PIPELINE = (
    {"$match": {"operationType": {"$in": ["insert", "update", "replace"]}}},
    {"$project": {"documentKey": 1, "change": {**_SHOWN, "deleted_at": "$fullDocument.deleted_at"}}},
)
"""Entries stay in the database: a change is announced by id and revision."""


class InThread(Protocol):
    """Calls what computes where it does not hold up the other greenlets, and returns what it returned."""

    def __call__(self, work: Callable[[], _Result]) -> _Result:
        """Return what `work` returns."""


def playlist_services(database: Database[dict[str, Any]], *, in_thread: InThread) -> PlaylistServices:
    """Return the ports."""
    live, one_at_a_time = LiveFinder(), Lock()

    def finder(catalogue: Catalogue) -> TrackFinder:
        with one_at_a_time:
            return in_thread(lambda: live.of(catalogue))

    def read_file(content: bytes, name: str, catalogue: Catalogue) -> FoundPlaylist:
        current = finder(catalogue)
        return in_thread(lambda: read_and_find(content, current, file_name=name))

    def find_again(entries: Sequence[Entry], catalogue: Catalogue) -> dict[EntryId, TrackId]:
        current = finder(catalogue)
        return in_thread(lambda: found_again(entries, current))

    return PlaylistServices(
        store=MongoPlaylistStore(database),
        smart=MongoSmartPlaylistStore(database),
        read_file=read_file,
        find_again=find_again,
        new_id=new_playlist_id,
    )


class PlaylistFeed:
    """Tells of every change of a playlist, whichever process made it, by MongoDB's change stream."""

    def __init__(self, database: Database[dict[str, Any]], announce: Callable[[PlaylistChange], None]) -> None:
        self._playlists = database["playlists"]
        self._announce = announce
        self._resume_token: Any = None

    def run(self, stop: Event) -> None:
        """Tell of changes until `stop` is set; after a failure from where it was, as far as MongoDB remembers."""
        keep_running(lambda: self._follow(stop), stop=stop, name="playlist-feed")

    def _follow(self, stop: Event) -> None:
        with store_errors("changes of playlists"):
            try:
                self._tell(stop)
            except OperationFailure:
                self._resume_token = None  # it may be too old to go on from
                raise

    def _tell(self, stop: Event) -> None:
        with self._playlists.watch(
            list(_PIPELINE),
            full_document="updateLookup",
            max_await_time_ms=_LOOKS_EVERY_MS,
            resume_after=self._resume_token,
        ) as changes:
            self._resume_token = changes.resume_token
            while not stop.is_set():
                document = changes.try_next()
                if document is not None and document["change"]:
                    self._announce(_change(document))
                self._resume_token = changes.resume_token


def _change(document: dict[str, Any]) -> PlaylistChange:
    change = document["change"]
    is_deleted = change.pop("deleted_at", None) is not None
    fields = {**change, "playlist_id": document["documentKey"]["_id"], "is_deleted": is_deleted}
    return msgspec.convert(fields, PlaylistChange)

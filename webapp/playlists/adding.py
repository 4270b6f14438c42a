"""Tracks that are added, by id, as the entries that are kept."""

from collections.abc import Iterable, Sequence

from recommender.errors import UnknownTrack
from recommender.playlists.operations import Insert, Operation
from recommender.playlists.records import Entry, Playlist
from recommender.playlists.transfer import named_of
from recommender.records import ListenerId, TrackId
from webapp.playlists.answers import Add, AnyOperation, NewEntry
from webapp.services import Services


def entries_of(services: Services, added: Iterable[NewEntry], listener: ListenerId) -> tuple[Entry, ...]:
    """Return the entries, each with what the library calls its track; raises `UnknownTrack`."""
    catalogue, now = services.catalogue(), services.clock()
    entries = []
    for new in added:
        track = catalogue.track(new.track_id)
        if track is None:
            raise UnknownTrack(new.track_id)
        entries.append(
            Entry(
                entry_id=new.entry_id,
                named=named_of(track),
                added_by=listener,
                added_at=now,
                track_id=track.track_id,
            )
        )
    return tuple(entries)


def operations_of(services: Services, asked: Sequence[AnyOperation], listener: ListenerId) -> list[Operation]:
    """Return the operations with entries in the place of tracks."""
    return [
        Insert(entries=entries_of(services, each.entries, listener), after=each.after)
        if isinstance(each, Add)
        else each
        for each in asked
    ]


def added_tracks(asked: Sequence[AnyOperation], before: Playlist) -> list[TrackId]:
    """Return the tracks of all additions; an entry that is there already was sent twice, and is no addition."""
    known = {entry.entry_id for entry in before.entries}
    return [
        TrackId(new.track_id)
        for each in asked
        if isinstance(each, Add)
        for new in each.entries
        if new.entry_id not in known
    ]


def without_duplicates(asked: Sequence[AnyOperation], before: Playlist) -> list[AnyOperation]:
    """Return the operations without the additions of tracks that are there, or that are added twice."""
    seen = {str(entry.track_id) for entry in before.shown}
    kept: list[AnyOperation] = []
    for each in asked:
        if isinstance(each, Add):
            entries = []
            for new in each.entries:
                if new.track_id not in seen:
                    seen.add(new.track_id)
                    entries.append(new)
            kept += [Add(entries=tuple(entries), after=each.after)] if entries else []
        else:
            kept.append(each)
    return kept

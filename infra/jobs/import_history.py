"""Listening histories into the store, and what the taste must know of them into the stream."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from etl.histories.files import MAX_AHEAD, HistoryFile
from etl.histories.rows import BadRow, NoMusic
from infra.stores.batches import batches
from recommender.clock import Clock, system_clock
from recommender.prediction.ports import HistoryStore
from recommender.prediction.streams.importing import WORTH_HALF_LIVES, SongMatcher, taste_event
from recommender.prediction.streams.records import Play, StoredPlay
from recommender.records import ActivityEvent, ListenerId, TrackId

PLAYS_PER_WRITE = 50_000
"""Many plays of a track then change its count once: the store brings them together."""
EVENTS_PER_READ = 5_000
EVENTS_PER_MESSAGE = 100
"""Fewer than the events a taste remembers: what is told twice after a crash is then folded once."""
SHOWN_BAD_ROWS = 20
SHOWN_SONGS = 20


@dataclass
class ImportSummary:
    """What became of the rows."""

    rows: int = 0
    new: int = 0
    known: int = 0
    no_music: int = 0
    bad: int = 0
    unmatched: int = 0
    """Among the plays of these files: not in the catalogue."""
    unmatched_songs: dict[tuple[str, str], None] = field(default_factory=dict)
    """The first (title, artist) of those, in the order in which they come."""
    first_at: datetime | None = None
    last_at: datetime | None = None
    rematched: int = 0
    """Plays of earlier imports that the catalogue has by now."""
    examples: list[tuple[str, BadRow]] = field(default_factory=list)
    """The first bad rows, each with its file."""
    forms: Counter[str] = field(default_factory=Counter)


class ImportedPlays(Protocol):
    """What an import asks of a `HistoryStore`."""

    def put_many(self, listener_id: ListenerId, plays: Sequence[StoredPlay]) -> int:
        """Keep the plays whose ids are new; return how many were new."""

    def unmatched(self, listener_id: ListenerId) -> Sequence[tuple[str, str]]:
        """Return the (title, artist) of songs that had no track when they were last looked up."""

    def match(self, listener_id: ListenerId, tracks: Mapping[tuple[str, str], TrackId]) -> int:
        """Give these songs their tracks; return how many plays that were."""


def import_histories(
    files: Iterable[HistoryFile],
    store: ImportedPlays,
    matcher: SongMatcher,
    listener_id: ListenerId,
    *,
    advance: Callable[[ImportSummary], None] = lambda _: None,
) -> ImportSummary:
    """Keep the plays of all files; those that are kept already are passed over, so an import may be run again."""
    summary = ImportSummary()
    found = (matcher.stored(play, listener_id) for play in _plays(files, summary))
    for stored in _read_ahead(batches(found, PLAYS_PER_WRITE)):
        new = store.put_many(listener_id, stored)
        summary.new += new
        summary.known += len(stored) - new
        _note_plays(stored, summary)
        advance(summary)
    summary.rematched = store.match(listener_id, matcher.find_among(store.unmatched(listener_id)))
    return summary


def _plays(files: Iterable[HistoryFile], summary: ImportSummary) -> Iterator[Play]:
    for file in files:
        summary.forms[file.form.name] += 1
        for row in file.rows():
            summary.rows += 1
            if isinstance(row, Play):
                yield row
            elif isinstance(row, NoMusic):
                summary.no_music += 1
            else:
                summary.bad += 1
                if len(summary.examples) < SHOWN_BAD_ROWS:
                    summary.examples.append((str(file.file), row))


def _note_plays(stored: Sequence[StoredPlay], summary: ImportSummary) -> None:
    unmatched = [each.play for each in stored if each.track_id is None]
    summary.unmatched += len(unmatched)
    for play in unmatched:
        if len(summary.unmatched_songs) >= SHOWN_SONGS:
            break
        summary.unmatched_songs.setdefault((play.title, play.artist))
    times = [each.play.at for each in stored]
    summary.first_at = min(times if summary.first_at is None else [summary.first_at, *times])
    summary.last_at = max(times if summary.last_at is None else [summary.last_at, *times])


def _read_ahead(pieces: Iterator[list[StoredPlay]]) -> Iterator[list[StoredPlay]]:
    """Yield the pieces, each read while the one before it is being stored."""

    def read() -> list[StoredPlay]:
        return next(pieces, [])

    with ThreadPoolExecutor(1, thread_name_prefix="read-history") as pool:
        following = pool.submit(read)
        while piece := following.result():
            following = pool.submit(read)
            yield piece


def owes_the_taste(
    store: HistoryStore, listener_id: ListenerId, *, half_life_days: float, clock: Clock = system_clock
) -> bool:
    """Return whether there are plays that the listener's taste has not been told of and that still count."""
    return bool(_plays_to_tell(store, listener_id, half_life_days, clock, 1))


def tell_the_taste(
    store: HistoryStore,
    listener_id: ListenerId,
    publish: Callable[[list[ActivityEvent]], None],
    *,
    half_life_days: float,
    clock: Clock = system_clock,
) -> int:
    """Send the plays that the taste has not been told of through the stream, oldest first; return how many.

    The worker is the one writer of a taste, so nothing it does meanwhile is lost. A play is noted as told after Kafka
    has it; if that fails in between, the same event goes out again under the same id.
    """
    n = 0
    while owed := _plays_to_tell(store, listener_id, half_life_days, clock, EVENTS_PER_READ):
        for plays in batches(owed, EVENTS_PER_MESSAGE):
            publish([taste_event(play, listener_id) for play in plays])
            store.mark_told(plays)
            n += len(plays)
    return n


def _plays_to_tell(
    store: HistoryStore, listener_id: ListenerId, half_life_days: float, clock: Clock, n: int
) -> Sequence[StoredPlay]:
    """Return the oldest of what is owed; a play that is still to come, of a wrong clock, tells of nothing."""
    until = clock() + MAX_AHEAD
    newest = store.newest(listener_id, until)
    if newest is None:
        return ()
    return store.owed(listener_id, newest - timedelta(days=WORTH_HALF_LIVES * half_life_days), until, n)

"""Listening histories into the store, and what the taste must know of them into the stream."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from etl.tables.history_files import HistoryFile
from etl.tables.history_rows import BadRow, NoMusic
from infra.stores.batches import batches
from recommender.ports import HistoryStore
from recommender.prediction.streams.importing import WORTH_HALF_LIVES, SongMatcher, taste_event
from recommender.prediction.streams.records import Play
from recommender.records import ActivityEvent, ListenerId

PLAYS_PER_WRITE = 5_000
EVENTS_PER_MESSAGE = 100
"""Fewer than the events a taste remembers: what is told twice after a crash is then folded once."""
SHOWN_BAD_ROWS = 20


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
    rematched: int = 0
    """Plays of earlier imports that the catalogue has by now."""
    examples: list[tuple[Path, BadRow]] = field(default_factory=list)
    """The first bad rows."""
    forms: Counter[str] = field(default_factory=Counter)


def import_histories(
    files: Iterable[HistoryFile],
    store: HistoryStore,
    matcher: SongMatcher,
    listener_id: ListenerId,
    *,
    advance: Callable[[ImportSummary], None] = lambda _: None,
) -> ImportSummary:
    """Keep the plays of all files; those that are kept already are passed over, so an import may be run again."""
    summary = ImportSummary()
    for file in files:
        summary.forms[file.form.name] += 1
        for plays in batches(_plays(file, summary), PLAYS_PER_WRITE):
            stored = [matcher.stored(play, listener_id) for play in plays]
            new = store.put_many(listener_id, stored)
            summary.new += new
            summary.known += len(stored) - new
            summary.unmatched += sum(each.track_id is None for each in stored)
            advance(summary)
    summary.rematched = store.match(listener_id, matcher.found_among(store.unmatched(listener_id)))
    return summary


def _plays(file: HistoryFile, summary: ImportSummary) -> Iterator[Play]:
    for row in file.rows():
        summary.rows += 1
        if isinstance(row, Play):
            yield row
        elif isinstance(row, NoMusic):
            summary.no_music += 1
        else:
            summary.bad += 1
            if len(summary.examples) < SHOWN_BAD_ROWS:
                summary.examples.append((file.path, row))


def owes_the_taste(store: HistoryStore, listener_id: ListenerId, *, half_life_days: float) -> bool:
    """Return whether there are plays that the listener's taste has not been told of and that still count."""
    newest = store.newest(listener_id)
    if newest is None:
        return False
    since = newest - timedelta(days=WORTH_HALF_LIVES * half_life_days)
    return bool(store.owed(listener_id, since, 1))


def tell_the_taste(
    store: HistoryStore,
    listener_id: ListenerId,
    publish: Callable[[list[ActivityEvent]], None],
    *,
    half_life_days: float,
) -> int:
    """Send the plays that the taste has not been told of through the stream, oldest first; return how many.

    The worker is the one writer of a taste, so nothing it does meanwhile is lost. A play is noted as told after Kafka
    has it; if that fails in between, the same event goes out again under the same id.
    """
    newest = store.newest(listener_id)
    if newest is None:
        return 0
    since = newest - timedelta(days=WORTH_HALF_LIVES * half_life_days)
    n = 0
    while owed := store.owed(listener_id, since, EVENTS_PER_MESSAGE):
        publish([taste_event(each, listener_id) for each in owed])
        store.told(owed)
        n += len(owed)
    return n

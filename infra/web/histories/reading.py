"""One sent history from its file to the end: imported or only looked at, and told of while it goes on."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from etl.histories.files import HistoryFile, open_histories
from infra.jobs.import_history import ImportedPlays, ImportSummary, import_histories, owes_the_taste, tell_the_taste
from recommender.clock import Clock
from recommender.errors import SegueError, describe
from recommender.listening.history.imports import (
    MAX_SHOWN_REASONS,
    MAX_SHOWN_SONGS,
    HistoryImport,
    ImportStore,
    UnmatchedSong,
)
from recommender.prediction.ports import HistoryStore
from recommender.prediction.streams.importing import SongMatcher
from recommender.prediction.streams.records import StoredPlay
from recommender.records import ActivityEvent, ListenerId, TrackId

TOO_LARGE = "it needs more memory than an import may take; split it, or import it with `segue import history`"


@dataclass(frozen=True, kw_only=True)
class HistoryParts:
    """What an import works on."""

    histories: HistoryStore
    imports: ImportStore
    matcher: Callable[[], SongMatcher]
    publish: Callable[[list[ActivityEvent]], None]
    half_life_days: float
    clock: Clock


def carry_out(one: HistoryImport, path: Path, parts: HistoryParts) -> None:
    """Import the file, or look at it, and tell of it until it has ended; every error is told as the reason.

    An import that counts as failed already, because nothing was heard of it, goes no further.
    """
    told = _Told(one, parts)
    with suppress(_Ended):
        try:
            told.tell(state="reading")
            _read(told, path, parts)
        except SegueError as error:
            told.tell(state="failed", reason=_without_folder(describe(error), path))
        except MemoryError:
            told.tell(state="failed", reason=f"{path.name}: {TOO_LARGE}")


class _Ended(Exception):
    """The import has ended meanwhile."""


class _Told:
    """How far one import is, kept as it goes on."""

    def __init__(self, one: HistoryImport, parts: HistoryParts) -> None:
        self.one = one
        self._parts = parts

    def tell(self, **fields: object) -> None:
        self.one = replace(self.one, told_at=self._parts.clock(), **fields)
        if not self._parts.imports.tell(self.one):
            raise _Ended

    def figures(self, **fields: object) -> None:
        self.tell(figures=replace(self.one.figures, **fields))


def _read(told: _Told, path: Path, parts: HistoryParts) -> None:
    one, aside = told.one, list[str]()
    files = open_histories([path], left_aside=aside.append, clock=parts.clock)
    told.figures(
        about_n_rows=sum(file.about_n_rows for file in files),
        left_aside=tuple(_without_folder(reason, path) for reason in aside[:MAX_SHOWN_REASONS]),
    )
    store: ImportedPlays = _LookedAt(parts.histories) if one.dry_run else parts.histories
    summary = _import(told, files, store, parts.matcher(), path)
    told.figures(**_figures_of(summary, path))
    if not one.dry_run:
        told.figures(told=_tell_taste(one.listener_id, parts))
    told.tell(state="done")


def _import(
    told: _Told, files: Sequence[HistoryFile], store: ImportedPlays, matcher: SongMatcher, path: Path
) -> ImportSummary:
    return import_histories(
        files,
        store,
        matcher,
        told.one.listener_id,
        advance=lambda summary: told.figures(**_figures_of(summary, path)),
    )


def _tell_taste(listener_id: ListenerId, parts: HistoryParts) -> int:
    days = parts.half_life_days
    if not owes_the_taste(parts.histories, listener_id, half_life_days=days, clock=parts.clock):
        return 0
    return tell_the_taste(parts.histories, listener_id, parts.publish, half_life_days=days, clock=parts.clock)


def _figures_of(summary: ImportSummary, path: Path) -> dict[str, object]:
    """Return what the summary tells of `ImportFigures`."""
    fields = ("rows", "new", "known", "unmatched", "no_music", "bad", "rematched", "first_at", "last_at")
    shown_bad = summary.examples[:MAX_SHOWN_REASONS]
    return {
        **{name: getattr(summary, name) for name in fields},
        "forms": tuple(summary.forms),
        "unmatched_songs": tuple(UnmatchedSong(*names) for names in [*summary.unmatched_songs][:MAX_SHOWN_SONGS]),
        "bad_rows": tuple(_without_folder(f"{file}, row {bad.row}: {bad.reason}", path) for file, bad in shown_bad),
    }


def _without_folder(text: str, path: Path) -> str:
    """Return a text about a file as its sender calls it: where it lies here is nobody's to know."""
    return text.replace(f"{path.parent}/", "")


@dataclass(frozen=True)
class _LookedAt:
    """A store of histories that tells what an import would do, and keeps nothing."""

    store: HistoryStore
    seen: set[bytes] = field(default_factory=set)

    def put_many(self, _listener_id: ListenerId, plays: Sequence[StoredPlay]) -> int:
        """Return how many of the plays are kept nowhere and were not seen before."""
        ids = {play.play_id for play in plays} - self.seen - self.store.known_among(plays)
        self.seen.update(ids)
        return len(ids)

    def unmatched(self, _listener_id: ListenerId) -> Sequence[tuple[str, str]]:
        """Return no songs: none is looked up again."""
        return ()

    def match(self, _listener_id: ListenerId, _tracks: Mapping[tuple[str, str], TrackId]) -> int:
        """Match nothing."""
        return 0

"""Imports of a listening history that a listener sent: how far each is, and what came of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Literal, Protocol

from msgspec import Struct
from msgspec.structs import replace

from recommender.errors import SegueError
from recommender.records import AwareTime, ListenerId

ABANDONED_AFTER: Final = timedelta(seconds=60)
"""An import that told nothing for so long has lost its process."""
INTERRUPTED: Final = "the player was stopped meanwhile; what was stored stays and counts once, so try again"
MAX_SHOWN_SONGS: Final = 20
MAX_SHOWN_REASONS: Final = 5


class ImportUnderWay(SegueError):
    """The listener has another import that has not ended yet."""

    def __init__(self) -> None:
        super().__init__("another of your imports is under way; send the next when that is done")


class UnmatchedSong(Struct, frozen=True):
    """A song that the catalogue does not have."""

    title: str
    artist: str


class ImportFigures(Struct, frozen=True, kw_only=True):
    """What was read up to now, and what became of it."""

    rows: int = 0
    about_n_rows: int = 0
    """How many there are in all, about; 0 before the file was opened."""
    forms: tuple[str, ...] = ()
    """Which exports they are of."""
    new: int = 0
    known: int = 0
    """Plays that were kept before, or stand in the file twice."""
    unmatched: int = 0
    """Of new and known: those of songs that the catalogue does not have."""
    unmatched_songs: tuple[UnmatchedSong, ...] = ()
    """The first of them."""
    no_music: int = 0
    bad: int = 0
    bad_rows: tuple[str, ...] = ()
    """The first of them, with what is wrong."""
    left_aside: tuple[str, ...] = ()
    """The first files in a zip that are no history, each with its reason."""
    first_at: AwareTime | None = None
    last_at: AwareTime | None = None
    rematched: int = 0
    """Plays of earlier imports that the catalogue has by now."""
    told: int = 0
    """Plays that were sent to the taste."""


class HistoryImport(Struct, frozen=True, kw_only=True):
    """One file that a listener sent."""

    import_id: str
    listener_id: ListenerId
    name: str
    """The file's name as it was sent."""
    dry_run: bool
    """Whether it is only looked at."""
    sent_at: AwareTime
    told_at: AwareTime
    """When its process last said something."""
    state: Literal["waiting", "reading", "done", "failed"] = "waiting"
    reason: str = ""
    """Why it failed, and what to do."""
    figures: ImportFigures = ImportFigures()

    @property
    def is_open(self) -> bool:
        """Whether something is still to come."""
        return self.state in ("waiting", "reading")


def as_of(one: HistoryImport, now: datetime) -> HistoryImport:
    """Return the import as it is now: one whose process fell silent has failed."""
    if one.is_open and now - one.told_at > ABANDONED_AFTER:
        return replace(one, state="failed", reason=INTERRUPTED)
    return one


class ImportStore(Protocol):
    """Where imports are told of; those of a listener one at a time."""

    def start(self, one: HistoryImport) -> None:
        """Keep a new import; raise `ImportUnderWay` while another of the listener is open at `one.sent_at`."""

    def tell(self, one: HistoryImport) -> bool:
        """Keep how far an open import is; return False, and change nothing, when it has ended."""

    def beat(self, import_id: str, now: datetime) -> None:
        """Note that the process of an open import is there."""

    def of_listener(self, listener_id: ListenerId, now: datetime) -> Sequence[HistoryImport]:
        """Return the listener's imports as they are now, newest first."""

    def find(self, import_id: str, now: datetime) -> HistoryImport | None:
        """Return an import as it is now."""


class HistoryImports(Protocol):
    """Takes files in, and has them imported where that holds up nobody else."""

    def arrival_folder(self, n_bytes: int) -> Path:
        """Return where a file of this size is written while it arrives; raise `ServerUnavailable` without room."""

    def begin(self, listener_id: ListenerId, arrived: Path, name: str, *, dry_run: bool) -> HistoryImport:
        """Have a file that has arrived imported; raise `ImportUnderWay` while another of the listener is."""

    def of_listener(self, listener_id: ListenerId) -> Sequence[HistoryImport]:
        """Return the listener's imports, newest first."""

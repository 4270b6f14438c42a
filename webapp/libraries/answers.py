"""What is asked and answered about libraries."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from recommender.catalogue.libraries.records import MAX_NAME
from recommender.catalogue.libraries.scans import ScanOrigin, ScanState
from recommender.records import ListenerId, TrackId
from webapp.api.paging import MAX_LIMIT, PageQuery

MAX_PATH = 4_096
Name = Annotated[str, Meta(max_length=MAX_NAME)]


class ScanAnswer(Struct, frozen=True, kw_only=True):
    """One look through a library's folder."""

    scan_id: str
    library_id: str
    asked_by: ScanOrigin
    asked_at: datetime
    state: ScanState
    retry_rejected: bool
    is_to_stop: bool
    """Whether somebody has stopped it, and it has not heard of that yet."""
    is_rest: bool
    """Whether it goes on with an analysis that was put off, of tracks that are listed."""
    n_found: int
    n_to_open: int
    """New, changed or tried again; the other files found are known and unchanged."""
    n_opened: int
    n_done: int
    n_rejected: int
    n_to_analyse: int
    """Tracks that are listed, and can be played, and were not analysed yet when the scan came to them."""
    n_analysed: int
    """Of those to analyse: dealt with; 0 until every file is opened."""
    n_new: int
    """Tracks that were analysed."""
    n_missing: int
    waits_s: float
    """How long it has waited, until now."""
    rate_per_s: float | None
    """Files opened, or tracks analysed, a second, whichever goes on; null before that can be told."""
    left_s: float | None
    """What the rest of it may take; null before that can be told."""
    began: datetime | None
    ended: datetime | None
    message: str
    """Why it failed or was stopped."""


class ScansAnswer(Struct, frozen=True, kw_only=True):
    """Scans that wait and run, and the newest that are over; the one asked for last first."""

    items: tuple[ScanAnswer, ...]


class LibraryAnswer(Struct, frozen=True, kw_only=True):
    """One folder of music."""

    library_id: str
    name: str
    path: str
    """On the machine that runs segue."""
    is_watched: bool
    visible_to: tuple[ListenerId, ...] | None
    """Accounts that see it, beside the admins; None: everybody."""
    added_at: datetime
    n_tracks: int
    n_missing: int
    n_rejected: int
    last_scan: ScanAnswer | None
    """The one that ended last."""


class LibrariesAnswer(Struct, frozen=True, kw_only=True):
    """Every library by name."""

    items: tuple[LibraryAnswer, ...]
    has_music_outside: bool
    """Whether any track lies in none of them."""


class AddLibraryQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """A folder that is to be a library."""

    path: Annotated[str, Meta(min_length=1, max_length=MAX_PATH)]
    name: Name = ""
    """Empty: the folder's."""
    is_everybodys: bool = True
    """False: only admins see it until they choose who does."""


class ChangeLibraryQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to change; what is not given stays."""

    name: Name | None = None
    is_watched: bool | None = None


class AskScanQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """How to scan."""

    retry_rejected: bool = False


class RejectedQuery(PageQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page of the files that were kept aside."""

    library: Annotated[str, Meta(max_length=64)] | None = None
    """Id of the one whose files are wanted."""


class RejectedAnswer(Struct, frozen=True, kw_only=True):
    """A file that was kept aside."""

    track_id: TrackId
    library_id: str
    """Empty: in no library, so that no scan looks at it again."""
    path: str
    """Below the library's folder."""
    reason: str
    detail: str
    advice: str
    """What to do about it."""


class RejectedPage(Struct, frozen=True, kw_only=True):
    """A page of rejected files."""

    items: tuple[RejectedAnswer, ...]
    next_cursor: str | None
    total: int


class RetryQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """Which rejected files are to be tried again: some, or all."""

    track_ids: Annotated[tuple[TrackId, ...], Meta(max_length=MAX_LIMIT)] = ()
    all: bool = False


class RetryAnswer(Struct, frozen=True, kw_only=True):
    """What will be tried again."""

    n_files: int
    n_outside: int
    """Files in no library, which no scan looks at."""

"""What the API says of the listening histories that a listener sent."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from webapp.api.answers import Share


class ImportQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether the history is to be kept."""

    dry_run: bool = True
    """`false` imports it; otherwise it is only looked at, and nothing is kept."""


class UnmatchedSongAnswer(Struct, frozen=True, kw_only=True):
    """A song that the library does not have."""

    title: str
    artist: str


class HistoryImportAnswer(Struct, frozen=True, kw_only=True):
    """One file that was sent, how far it is, and what came of it."""

    import_id: str
    name: str
    """The file's name."""
    dry_run: bool
    state: Literal["waiting", "reading", "done", "failed"]
    reason: str
    """Why it failed, and what to do."""
    sent_at: datetime
    share: Share | None
    """How much of the file was read, about; null before it was opened."""
    forms: tuple[str, ...]
    """Which exports it holds, such as `Spotify, extended`."""
    plays: int
    """What was read up to now."""
    new: int
    """Plays that are kept, or would be."""
    known: int
    """Plays that were kept before, or stand in the file twice."""
    matched: int
    """Plays of tracks that the library has."""
    unmatched: int
    """Plays kept by their names only."""
    unmatched_songs: tuple[UnmatchedSongAnswer, ...]
    """The first 20."""
    no_music: int
    """Rows that are podcasts, books or videos."""
    bad: int
    """Rows that cannot be used."""
    bad_rows: tuple[str, ...]
    """The first of them, with what is wrong."""
    left_aside: tuple[str, ...]
    """The first files in a zip that are no history, with the reason."""
    first_at: datetime | None
    last_at: datetime | None
    rematched: int
    """Plays of earlier imports that the library has by now."""
    told: int
    """Plays that were sent to the taste."""


class HistoryImportsAnswer(Struct, frozen=True, kw_only=True):
    """The newest imports first."""

    limit_bytes: int
    """A larger file is refused."""
    items: tuple[HistoryImportAnswer, ...]

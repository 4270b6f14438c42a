"""What a table of releases says, whoever wrote it."""

from dataclasses import dataclass

from msgspec import Struct


class Release(Struct, frozen=True, kw_only=True):
    """One row of a table: a release, a track of one, or the count of a year."""

    artist: str
    year: int
    title: str = ""
    """Rows of one artist with the same title are one release, of the earliest year; empty titles are never the same."""
    month: int | None = None
    n: int = 1
    """How many releases the row stands for; 1 unless the table holds counts."""


@dataclass(frozen=True, kw_only=True)
class ReleaseTable:
    """Every usable row, and what the rows are."""

    releases: tuple[Release, ...]
    release_is: str
    """What counts as a release here, in words."""
    last_complete_year: int
    """Later years are not in the table to their end; they neither train nor test."""
    notes: tuple[str, ...] = ()
    """What was left out, in sentences."""

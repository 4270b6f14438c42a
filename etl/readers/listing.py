"""What a catalogue reader finds: files that may be music, things that cannot be, and what there was to note."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from etl.tags.tags import Tags
from recommender.records import TrackId


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A file that says by its name or its catalogue that it is music; nobody has opened it yet."""

    url: str
    size: int
    mtime_ns: int
    ctime_ns: int = 0
    cover: str = ""
    """`file://` URL of the picture in its folder, or empty."""
    described_by: str = ""
    """Digest of what describes it besides itself; when that changes, it is described anew."""
    track_id: TrackId | None = None
    """Given by the catalogue; None: the hash of its audio stream."""
    tags: Tags | None = None
    """What the catalogue says; stronger than the file's own tags."""


@dataclass(frozen=True, slots=True)
class NotAFile:
    """Something named like music that cannot be read as a file at all."""

    url: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Everything a reader found, by the names alone."""

    files: tuple[FoundFile, ...]
    rejected: tuple[NotAFile, ...] = ()
    root: str = ""
    """URL prefix below which every known file should have been found; those that were not are missing."""
    absent: tuple[str, ...] = ()
    """URLs that the catalogue names and that do not exist."""
    notes: Mapping[str, int] = field(default_factory=dict)
    """Counts worth telling, such as `rows without audio`."""
    remarks: tuple[str, ...] = ()
    """Single findings worth telling, such as a bad row with its line number."""

"""What earlier runs saw of each file, so that a file that did not change is not even opened."""

from collections.abc import Iterable, Iterator
from typing import Literal, Protocol

from msgspec import Struct

from recommender.records import TrackId

FileState = Literal["present", "missing", "rejected"]


class KnownFile(Struct, frozen=True, kw_only=True):
    """One file as it was when it was last looked into."""

    url: str
    """The `file://` URI; identity of the record."""
    size: int
    """Bytes."""
    mtime_ns: int
    """Time of the last change, nanoseconds since 1970."""
    ctime_ns: int = 0
    """Time of the last change of content, name or mode, which no tagger can set back; 0: not known, look again."""
    described_by: str = ""
    """Digest of what describes the track besides the file itself: its catalogue row, the picture beside it."""
    tags_revision: int = 0
    """Of the reader that read its tags (`etl.tags.file_tags.READER_REVISION`); 0: from before it was kept."""
    track_id: TrackId
    state: FileState = "present"


class FileLedger(Protocol):
    """Where the known files are kept between runs."""

    def under(self, prefix: str) -> Iterator[KnownFile]:
        """Yield the known files whose URL starts with `prefix`, in order of URL."""

    def named(self, urls: Iterable[str]) -> Iterator[KnownFile]:
        """Yield those of the files that are known."""

    def of_tracks(self, track_ids: Iterable[TrackId]) -> Iterator[KnownFile]:
        """Yield the known files, in any folder, that hold the audio of these tracks."""

    def put_many(self, files: Iterable[KnownFile]) -> None:
        """Insert or replace each file by its URL; durable when it returns."""

    def forget(self, urls: Iterable[str]) -> None:
        """Drop the records of these files; unknown ones are no error."""

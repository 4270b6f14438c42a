"""What is known of a library's files, as pages show it."""

from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol

from recommender.catalogue.libraries.records import Library
from recommender.records import TrackId


class LibraryCounts(NamedTuple):
    """How much music a library holds."""

    n_tracks: int = 0
    n_missing: int = 0
    """Tracks whose file is gone, here."""
    n_rejected: int = 0
    """Files that are no music as they are."""


class RejectedFile(NamedTuple):
    """A file that was kept aside."""

    track_id: TrackId
    """Identity of its entry in the catalogue."""
    url: str
    path: str
    """For people: below the library's folder, whole where it is in no library."""
    library_id: str
    """Empty: in no library."""
    reason: str
    detail: str
    advice: str
    """What to do about it."""


class LibraryFiles(Protocol):
    """What earlier scans have found."""

    def counts(self, library: Library) -> LibraryCounts:
        """Return how much lies in the library's folder."""

    def has_music_outside(self, libraries: Collection[Library]) -> bool:
        """Return whether any track lies in none of the libraries."""

    def rejected(self, libraries: Collection[Library]) -> Sequence[RejectedFile]:
        """Return the files that were kept aside, by path."""

    def look_again(self, urls: Collection[str]) -> None:
        """Have the next scan open these files, although they have not changed."""

    def path_of(self, library: Library) -> str:
        """Return the folder's path for people."""

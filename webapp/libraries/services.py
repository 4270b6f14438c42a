"""What the web needs for libraries; infra hands it in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from recommender.catalogue.libraries.files import LibraryFiles
from recommender.catalogue.libraries.records import Library, LibraryStore
from recommender.catalogue.libraries.scans import ScanStore


class AddFolder(Protocol):
    """Makes a library of a folder of this machine, by its path and a name that may be empty; raises `BadInput`."""

    def __call__(self, path: str, name: str, *, is_everybodys: bool) -> Library:
        """Return the new library; one that is not everybody's is seen by admins only."""


@dataclass(frozen=True, kw_only=True)
class FolderServices:
    """The ports of libraries. Each is called from many greenlets and must not block the process."""

    libraries: LibraryStore
    scans: ScanStore
    files: LibraryFiles
    add: AddFolder
    remove: Callable[[Library], int]
    """Forgets a library and returns how many tracks are missing now; raises `BeingScanned`."""

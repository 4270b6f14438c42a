"""The web's ports of libraries, over stores in memory; folders are looked at as they are."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from infra.jobs.libraries import add_folder
from recommender.catalogue.libraries.records import Library
from recommender.catalogue.libraries.scans import require_idle
from tests.contracts.fakes.libraries import MemoryLibraryStore
from tests.contracts.fakes.library_files import MemoryLibraryFiles
from tests.contracts.fakes.scans import MemoryScanStore
from webapp.libraries.services import FolderServices


@dataclass
class MadeFolders:
    """What a test can look at and change."""

    now: datetime
    libraries: MemoryLibraryStore = field(default_factory=MemoryLibraryStore)
    scans: MemoryScanStore = field(default_factory=MemoryScanStore)
    files: MemoryLibraryFiles = field(default_factory=MemoryLibraryFiles)

    def services(self) -> FolderServices:
        """Return the ports."""
        return FolderServices(
            libraries=self.libraries, scans=self.scans, files=self.files, add=self._add, remove=self._remove
        )

    def _add(self, path: str, name: str, *, is_everybodys: bool) -> Library:
        visible_to = None if is_everybodys else ()
        return add_folder(Path(path), self.libraries, self.now, name=name, visible_to=visible_to)

    def _remove(self, library: Library) -> int:
        require_idle(library.library_id, self.scans.all())
        self.libraries.delete(library.library_id)
        self.scans.forget(library.library_id)
        gone = {url for url in self.files.tracks if url.startswith(library.folder)}
        self.files.tracks -= gone
        return len(gone)

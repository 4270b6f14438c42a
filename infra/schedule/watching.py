"""Keeps a watch on the folder of every library that wants one, and asks for a scan when one has changed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import structlog

from etl.locations import file_path
from infra.schedule.folder_watch import FolderWatch, identity_of
from recommender.catalogue.libraries.records import LibraryStore
from recommender.catalogue.libraries.scans import QUIET, ScanStore
from recommender.clock import Clock

LOOK_EVERY_S = 5.0
"""How often it is asked which libraries there are, and whether their folders are still the same."""
_log = structlog.get_logger(__name__)


@dataclass(kw_only=True)
class LibraryWatches:
    """The watches of this scheduler."""

    libraries: LibraryStore
    scans: ScanStore
    clock: Clock
    polls: bool = False
    """Whether folders are polled: some network folders say nothing of their changes."""
    quiet: timedelta = QUIET
    open_watch: Callable[..., FolderWatch] = FolderWatch
    _watches: dict[str, FolderWatch] = field(default_factory=dict)
    """By library."""
    _away: set[str] = field(default_factory=set)

    def look(self) -> None:
        """Begin and end watches so that they fit the libraries there are.

        What changed before a watch began nobody has seen, so its library is scanned.
        """
        wanted = {one.library_id: file_path(one.folder) for one in self.libraries.all() if one.is_watched}
        for library_id, watch in list(self._watches.items()):
            folder = wanted.get(library_id)
            if folder is None or watch.is_over or identity_of(folder) != watch.identity:
                watch.end()
                del self._watches[library_id]
        for library_id, folder in wanted.items():
            if library_id not in self._watches:
                self._begin(library_id, folder)
        self._away &= wanted.keys()

    def end(self) -> None:
        """End every watch."""
        for watch in self._watches.values():
            watch.end()
        self._watches.clear()

    def _begin(self, library_id: str, folder: Path) -> None:
        if identity_of(folder) is None:
            if library_id not in self._away:
                _log.warning("library_folder_away", folder=str(folder))
            self._away.add(library_id)
            return
        self._away.discard(library_id)
        self._ask(library_id)
        watch = self.open_watch(
            folder, lambda: self._ask(library_id), clock=self.clock, polls=self.polls, quiet=self.quiet
        )
        watch.start()
        self._watches[library_id] = watch

    def _ask(self, library_id: str) -> None:
        self.scans.ask(library_id, asked_by="watch", now=self.clock())

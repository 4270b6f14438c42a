"""Keeps the catalogue of the web process current."""

import gc
from dataclasses import dataclass, field
from time import monotonic

import structlog

from recommender.catalogue.libraries.views import CatalogueViews
from recommender.catalogue.libraries.visibility import LiveVisibility
from recommender.catalogue.live import LiveCatalogue
from recommender.errors import SegueError, describe

_REST_PER_WORK = 5.0
_log = structlog.get_logger(__name__)


@dataclass
class CatalogueKeeper:
    """Reads the catalogue again when it has changed, and remembers why it could not."""

    catalogue: LiveCatalogue
    views: CatalogueViews
    visibility: LiveVisibility
    trouble: str = field(default="the catalogue has not been read yet")
    _rest_until: float = 0.0

    def refresh(self) -> None:
        """Look once; after a rebuild that took long, only when it has rested: ingesting changes it all the time."""
        began = monotonic()
        if began < self._rest_until:
            return
        try:
            vanished = self.visibility.vanished()
            has_changed = self.catalogue.refresh()
            self.visibility.release(vanished)  # their tracks were missing before they vanished
            if has_changed:
                current = self.catalogue.current()
                self.views.refresh()
                self._rest_until = monotonic() + _REST_PER_WORK * (monotonic() - began)
                gc.freeze()  # a collection that walks over every track would hold up the sockets
                _log.info("catalogue_in_use", revision=current.revision, n_tracks=len(current))
            self.trouble = "" if len(self.catalogue.current()) else "no tracks yet; run `segue ingest PATH`"
        except SegueError as error:
            self.trouble = describe(error)
            _log.warning("catalogue_not_read", why=str(error))

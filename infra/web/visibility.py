"""Who sees which library in the web process: the ports of libraries, and what the engine of picks is told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pymongo.database import Database

from infra.stores.libraries import MongoLibraryStore
from infra.web.real_threads import in_real_thread
from infra.workers.engine import live_visibility
from recommender.catalogue.libraries.views import CatalogueViews
from recommender.catalogue.libraries.visibility import LiveVisibility
from recommender.catalogue.live import LiveCatalogue
from recommender.listening.hidden_rows import HiddenRows
from recommender.records import ListenerId
from webapp.visibility.services import LibraryServices


@dataclass(frozen=True)
class WebLibraries:
    """What changes while the process serves, and who hears of it."""

    visibility: LiveVisibility
    views: CatalogueViews
    rows: HiddenRows

    @classmethod
    def of(cls, database: Database[dict[str, Any]], catalogue: LiveCatalogue) -> "WebLibraries":
        """Return them, not yet read."""
        visibility = live_visibility(database, keeps_vanished=True)
        views = CatalogueViews(catalogue.current, visibility.current, in_thread=in_real_thread)

        def hidden_from(listener_id: ListenerId) -> frozenset[str]:
            return visibility.current().hidden_from(listener_id)

        return cls(visibility, views, HiddenRows(hidden_from, lambda hidden: views.of(hidden).positions))

    def look(self, tell: Callable[[], None]) -> None:
        """Look whether who sees what has changed, and call `tell` when it has."""
        if self.visibility.refresh():
            tell()

    def services(self, database: Database[dict[str, Any]], tell: Callable[[], None]) -> LibraryServices:
        """Return the ports; `tell` is called when who sees what has changed."""
        return LibraryServices(
            store=MongoLibraryStore(database),
            visibility=self.visibility.current,
            views=self.views.of,
            look_now=lambda: self.look(tell),
        )

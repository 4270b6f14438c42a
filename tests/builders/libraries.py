"""Libraries of made-up folders, and who sees them."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from recommender.accounts.roles import Role
from recommender.catalogue.libraries.records import Library
from recommender.catalogue.libraries.views import CatalogueViews
from recommender.catalogue.libraries.visibility import Visibility
from recommender.catalogue.snapshot import Catalogue
from recommender.records import ListenerId
from tests.contracts.fakes.libraries import MemoryLibraryStore
from webapp.visibility.services import LibraryServices


def library(name: str, *visible_to: str, is_everybodys: bool = False, folder: str = "") -> Library:
    """Return the library `name` of the folder /name, visible to these accounts only unless it is everybody's."""
    return Library(
        library_id=name,
        name=name.title(),
        folder=folder or f"file:///{name}/",
        visible_to=None if is_everybodys else tuple(map(ListenerId, visible_to)),
        added_at=datetime(2026, 1, 5, tzinfo=UTC),
    )


def visibility(*libraries: Library, **roles: Role) -> Visibility:
    """Return who sees these libraries; names of accounts with their roles."""
    return Visibility(libraries, {ListenerId(name): role for name, role in roles.items()})


def made_libraries(
    whole: Callable[[], Catalogue],
    store: MemoryLibraryStore | None = None,
    roles: Callable[[], Mapping[ListenerId, Role]] = dict,
) -> LibraryServices:
    """Return the ports, of a store in memory; changes act at once."""
    known = store or MemoryLibraryStore()

    def seen() -> Visibility:
        return Visibility(known.all(), dict(roles()))

    return LibraryServices(store=known, visibility=seen, views=CatalogueViews(whole, seen).of, look_now=lambda: None)

"""What the web needs of libraries; infra hands it in."""

from collections.abc import Callable
from dataclasses import dataclass

from recommender.catalogue.libraries.records import LibraryStore
from recommender.catalogue.libraries.visibility import Visibility
from recommender.catalogue.snapshot import Catalogue


@dataclass(frozen=True, kw_only=True)
class LibraryServices:
    """The ports of libraries."""

    store: LibraryStore
    visibility: Callable[[], Visibility]
    """Who sees which, as of a moment ago."""
    views: Callable[[frozenset[str]], Catalogue]
    """Returns the catalogue without these libraries; with none hidden the whole one."""
    look_now: Callable[[], object]
    """Has this process know at once that who sees what has changed; others find out by themselves."""

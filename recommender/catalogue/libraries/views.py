"""The catalogue as those see it from whom some libraries are hidden."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from itertools import compress
from threading import Lock
from typing import Generic, TypeVar

import structlog

from recommender.catalogue.building import build_catalogue
from recommender.catalogue.libraries.records import Library, visible_urls
from recommender.catalogue.libraries.visibility import Visibility
from recommender.catalogue.live import InThread
from recommender.catalogue.snapshot import Catalogue

MAX_VIEWS = 32
"""Sets of hidden libraries whose catalogues are kept beside the whole one; each takes about as much memory as that."""
Made = TypeVar("Made")
_log = structlog.get_logger(__name__)


def without(catalogue: Catalogue, libraries: tuple[Library, ...], hidden: frozenset[str]) -> Catalogue:
    """Return the catalogue without the tracks of the hidden libraries, given by id; the same one when none is.

    The tracks themselves are shared. It is built anew, so that no count, order or name tells what is not there.
    """
    if not hidden:
        return catalogue
    is_seen = visible_urls((track.url for track in catalogue.tracks), libraries, hidden)
    places = sorted((library.library_id, library.folder) for library in libraries)
    name = blake2b(repr((sorted(hidden), places)).encode(), digest_size=6).hexdigest()
    seen = build_catalogue(compress(catalogue.tracks, is_seen), revision=f"{catalogue.revision}-{name}")
    return replace(seen, hidden=hidden)


@dataclass(frozen=True)
class _View:
    whole: Catalogue
    libraries: tuple[Library, ...]
    catalogue: Catalogue


class CatalogueViews:
    """Keeps the catalogue of each set of hidden libraries, made when somebody asks who sees no more than that."""

    def __init__(
        self,
        whole: Callable[[], Catalogue],
        visibility: Callable[[], Visibility],
        *,
        in_thread: InThread = lambda build: build(),
    ) -> None:
        self._whole = whole
        self._visibility = visibility
        self._in_thread = in_thread
        self._known: OrderedDict[frozenset[str], _View] = OrderedDict()
        self._asked: set[frozenset[str]] = set()
        self._one_at_a_time = Lock()

    def of(self, hidden: frozenset[str]) -> Catalogue:
        """Return the catalogue without these libraries; who asks first after a change waits until it is built.

        While a newer one is built for the same libraries, the others go on with the older one.
        """
        if not hidden:
            return self._whole()
        self._asked.add(hidden)
        known = self._known.get(hidden)
        is_good = known is not None and known.libraries == self._visibility().libraries
        if known is not None and is_good and (known.whole is self._whole() or self._one_at_a_time.locked()):
            return known.catalogue
        with self._one_at_a_time:
            return self._newest(hidden)

    def refresh(self) -> None:
        """Build what was asked for since the last time, after the whole catalogue has changed, so that nobody waits."""
        asked, self._asked = self._asked, set()
        for hidden in tuple(self._known):
            if hidden not in asked:
                self._known.pop(hidden, None)
                continue
            with self._one_at_a_time:
                self._newest(hidden)

    def _newest(self, hidden: frozenset[str]) -> Catalogue:
        whole, libraries = self._whole(), self._visibility().libraries
        known = self._known.get(hidden)
        if known is None or known.whole is not whole or known.libraries != libraries:
            known = _View(whole, libraries, self._in_thread(partial(without, whole, libraries, hidden)))
            self._known[hidden] = known
        self._known.move_to_end(hidden)
        while len(self._known) > MAX_VIEWS:
            self._known.popitem(last=False)
            _log.warning("too_many_views", n_kept=MAX_VIEWS, why="more listeners see different libraries than are kept")
        return known.catalogue


class OfEachView(Generic[Made]):
    """Keeps, for each set of hidden libraries, what was worked out of its newest catalogue."""

    def __init__(self) -> None:
        self._known: OrderedDict[frozenset[str], tuple[tuple[object, ...], Made]] = OrderedDict()

    def of(self, catalogue: Catalogue, *others: object, make: Callable[[], Made]) -> Made:
        """Return what `make` made of the catalogue and the others; made again when one of them is another object."""
        known = self._known.get(catalogue.hidden)
        if known is None or not _are_same(known[0], (catalogue, *others)):
            known = self._known[catalogue.hidden] = ((catalogue, *others), make())
        self._known.move_to_end(catalogue.hidden)
        while len(self._known) > MAX_VIEWS + 1:
            self._known.popitem(last=False)
        return known[1]


def _are_same(some: Iterable[object], others: Iterable[object]) -> bool:
    return all(one is other for one, other in zip(some, others, strict=True))

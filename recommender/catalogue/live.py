"""The catalogue that serving reads: rebuilt when the store has changed, swapped by one reference."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Protocol

from recommender.catalogue.building import build_catalogue
from recommender.catalogue.ports import TrackStore
from recommender.catalogue.snapshot import Catalogue
from recommender.records import Track

_BATCH = 200
InThread = Callable[[Callable[[], Catalogue]], Catalogue]
"""Calls a function where it does not hold up the caller's event loop, and returns what it returned."""


class BuildCatalogue(Protocol):
    """Makes the catalogue of tracks."""

    def __call__(self, tracks: Iterable[Track], *, revision: str) -> Catalogue:
        """Return the catalogue of those that are present."""


class LiveCatalogue:
    """Keeps a catalogue current; readers take `current()` once and use it to the end."""

    def __init__(
        self,
        store: TrackStore,
        *,
        in_thread: InThread = lambda build: build(),
        pause: Callable[[], None] = lambda: None,
        build: BuildCatalogue = build_catalogue,
    ) -> None:
        """Start empty; `pause` is called between small batches of reading, to let others run."""
        self._store = store
        self._in_thread = in_thread
        self._pause = pause
        self._build = build
        self._revision: int | None = None
        self._current = build_catalogue((), revision="empty")

    def current(self) -> Catalogue:
        """Return the newest catalogue that was built."""
        return self._current

    @property
    def loaded(self) -> bool:
        """Whether the store has been read at least once."""
        return self._revision is not None

    def refresh(self) -> bool:
        """Rebuild when the store's revision has moved; return whether it had. On an error the old one stays."""
        revision = self._store.revision()
        if revision == self._revision:
            return False
        tracks = tuple(self._read())
        self._current = self._in_thread(partial(self._build, tracks, revision=f"{revision:x}"))
        self._revision = revision
        return True

    def _read(self) -> Iterator[Track]:
        scan = iter(self._store.scan())
        while batch := tuple(islice(scan, _BATCH)):
            yield from (track for track in batch if track.status == "present")
            self._pause()

"""Which tracks lie outside of hidden libraries, for processes that hold no catalogue."""

from collections import OrderedDict
from collections.abc import Callable
from itertools import compress
from time import monotonic
from typing import NamedTuple

import structlog

from recommender.catalogue.libraries.records import Library, visible_urls
from recommender.catalogue.libraries.views import MAX_VIEWS
from recommender.catalogue.libraries.visibility import Visibility
from recommender.catalogue.ports import TrackStore
from recommender.errors import ServerUnavailable
from recommender.records import TrackId

_REST_PER_WORK = 5.0
_log = structlog.get_logger(__name__)


class _Places(NamedTuple):
    revision: int
    track_ids: tuple[TrackId, ...]
    urls: tuple[str, ...]


class LivePlaces:
    """Knows where the tracks are, read when something is first hidden from somebody, and again when they change.

    A track that came since it last looked is nobody's: it is shown when it is known where it is.
    """

    def __init__(
        self, tracks: TrackStore, visibility: Callable[[], Visibility], *, now: Callable[[], float] = monotonic
    ) -> None:
        self._tracks = tracks
        self._visibility = visibility
        self._now = now
        self._rest_until = 0.0
        self._places: _Places | None = None
        self._visible: OrderedDict[frozenset[str], tuple[_Places, tuple[Library, ...], frozenset[TrackId]]]
        self._visible = OrderedDict()

    def refresh(self) -> None:
        """Look whether tracks have changed; after a look that took long, only when it has rested.

        When the database does not answer, what was known stays and the log says so.
        """
        try:
            self._look()
        except ServerUnavailable as error:
            _log.warning("places_not_refreshed", error=str(error))

    def visible(self, hidden: frozenset[str]) -> frozenset[TrackId]:
        """Return the tracks that are in none of these libraries; the same object until something changes."""
        places, libraries = self._places or self._read(), self._visibility().libraries
        known = self._visible.get(hidden)
        if known is None or known[0] is not places or known[1] != libraries:
            is_seen = visible_urls(places.urls, libraries, hidden)
            known = self._visible[hidden] = (places, libraries, frozenset(compress(places.track_ids, is_seen)))
        self._visible.move_to_end(hidden)
        while len(self._visible) > MAX_VIEWS:
            self._visible.popitem(last=False)
        return known[2]

    def _look(self) -> None:
        if not self._visibility().is_restricted:
            self._places = None
            self._visible.clear()
            return
        has_rested = self._now() >= self._rest_until
        if has_rested and (self._places is None or self._places.revision != self._tracks.revision()):
            self._read()

    def _read(self) -> _Places:
        began = self._now()
        revision = self._tracks.revision()
        found = list(self._tracks.places())
        self._places = _Places(revision, tuple(track_id for track_id, _ in found), tuple(url for _, url in found))
        self._rest_until = self._now() + _REST_PER_WORK * (self._now() - began)
        return self._places

"""The play counts a serving process works with, exchanged while it serves."""

from collections.abc import Callable, Mapping

import structlog

from recommender.errors import ServerUnavailable
from recommender.records import TrackId

_log = structlog.get_logger(__name__)


class LiveTrending:
    """Recent plays per track as of the last refresh; one reference, swapped whole."""

    def __init__(self, read: Callable[[], Mapping[TrackId, float]]) -> None:
        self._read = read
        self._counts: Mapping[TrackId, float] = {}

    def current(self) -> Mapping[TrackId, float]:
        """Return the counts; the same object until a refresh finds others."""
        return self._counts

    def refresh(self) -> None:
        """Read the counts anew; when the database does not answer, the old ones stay and the log says so."""
        try:
            counts = self._read()
        except ServerUnavailable as error:
            _log.warning("trending_not_refreshed", error=str(error))
            return
        if counts != self._counts:
            self._counts = counts

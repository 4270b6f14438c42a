"""What listeners heard of each track, kept in memory and brought up to date at each question."""

from collections import OrderedDict
from typing import NamedTuple

from recommender.catalogue.snapshot import Catalogue
from recommender.listening.ports import PlayStore
from recommender.playlists.smart.sources import Heard
from recommender.records import ListenerId

REMEMBERED_LISTENERS = 16
"""A table of 100,000 tracks takes 5 MB."""


class _Known(NamedTuple):
    catalogue_revision: str
    revision: int
    heard: Heard


class LiveHeard:
    """Answers as it is stored; what has not changed since the last question is not read again."""

    def __init__(self, store: PlayStore) -> None:
        self._store = store
        self._known: OrderedDict[ListenerId, _Known] = OrderedDict()

    def of(self, listener_id: ListenerId, catalogue: Catalogue) -> Heard:
        """Return what the listener heard of the tracks of this catalogue."""
        revision = self._store.revision(listener_id)
        known = self._known.get(listener_id)
        # A revision that went back is of counts that were deleted meanwhile.
        if known is None or known.catalogue_revision != catalogue.revision or known.revision > revision:
            known = _Known(catalogue.revision, 0, Heard.nothing(len(catalogue)))
        heard = known.heard
        if known.revision != revision:
            heard = heard.copy()
            for counted in self._store.all_counts_since(listener_id, known.revision):
                position = catalogue.positions.get(counted.track_id)
                if position is not None:
                    heard.put(position, counted)
        self._known[listener_id] = _Known(catalogue.revision, revision, heard)
        self._known.move_to_end(listener_id)
        while len(self._known) > REMEMBERED_LISTENERS:
            self._known.popitem(last=False)
        return heard

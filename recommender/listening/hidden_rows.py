"""Which rows of an index a listener may not see: no slate is made of them, and none of its reasons names one."""

from collections import OrderedDict
from collections.abc import Callable, Container
from typing import NamedTuple

import numpy as np

from recommender.catalogue.libraries.views import MAX_VIEWS
from recommender.records import ListenerId, TrackId
from recommender.similarity.track_index import TrackIndex


class _Known(NamedTuple):
    of_index: TrackIndex
    visible: Container[TrackId]
    mask: np.ndarray


class HiddenRows:
    """Keeps the mask of each set of hidden libraries, made anew for another index or when tracks have changed."""

    def __init__(
        self,
        hidden_from: Callable[[ListenerId], frozenset[str]],
        visible: Callable[[frozenset[str]], Container[TrackId]],
    ) -> None:
        """`visible` returns the tracks outside of the hidden libraries; another object each time that they change."""
        self._hidden_from = hidden_from
        self._visible = visible
        self._known: OrderedDict[frozenset[str], _Known] = OrderedDict()

    def of(self, listener_id: ListenerId, index: TrackIndex) -> np.ndarray | None:
        """Return what is hidden from the listener, bool [n_tracks]; None where nothing is. The unknown is hidden."""
        hidden = self._hidden_from(listener_id)
        if not hidden:
            return None
        visible = self._visible(hidden)
        known = self._known.get(hidden)
        if known is None or known.of_index is not index or known.visible is not visible:
            ids = index.table.track_ids
            mask = np.fromiter((track_id not in visible for track_id in ids), bool, len(ids))
            known = self._known[hidden] = _Known(index, visible, mask)
        self._known.move_to_end(hidden)
        while len(self._known) > MAX_VIEWS:
            self._known.popitem(last=False)
        return known.mask

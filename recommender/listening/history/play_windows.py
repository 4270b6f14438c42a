"""How often one listener played each track in the days up to now, kept up while the window moves on."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from recommender.catalogue.snapshot import Catalogue
from recommender.listening.history.play_table import PlayTable
from recommender.listening.ports import PlayStore
from recommender.records import ListenerId, TrackId

REMEMBERED_WINDOWS = 64
MAX_STEP = timedelta(days=7)
"""A window that was not looked at for longer is counted anew."""
SETTLED_AFTER = timedelta(minutes=2)
"""Plays that are newer are counted anew at each question: some of them may still be on their way."""


@dataclass(frozen=True, eq=False)
class Window:
    """The settled plays of one listener, from `since` on and before `until`, by the catalogue's positions."""

    catalogue_revision: str
    table_revision: int
    total: int
    """Plays of all time but those that were not settled, of tracks that the catalogue has."""
    since: datetime
    until: datetime
    plays: np.ndarray
    """int32 [n_tracks]."""


class PlayWindows:
    """Counts a window once, and afterwards only what came into it and what left it."""

    def __init__(self, store: PlayStore) -> None:
        self._store = store
        self._known: OrderedDict[tuple[ListenerId, int], Window] = OrderedDict()

    def plays(
        self, listener_id: ListenerId, catalogue: Catalogue, table: PlayTable, *, days: int, now: datetime
    ) -> np.ndarray:
        """Return the plays of each track in the last `days` days, int32 [n_tracks], from a full hour on.

        `table` is the listener's counts of this moment: they tell whether something else than new plays has come.
        """
        since = (now - timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
        settled = now - SETTLED_AFTER
        recent = np.zeros(len(catalogue), dtype=np.int32)
        n_recent = _add(recent, self._store.plays_between(listener_id, settled, now), catalogue, 1)
        whole = _Whole(listener_id, catalogue, table.revision, table.total - n_recent)
        known = self._known.get((listener_id, days))
        window = self._moved(whole, known, since, settled) if known else None
        if window is None:
            window = self._counted(whole, since, settled)
        self._known[listener_id, days] = window
        self._known.move_to_end((listener_id, days))
        while len(self._known) > REMEMBERED_WINDOWS:
            self._known.popitem(last=False)
        plays: np.ndarray = window.plays + recent
        return plays

    def _counted(self, whole: "_Whole", since: datetime, until: datetime) -> Window:
        plays = np.zeros(len(whole.catalogue), dtype=np.int32)
        _add(plays, self._store.plays_between(whole.listener_id, since, until), whole.catalogue, 1)
        return Window(whole.catalogue.revision, whole.revision, whole.total, since, until, plays)

    def _moved(self, whole: "_Whole", known: Window, since: datetime, until: datetime) -> Window | None:
        """Return the window moved on; None where something came that is older, by an import or a page that was away."""
        if known.catalogue_revision != whole.catalogue.revision or whole.revision < known.table_revision:
            return None
        if not (known.since <= since < known.since + MAX_STEP and known.until <= until < known.until + MAX_STEP):
            return None
        plays, listener_id = known.plays.copy(), whole.listener_id
        n_new = _add(plays, self._store.plays_between(listener_id, known.until, until), whole.catalogue, 1)
        if known.total + n_new != whole.total:
            return None
        if since > known.since:
            _add(plays, self._store.plays_between(listener_id, known.since, since), whole.catalogue, -1)
        return Window(whole.catalogue.revision, whole.revision, whole.total, since, until, plays)


class _Whole(NamedTuple):
    """Whose window it is, and what there is of all time."""

    listener_id: ListenerId
    catalogue: Catalogue
    revision: int
    total: int


def _add(plays: np.ndarray, counted: Mapping[TrackId, int], catalogue: Catalogue, sign: int) -> int:
    """Add the counts of tracks that the catalogue has; return how many plays that were."""
    n = 0
    for track_id, times in counted.items():
        position = catalogue.positions.get(track_id)
        if position is not None:
            plays[position] += sign * times
            n += times
    return n

"""The counts of listeners who look at their lists, kept in memory and brought up to date at each question."""

from collections import OrderedDict
from typing import NamedTuple

from recommender.catalogue.snapshot import Catalogue
from recommender.listening.history.play_table import PlayTable
from recommender.listening.ports import PlayStore
from recommender.records import ListenerId

REMEMBERED_LISTENERS = 64
"""A table of 100,000 tracks takes 1.2 MB."""


class _Known(NamedTuple):
    catalogue_revision: str
    table: PlayTable


class LivePlays:
    """Answers with the counts as they are stored: what has not changed since the last question is not read again."""

    def __init__(self, store: PlayStore) -> None:
        self._store = store
        self._known: OrderedDict[ListenerId, _Known] = OrderedDict()

    def table(self, listener_id: ListenerId, catalogue: Catalogue) -> PlayTable:
        """Return the listener's counts for the tracks of this catalogue."""
        revision = self._store.revision(listener_id)
        table = self._table_before(listener_id, catalogue, revision)
        if table.revision != revision:
            changed = self._store.counts_since(listener_id, table.revision)
            table = table.updated(changed, revision=revision, positions=catalogue.positions)
        self._known[listener_id] = _Known(catalogue.revision, table)
        self._known.move_to_end(listener_id)
        while len(self._known) > REMEMBERED_LISTENERS:
            self._known.popitem(last=False)
        return table

    def _table_before(self, listener_id: ListenerId, catalogue: Catalogue, revision: int) -> PlayTable:
        known = self._known.get(listener_id)
        # A revision that went back is of counts that were deleted meanwhile.
        if known is None or known.catalogue_revision != catalogue.revision or known.table.revision > revision:
            return PlayTable.empty(len(catalogue))
        return known.table

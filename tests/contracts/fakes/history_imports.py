"""Imports in memory."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from recommender.listening.history.imports import HistoryImport, ImportUnderWay, as_of
from recommender.records import ListenerId


class FakeImportStore:
    """Imports in a dict."""

    def __init__(self) -> None:
        self._imports: dict[str, HistoryImport] = {}

    def start(self, one: HistoryImport) -> None:
        """Keep it, unless another is open."""
        if any(each.is_open for each in self.of_listener(one.listener_id, one.sent_at)):
            raise ImportUnderWay
        self._imports = {name: as_of(each, one.sent_at) for name, each in self._imports.items()}
        self._imports[one.import_id] = one

    def tell(self, one: HistoryImport) -> bool:
        """Keep it while it is open."""
        if not self._imports[one.import_id].is_open:
            return False
        self._imports[one.import_id] = one
        return True

    def beat(self, import_id: str, now: datetime) -> None:
        """Note the time."""
        one = self._imports[import_id]
        if one.is_open:
            self._imports[import_id] = replace(one, told_at=max(now, one.told_at))

    def of_listener(self, listener_id: ListenerId, now: datetime) -> Sequence[HistoryImport]:
        """Return the newest first."""
        of_listener = [as_of(each, now) for each in self._imports.values() if each.listener_id == listener_id]
        return sorted(of_listener, key=lambda each: each.sent_at, reverse=True)

    def find(self, import_id: str, now: datetime) -> HistoryImport | None:
        """Return it."""
        one = self._imports.get(import_id)
        return one and as_of(one, now)

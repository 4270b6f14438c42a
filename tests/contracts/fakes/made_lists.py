"""The lists of a day, in memory."""

from recommender.playlists.generated.records import GeneratedList
from recommender.records import ListenerId


class FakeKeptLists:
    """Lists in a dict."""

    def __init__(self) -> None:
        self._kept: dict[tuple[ListenerId, str], tuple[str, tuple[GeneratedList, ...]]] = {}

    def find(self, listener_id: ListenerId, kind: str, period: str) -> tuple[GeneratedList, ...] | None:
        """Return what is kept."""
        kept = self._kept.get((listener_id, kind))
        return kept[1] if kept and kept[0] == period else None

    def keep(
        self, listener_id: ListenerId, kind: str, period: str, lists: tuple[GeneratedList, ...]
    ) -> tuple[GeneratedList, ...]:
        """Keep them, unless there are some of this period."""
        if (known := self.find(listener_id, kind, period)) is not None:
            return known
        self._kept[listener_id, kind] = (period, lists)
        return lists

    def forget(self) -> None:
        """Keep nothing any more."""
        self._kept.clear()

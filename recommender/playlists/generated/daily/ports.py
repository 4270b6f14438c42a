"""What lists that segue makes ask for: what was played, and where the lists of a day are kept."""

from typing import Protocol

from recommender.playlists.generated.records import GeneratedList
from recommender.records import ListenerId


class KeptLists(Protocol):
    """The lists of a day or a week, so that they stay the same while the taste goes on."""

    def find(self, listener_id: ListenerId, kind: str, period: str) -> tuple[GeneratedList, ...] | None:
        """Return what is kept of this kind for this day or week; None when nothing is."""

    def keep(
        self, listener_id: ListenerId, kind: str, period: str, lists: tuple[GeneratedList, ...]
    ) -> tuple[GeneratedList, ...]:
        """Keep these in place of those of another period; return what is kept: another process may have been first."""

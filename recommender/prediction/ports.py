"""Where training runs, and plays that were heard elsewhere, are kept."""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import datetime
from typing import Protocol

from recommender.prediction.streams.records import StoredPlay
from recommender.records import ListenerId, TrackId, TrainingRun


class TrainingLog(Protocol):
    """Every training that was tried, for the page that shows them."""

    def put(self, run: TrainingRun) -> None:
        """Keep a run; durable when it returns."""

    def newest(self, n: int, topic: str | None = None) -> Sequence[TrainingRun]:
        """Return the newest `n` runs, of one topic if it is given, newest first."""


class HistoryStore(Protocol):
    """Where plays live that were heard elsewhere."""

    def put_many(self, listener_id: ListenerId, plays: Sequence[StoredPlay]) -> int:
        """Keep the plays whose ids are new; durable when it returns; return how many were new."""

    def known_among(self, plays: Sequence[StoredPlay]) -> Set[bytes]:
        """Return the ids of those that are kept already."""

    def of_listener(self, listener_id: ListenerId) -> Iterator[StoredPlay]:
        """Yield the listener's plays, oldest first."""

    def listeners(self) -> Sequence[ListenerId]:
        """Return everybody who has imported something."""

    def unmatched(self, listener_id: ListenerId) -> Sequence[tuple[str, str]]:
        """Return the (title, artist) of songs that had no track when they were last looked up."""

    def match(self, listener_id: ListenerId, tracks: Mapping[tuple[str, str], TrackId]) -> int:
        """Give these songs their tracks; return how many plays that were."""

    def newest(self, listener_id: ListenerId, until: datetime) -> datetime | None:
        """Return when the listener's newest play up to `until` was."""

    def owed(self, listener_id: ListenerId, since: datetime, until: datetime, n: int) -> Sequence[StoredPlay]:
        """Return the oldest `n` matched plays from `since` to `until` that the taste has not been told of."""

    def mark_told(self, plays: Sequence[StoredPlay]) -> None:
        """Note that these were sent to the taste."""

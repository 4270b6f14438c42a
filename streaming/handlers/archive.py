"""Keeps every event once and counts plays."""

from collections.abc import Sequence

from recommender.listening.ports import ActivityArchive
from recommender.records import PlacedEvent


class ArchiveHandler:
    """Moves events into the archive; an event that is there already changes nothing."""

    name = "archive"

    def __init__(self, archive: ActivityArchive) -> None:
        self._archive = archive

    def handle(self, events: Sequence[PlacedEvent], *, behind: bool) -> None:  # noqa: ARG002 the handlers' signature
        """Archive and count the events; durable when it returns."""
        self._archive.put_many(events)

    @property
    def pending(self) -> bool:
        """Nothing is put off."""
        return False

    def flush(self) -> None:
        """Everything is durable when `handle` returns."""

    def forget(self) -> None:
        """Nothing is remembered between batches."""

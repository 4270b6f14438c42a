"""What a worker asks of the handler that it feeds."""

from collections.abc import Sequence
from typing import Protocol

from recommender.records import PlacedEvent


class ReadAgain(Exception):
    """Something handled before could not be stored: everything since the last commit must be read again."""


class Handler(Protocol):
    """What is done with batches of events."""

    name: str

    def handle(self, events: Sequence[PlacedEvent], *, behind: bool) -> None:
        """Do it.

        Raise `BadRecord` for what can never work, `ServerUnavailable` for what may work later, `ReadAgain` when
        earlier events failed and none of these is to blame.
        """

    @property
    def pending(self) -> bool:
        """Whether something was put off; `handle` with no events and not behind makes up for it."""

    def flush(self) -> None:
        """Return when everything handled so far, and not owed, is stored for good."""

    def forget(self) -> None:
        """Drop what is remembered of earlier batches: partitions have moved."""

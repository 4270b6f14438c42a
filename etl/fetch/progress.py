"""What a fetch tells whoever watches."""

from typing import Protocol


class Progress(Protocol):
    """A bar, a log, or nothing."""

    def start(self, what: str, *, total: int | None, done: int = 0) -> None:
        """Begin `what`, of `total` bytes (None: not known) of which `done` are already here."""

    def advance(self, n_bytes: int) -> None:
        """Count bytes that arrived."""

    def say(self, line: str) -> None:
        """Tell something that stays readable after the bar has gone."""

"""A fetch that nobody watches."""


class Silence:
    """Progress that nobody watches."""

    def start(self, what: str, *, total: int | None, done: int = 0) -> None:
        """Say nothing."""

    def advance(self, n_bytes: int) -> None:
        """Say nothing."""

    def say(self, line: str) -> None:
        """Say nothing."""

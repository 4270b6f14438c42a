"""Sockets and streams that are open, so that they end when what let them in does."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from errno import EPIPE

from webapp.accounts.visitor import Visitor


@dataclass(eq=False)
class Connection:
    """One socket, or one answer that is being sent."""

    visitor: Visitor
    """As they are known now: a role may change while the connection is open."""
    end: Callable[[], None]
    is_ended: bool = False


class OpenConnections:
    """Every open connection of this process."""

    def __init__(self) -> None:
        self._connections: set[Connection] = set()

    def __len__(self) -> int:
        return len(self._connections)

    def add(self, visitor: Visitor, end: Callable[[], None] = lambda: None) -> Connection:
        """Keep a connection until it is removed; `end` ends it."""
        connection = Connection(visitor, end)
        self._connections.add(connection)
        return connection

    def remove(self, connection: Connection) -> None:
        """Forget a connection that has ended by itself."""
        self._connections.discard(connection)

    def recheck(self, again: Callable[[Visitor], Visitor | None]) -> None:
        """Ask about each visitor once: end the connections of those who are gone, let the others' rights be new."""
        known: dict[Visitor, Visitor | None] = {}
        for connection in tuple(self._connections):
            visitor = connection.visitor
            if visitor not in known:
                known[visitor] = again(visitor)
            if (now := known[visitor]) is not None:
                connection.visitor = now
                continue
            connection.is_ended = True
            self.remove(connection)
            connection.end()


class EndableBody:
    """The body of an answer that breaks off when its connection is ended."""

    def __init__(self, body: Iterable[bytes], connection: Connection, connections: OpenConnections) -> None:
        self._body = body
        self._connection = connection
        self._connections = connections

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._body:
            if self._connection.is_ended:
                # The server closes the connection on this; ending early would leave the client waiting for the rest.
                raise BrokenPipeError(EPIPE, "what let the listener in is gone")
            yield piece

    def close(self) -> None:
        """Close the body, as the server does at the end."""
        self._connections.remove(self._connection)
        if close := getattr(self._body, "close", None):
            close()

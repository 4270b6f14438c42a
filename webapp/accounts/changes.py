"""What happens when an account, a session or a token has changed: nothing that was known of it counts any more."""

from webapp.accounts.open_connections import OpenConnections
from webapp.accounts.recognition import Recognition


class Changes:
    """Has everybody recognised anew, and ends the connections of those who are gone."""

    def __init__(self, recognition: Recognition, connections: OpenConnections) -> None:
        self._recognition = recognition
        self._connections = connections

    def tell(self) -> None:
        """Say that something has changed, here or in another process."""
        self._recognition.forget()
        self._connections.recheck(self._recognition.again)

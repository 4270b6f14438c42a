"""Who sees which libraries: as of one moment, and kept up while a process serves.

Admins see all of them, for they look after them; guests see what is everybody's; listeners that, and what is shown to
their account.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Final

import structlog
from msgspec.structs import replace

from recommender.accounts.roles import Role
from recommender.catalogue.libraries.records import Library, LibraryStore, hidden_from
from recommender.errors import ServerUnavailable
from recommender.records import ListenerId

LOOK_EVERY_S: Final = 2.0
"""How often a process looks whether another one has changed who sees what."""
NOTHING: Final[frozenset[str]] = frozenset()
"""What is hidden where every library is everybody's: the same object each time."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, eq=False)
class Visibility:
    """The libraries, and the roles of those who have an account."""

    libraries: tuple[Library, ...] = ()
    roles: Mapping[ListenerId, Role] = field(default_factory=dict)

    @cached_property
    def is_restricted(self) -> bool:
        """Whether anything is hidden from anybody."""
        return any(library.visible_to is not None for library in self.libraries)

    def hidden_from(self, listener_id: ListenerId | None, role: Role | None = None) -> frozenset[str]:
        """Return the ids of the libraries that a listener does not see; None: somebody who is nobody known.

        `role` is the account's where the caller knows it better than the last look did.
        """
        if not self.is_restricted:
            return NOTHING
        known = role or (self.roles.get(listener_id) if listener_id else None)
        if known == "admin":
            return NOTHING
        return hidden_from(None if known == "guest" else listener_id, self.libraries)


class LiveVisibility:
    """Who sees what as of the last look; one reference, swapped whole."""

    def __init__(
        self, store: LibraryStore, roles: Callable[[], Mapping[ListenerId, Role]], *, keeps_vanished: bool = False
    ) -> None:
        """`roles` returns every account's role; asked only while something is hidden from anybody.

        With `keeps_vanished` a removed library hides its tracks until `release`.
        """
        self._keeps_vanished = keeps_vanished
        self._store = store
        self._roles = roles
        self._current: Visibility | None = None
        self._one_at_a_time = Lock()
        self._stored: tuple[Library, ...] = ()
        self._vanished: dict[str, Library] = {}

    def current(self) -> Visibility:
        """Return who sees what; raises `ServerUnavailable` before a first look: nothing is shown until then."""
        if self._current is None:
            raise ServerUnavailable("who sees which library has not been read yet; try again in a few seconds")
        return self._current

    def refresh(self) -> bool:
        """Look again and return whether anything changed; when the database does not answer, all stays as it was."""
        try:
            with self._one_at_a_time:
                return self._look()
        except ServerUnavailable as error:
            _log.warning("visibility_not_refreshed", error=str(error))
            return False

    def vanished(self) -> frozenset[str]:
        """Return the removed libraries that are hidden still: a catalogue read before that has their tracks."""
        return frozenset(self._vanished)

    def release(self, library_ids: Iterable[str]) -> None:
        """Forget removed libraries: the catalogue has been read since, and their tracks are not in it."""
        with self._one_at_a_time:
            for library_id in library_ids:
                self._vanished.pop(library_id, None)

    def _look(self) -> bool:
        known, stored = self._current, self._store.all()
        ids = {library.library_id for library in stored}
        for library in self._stored:
            if library.library_id not in ids and library.visible_to is not None and self._keeps_vanished:
                self._vanished.setdefault(library.library_id, replace(library, visible_to=()))
        self._stored = stored
        libraries = (*stored, *(library for key, library in self._vanished.items() if key not in ids))
        new = Visibility(libraries)
        if new.is_restricted:
            new = Visibility(libraries, dict(self._roles()))
        if known is not None and (new.libraries, new.roles) == (known.libraries, known.roles):
            return False
        self._current = new
        return True

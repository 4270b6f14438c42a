"""The version a serving process works with, exchanged while it serves."""

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

import structlog

from recommender.artifacts.store import ArtifactStore
from recommender.errors import BadArtifact, FingerprintMismatch, SegueError

Loaded = TypeVar("Loaded")
_log = structlog.get_logger(__name__)


class LiveArtifact(Generic[Loaded]):
    """One loaded version at a time: a request takes `current()` once and uses it to its end.

    `refresh` is called by a timer, from one thread or greenlet at a time; `current` from any number.
    """

    def __init__(self, store: ArtifactStore, kind: str, load: Callable[[Path], Loaded]) -> None:
        self._store = store
        self._kind = kind
        self._load = load
        self._live: tuple[str, Loaded] | None = None
        self._refused = ""
        self.last_error = ""
        """Why the newest version is not in use; empty when all is well."""

    def current(self) -> Loaded | None:
        """Return what is in use, or None before the first version."""
        live = self._live
        return None if live is None else live[1]

    @property
    def version(self) -> str:
        """Name of the version in use; empty before the first."""
        live = self._live
        return "" if live is None else live[0]

    def refresh(self) -> bool:
        """Load the version that `CURRENT` names; return whether another one is in use now.

        A version is loaded and checked wholly before it replaces the old one. On any error the old one stays,
        the error is logged and kept in `last_error`; a damaged version is not tried again until the pointer moves.
        """
        version = ""
        try:
            version = self._store.current(self._kind) or ""
            if version in ("", self.version):
                self._clear()
                return False
            if version == self._refused:
                return False
            loaded = self._load(self._store.local_path(self._kind, version))
        except (SegueError, OSError, ValueError) as error:
            if isinstance(error, BadArtifact | FingerprintMismatch):
                self._refused = version
            self._complain(version, str(error))
            return False
        self._live = (version, loaded)
        self._clear()
        _log.info("artifact_loaded", kind=self._kind, model_version=version)
        return True

    def _clear(self) -> None:
        self._refused = ""
        self.last_error = ""

    def _complain(self, version: str, message: str) -> None:
        if message == self.last_error:
            return  # said already; the timer comes every few seconds
        self.last_error = message
        _log.error("artifact_refused", kind=self._kind, version=version, model_version=self.version, reason=message)

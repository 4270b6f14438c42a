"""Takes up newer versions of artifacts in the web process."""

from collections.abc import Iterable
from typing import Protocol

from infra.web.real_threads import in_real_thread
from infra.workers.latency import leave_alone_what_is_loaded
from recommender.artifacts.live import LiveArtifact
from recommender.similarity.track_index import TrackIndex
from webapp.app import PlayerApp


class Refreshed(Protocol):
    """What takes up newer versions of artifacts."""

    def refresh(self) -> bool:
        """Take up what is newer; return whether anything changed."""


def refresh_artifacts(index: LiveArtifact[TrackIndex], others: Iterable[Refreshed], app: PlayerApp) -> None:
    """Look once at all of them, in one thread of the system; pages are told of another index."""

    def refresh() -> bool:
        for other in others:
            other.refresh()
        return index.refresh()

    if in_real_thread(refresh):
        leave_alone_what_is_loaded()
        app.live.namespace.announce_index(index.version)

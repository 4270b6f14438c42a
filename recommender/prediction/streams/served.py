"""The published models of all listeners."""

from dataclasses import dataclass
from pathlib import Path

from recommender.artifacts.manifest import Manifest, read_manifest
from recommender.errors import BadArtifact, FingerprintMismatch
from recommender.prediction.streams import known_songs
from recommender.prediction.streams.heard_features import FINGERPRINT as HEARD
from recommender.prediction.streams.listener_model import ListenerModel, read
from recommender.prediction.streams.unheard_features import FINGERPRINT as UNHEARD
from recommender.records import ListenerId

KIND = "streams"
FINGERPRINT = HEARD + UNHEARD


@dataclass(frozen=True, eq=False)
class ServedStreams:
    """One version: a model for each listener that was trained for."""

    manifest: Manifest
    models: dict[ListenerId, ListenerModel]

    def of(self, listener_id: ListenerId | None) -> ListenerModel | None:
        """Return the listener's model; the only one there is, when the listener is not known or has none."""
        if listener_id is not None and listener_id in self.models:
            return self.models[listener_id]
        return next(iter(self.models.values())) if len(self.models) == 1 else None


def load(folder: Path) -> ServedStreams:
    """Open a version; raises `BadArtifact` or `FingerprintMismatch` when it is not what this program made."""
    manifest = read_manifest(folder)
    if manifest.fingerprint != FINGERPRINT:
        raise FingerprintMismatch(found=manifest.fingerprint, expected=FINGERPRINT, remedy="segue train streams")
    n_listeners = sum(name.startswith("listener-") and name.endswith(".json") for name in manifest.files)
    if not n_listeners:
        raise BadArtifact(f"{folder}: it has no listener; the version is refused")
    known = known_songs.read(folder)
    models = [read(folder, number, known=known, version=manifest.version) for number in range(n_listeners)]
    return ServedStreams(manifest, {each.facts.listener_id: each for each in models})

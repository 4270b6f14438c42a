"""The published models of all listeners."""

from dataclasses import dataclass
from pathlib import Path

from recommender.artifacts.manifest import Manifest
from recommender.artifacts.opening import open_version
from recommender.errors import BadArtifact
from recommender.prediction.streams import known_songs
from recommender.prediction.streams.features import FINGERPRINT
from recommender.prediction.streams.listener_model import ListenerModel, read
from recommender.records import ListenerId


@dataclass(frozen=True, eq=False)
class ServedStreams:
    """One version: a model for each listener that was trained for."""

    manifest: Manifest
    models: dict[ListenerId, ListenerModel]


def load(folder: Path) -> ServedStreams:
    """Open a version; raises `BadArtifact` or `FingerprintMismatch` when it is not what this program made."""
    with open_version(folder, fingerprint=FINGERPRINT, remedy="segue train streams") as manifest:
        n_listeners = sum(name.startswith("listener-") and name.endswith(".json") for name in manifest.files)
        if not n_listeners:
            raise BadArtifact(f"{folder}: it has no listener; the version is refused")
        known = known_songs.read(folder)
        models = [read(folder, number, known=known, version=manifest.version) for number in range(n_listeners)]
        return ServedStreams(manifest, {model.facts.listener_id: model for model in models})

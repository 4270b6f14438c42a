"""The moods as they are served: numpy and the artifact."""

from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from recommender.artifacts.manifest import Manifest, read_manifest
from recommender.errors import BadArtifact, FingerprintMismatch
from recommender.prediction.mood.features import FINGERPRINT, INPUTS, as_row
from recommender.prediction.mood.logistic import MoodLogistic
from recommender.prediction.mood.records import MoodShare, shares
from recommender.prediction.popularity.features import AudioFeatures

KIND = "mood"
MODEL_FILE = "moods.npz"
MODEL_NAME = "logistic"


@dataclass(frozen=True, eq=False)
class MoodModel:
    """Says how probable each mood is."""

    manifest: Manifest
    fitted: MoodLogistic

    def moods(self, features: AudioFeatures) -> tuple[MoodShare, ...]:
        """Return the four moods of one sound, the likeliest first."""
        return shares(self.fitted.probabilities(as_row(features)[None])[0])

    def outside(self, features: AudioFeatures) -> tuple[str, ...]:
        """Return the names of features beyond those of nearly all training songs."""
        row = as_row(features)
        beyond = (row < self.fitted.low) | (row > self.fitted.high)
        return tuple(name for name, is_beyond in zip(INPUTS, beyond.tolist(), strict=True) if is_beyond)


def load(folder: Path) -> MoodModel:
    """Open a version; raises `BadArtifact` or `FingerprintMismatch` when it is not what this program made."""
    manifest = read_manifest(folder)
    if manifest.fingerprint != FINGERPRINT:
        raise FingerprintMismatch(found=manifest.fingerprint, expected=FINGERPRINT, remedy="segue train mood FILE")
    try:
        with np.load(folder / MODEL_FILE, allow_pickle=False) as kept:
            fitted = MoodLogistic(**{name: kept[name] for name in kept.files})
    except (OSError, ValueError, TypeError, BadZipFile) as error:
        raise BadArtifact(f"{folder}: the moods cannot be read ({error}); the version is refused") from error
    return MoodModel(manifest, fitted)

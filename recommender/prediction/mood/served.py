"""The moods as they are served: numpy and the artifact."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recommender.artifacts.manifest import Manifest
from recommender.artifacts.opening import open_version
from recommender.prediction.mood.features import FINGERPRINT, INPUTS, as_row
from recommender.prediction.mood.logistic import MoodLogistic
from recommender.prediction.mood.records import MoodShare, shares
from recommender.prediction.mood.temperature import DistanceTemperature
from recommender.prediction.sound.audio_features import AudioFeatures

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
    with (
        open_version(folder, fingerprint=FINGERPRINT, remedy="segue train mood FILE") as manifest,
        np.load(folder / MODEL_FILE, allow_pickle=False) as arrays,
    ):
        stored = dict(arrays)
        temperature = None  # versions from before it was measured answer as they did
        if "songs" in stored:
            usual_distance = float(stored.pop("usual_distance"))
            temperature = DistanceTemperature(stored.pop("songs"), usual_distance, stored.pop("shares"))
        return MoodModel(manifest, MoodLogistic(std=stored.pop("spread"), temperature=temperature, **stored))

"""What a mood follows from: ten features, and the logarithms of the five whose small values matter."""

import hashlib

import numpy as np

from recommender.prediction.sound.audio_features import AudioFeatures

INPUTS = (
    "duration_ms", "danceability", "acousticness", "energy", "instrumentalness",
    "liveness", "valence", "loudness", "speechiness", "tempo",
)  # fmt: skip
"""Names in `AudioFeatures`; key, mode and time signature add nothing."""
_SMALLEST = {"duration_ms": 1_000.0, "acousticness": 0.01, "instrumentalness": 0.01, "liveness": 0.01,
             "speechiness": 0.01}  # fmt: skip
"""What is added before the logarithm is taken."""
_LOGGED = [INPUTS.index(name) for name in _SMALLEST]
_ADDED = np.array(list(_SMALLEST.values()))
FINGERPRINT = hashlib.sha256(f"{INPUTS}{_SMALLEST}".encode()).hexdigest()[:12]


def as_row(features: AudioFeatures) -> np.ndarray:
    """Return the ten of one sound, float64 [10]."""
    return np.array([getattr(features, name) for name in INPUTS], dtype=np.float64)


def with_logarithms(values: np.ndarray) -> np.ndarray:
    """Return [n, 15] of the ten features [n, 10]."""
    return np.concatenate([values, np.log(np.maximum(values[:, _LOGGED], 0) + _ADDED)], axis=1)

"""Made-up songs whose moods, and tracks whose descriptors, follow a rule."""

import numpy as np

from recommender.prediction.descriptors.features import N_INPUTS
from recommender.prediction.descriptors.records import PERCEPTUAL, DescriptorTable
from recommender.prediction.mood.features import INPUTS, as_row
from recommender.prediction.mood.records import MoodTable
from recommender.prediction.sound.audio_features import FEATURES, AudioFeatures

USUAL = AudioFeatures(**{each.name: each.default for each in FEATURES})
ENERGY, VALENCE = INPUTS.index("energy"), INPUTS.index("valence")


def made_songs(n: int = 240, *, seed: int = 0, noise: float = 0.0) -> MoodTable:
    """High valence is happy or (with energy) energetic, low is sad or (without energy) calm."""
    rng = np.random.default_rng(seed)
    values = np.tile(as_row(USUAL), (n, 1)) * rng.uniform(0.9, 1.1, (n, len(INPUTS)))
    values[:, ENERGY], values[:, VALENCE] = rng.uniform(0, 1, (2, n))
    heard = values[:, [ENERGY, VALENCE]] + rng.normal(0, noise, (n, 2))
    is_loud, is_bright = heard[:, 0] > 0.5, heard[:, 1] > 0.5
    moods = np.where(is_loud & is_bright, 2, np.where(is_bright, 0, np.where(is_loud, 1, 3)))
    return MoodTable(values=values, moods=moods, artists=np.array([f"artist {i // 2}" for i in range(n)]))


def made_table(n: int = 120, *, seed: int = 0, says: float = 1.0) -> DescriptorTable:
    """Two inputs decide about energy and danceability, as far as they say something; the rest is chance."""
    rng = np.random.default_rng(seed)
    inputs = rng.normal(0, 1, (n, N_INPUTS)).astype(np.float32)
    inputs[:, 2:] *= 0.05
    targets = rng.uniform(0, 1, (n, len(PERCEPTUAL)))
    known = 1 / (1 + np.exp(-2 * inputs[:, :2]))
    targets[:, [1, 2]] = says * known + (1 - says) * targets[:, [1, 2]]
    return DescriptorTable(
        inputs=inputs, targets=targets, artists=np.array([f"artist {i // 3}" for i in range(n)]), n_artists_known=n
    )

"""The descriptors as they are served: from the artifact, without what training needs."""

from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct

from recommender.artifacts.manifest import Manifest, verify_files
from recommender.artifacts.opening import open_version
from recommender.prediction.descriptors import kernel_ridge, linear
from recommender.prediction.descriptors.boosting import Boosting
from recommender.prediction.descriptors.features import FINGERPRINT, Scaling
from recommender.prediction.descriptors.fitting import AnyModel, FittedDescriptors
from recommender.prediction.descriptors.kernel_ridge import KernelRidge
from recommender.prediction.descriptors.linear import Linear
from recommender.prediction.descriptors.records import PERCEPTUAL, Misses, SoundDescription, describe
from recommender.records import SoundFacts

MODEL_FILE = "model.json"
NUMBERS_FILE = "numbers.npz"
USUAL_TIME_SIGNATURE = 4.0
"""Beats a bar; not measured, but right for nine of ten tracks of any large collection."""


class KeptModel(Struct, frozen=True, kw_only=True):
    """What is kept as text."""

    name: str
    r2: dict[str, float | None]
    boosters: list[str]


@dataclass(frozen=True, eq=False)
class DescriptorModel:
    """Estimates the seven perceptual features, and describes a sound by all thirteen."""

    manifest: Manifest
    fitted: FittedDescriptors
    r2: dict[str, float]
    """By descriptor, on artists that were not trained on."""
    misses: Misses

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        """Return the perceptual features of raw inputs [n, N_INPUTS]: [n, 7], in the order of `PERCEPTUAL`."""
        return self.fitted.predict(inputs)

    def describe(self, inputs: np.ndarray, sound: SoundFacts) -> SoundDescription:
        """Return all thirteen of one sound, of its inputs [N_INPUTS] and what was measured."""
        estimates = dict(zip(PERCEPTUAL, self.predict(inputs[None])[0].tolist(), strict=True))
        return describe(estimates | measure_features(sound), self.r2)


def measure_features(sound: SoundFacts) -> dict[str, float]:
    """Return the features that are measured, and the time signature, which is taken to be the usual one.

    Loudness is the integrated loudness in LUFS: the same sign and nearly the same scale as Spotify's decibels.
    """
    return {
        "key": float(sound.key),
        "loudness": float(np.clip(sound.loudness_lufs, -60.0, 6.0)),
        "mode": 1.0 if sound.mode == "major" else 0.0,
        "tempo": float(np.clip(sound.tempo_bpm, 0.0, 300.0)),
        "time_signature": USUAL_TIME_SIGNATURE,
        "duration_ms": float(np.clip(sound.duration_s * 1000, 0.0, 6_000_000.0)),
    }


def load(folder: Path) -> DescriptorModel:
    """Open a version; raises `BadArtifact` or `FingerprintMismatch` when it is not what this program made."""
    with open_version(folder, fingerprint=FINGERPRINT, remedy="segue train descriptors") as manifest:
        kept = msgspec.json.decode((folder / MODEL_FILE).read_bytes(), type=KeptModel)
        with np.load(folder / NUMBERS_FILE, allow_pickle=False) as numbers:
            arrays = dict(numbers)
        scaling = Scaling(arrays["mean"], arrays["spread"])
        fitted = FittedDescriptors(kept.name, scaling, _model(kept, arrays))
        r2 = {name: value if value is not None else float("nan") for name, value in kept.r2.items()}
        verify_files(folder, manifest)
        return DescriptorModel(manifest, fitted, r2, Misses(arrays["estimates"], arrays["residuals"]))


def _model(kept: KeptModel, arrays: dict[str, np.ndarray]) -> AnyModel:
    if kept.name == linear.NAME:
        return Linear(arrays["weights"])
    if kept.name == kernel_ridge.NAME:
        return KernelRidge(arrays["centres"], arrays["weights"], arrays["level"])
    return Boosting(tuple(kept.boosters))

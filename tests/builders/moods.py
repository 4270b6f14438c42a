"""Moods of a made-up library, as `segue build moods` would have published them."""

from collections.abc import Mapping
from datetime import UTC, datetime

import numpy as np

from recommender.artifacts.manifest import Manifest
from recommender.prediction.descriptors.records import PERCEPTUAL
from recommender.prediction.library.moods import FINGERPRINT, KIND, LibraryMoods, UsedModels
from recommender.prediction.mood.records import MOODS
from recommender.prediction.sound.audio_features import FEATURES, NAMES

MADE_AT = datetime(2026, 1, 5, tzinfo=UTC)


def manifest_of(kind: str, fingerprint: str, version: str = "20260105T000000Z-aaaaaa") -> Manifest:
    """Return a manifest without files."""
    return Manifest(
        fingerprint=fingerprint, metric="made", dims=4, counts={}, seed=0, config_digest="aaaaaa",
        kind=kind, version=version, created_at=MADE_AT, files={}, data_cutoff=MADE_AT,
    )  # fmt: skip


def made_moods(
    probabilities: Mapping[str, tuple[float, float, float, float]], energy: Mapping[str, float] | None = None
) -> LibraryMoods:
    """Return the moods of these tracks, each happy, sad, energetic, calm; their energy where it is given."""
    features = np.tile([each.default for each in FEATURES], (len(probabilities), 1))
    if energy is not None:
        features[:, NAMES.index("energy")] = [energy[track_id] for track_id in probabilities]
    r2 = {name: 0.5 if name == "energy" else 0.1 for name in PERCEPTUAL}
    return LibraryMoods(
        manifest=manifest_of(KIND, FINGERPRINT),
        models=UsedModels(descriptors_version="d1", mood_version="m1", r2=r2),
        track_ids=list(probabilities),
        features=features.astype(np.float32),
        probabilities=np.array(list(probabilities.values()), dtype=np.float32).reshape(-1, len(MOODS)),
    )

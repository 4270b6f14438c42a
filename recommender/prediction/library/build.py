"""Describes a library by the trained models: inputs and facts of tracks in, a version of `moods` out."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from recommender.artifacts.manifest import Description, config_digest, read_manifest
from recommender.errors import NotReady
from recommender.prediction.descriptors.features import FINGERPRINT as DESCRIPTOR_FINGERPRINT
from recommender.prediction.descriptors.records import PERCEPTUAL
from recommender.prediction.descriptors.served import DescriptorModel, measure_features
from recommender.prediction.library.moods import FINGERPRINT, INPUTS_FILE, MODELS_FILE, TABLE_FILE, UsedModels
from recommender.prediction.mood.features import INPUTS
from recommender.prediction.mood.records import MOODS
from recommender.prediction.mood.served import MoodModel
from recommender.prediction.mood.uncertain import probabilities_of_estimates
from recommender.prediction.sound.audio_features import NAMES
from recommender.records import SoundFacts, TrackId

_PERCEPTUAL_AT = [NAMES.index(name) for name in PERCEPTUAL]
_MOOD_INPUTS_AT = [NAMES.index(name) for name in INPUTS]


class NothingToDescribe(NotReady):
    """No track of the catalogue could be described."""

    def __init__(self) -> None:
        super().__init__("no track of the catalogue can be described; run `segue ingest PATH` first")


@dataclass(frozen=True, eq=False)
class LibraryInputs:
    """What was heard in each track, by FMA's recipe."""

    inputs: Mapping[TrackId, np.ndarray]
    """float32 [140] each, in the order of `descriptors.features.INPUTS`."""
    sounds: Mapping[TrackId, SoundFacts]
    """At least of the same tracks."""
    n_failed: int = 0
    """Tracks whose file could not be read this time."""


def write_library(folder: Path, library: LibraryInputs, descriptors: DescriptorModel, mood: MoodModel) -> Description:
    """Write a version of `moods` into `folder`; raises `NothingToDescribe` for an empty library."""
    ids = sorted(library.inputs)
    if not ids:
        raise NothingToDescribe
    inputs = np.stack([library.inputs[track_id] for track_id in ids]).astype(np.float32)
    features = features_of(inputs, [library.sounds[track_id] for track_id in ids], descriptors)
    values = features[:, _MOOD_INPUTS_AT]
    probabilities = probabilities_of_estimates(mood.fitted, values, descriptors.misses)
    models = UsedModels(
        descriptors_version=descriptors.manifest.version, mood_version=mood.manifest.version, r2=dict(descriptors.r2)
    )
    np.savez(
        folder / TABLE_FILE,
        track_ids=np.array(ids, dtype=np.str_),
        features=features.astype(np.float32),
        probabilities=probabilities.astype(np.float32),
    )
    np.save(folder / INPUTS_FILE, inputs)
    (folder / MODELS_FILE).write_bytes(msgspec.json.encode(models))
    return Description(
        fingerprint=FINGERPRINT,
        metric="probability",
        dims=len(MOODS),
        counts={"tracks": len(ids), "left_out": library.n_failed},
        seed=0,
        config_digest=config_digest(models.descriptors_version, models.mood_version),
        data_cutoff=mood.manifest.data_cutoff,
    )


def features_of(inputs: np.ndarray, sounds: list[SoundFacts], descriptors: DescriptorModel) -> np.ndarray:
    """Return the thirteen features of each track, float64 [n, 13], in the order of `NAMES`."""
    features = np.empty((len(inputs), len(NAMES)))
    features[:, _PERCEPTUAL_AT] = descriptors.predict(inputs)
    for row, sound in zip(features, sounds, strict=True):
        for name, value in measure_features(sound).items():
            row[NAMES.index(name)] = value
    return features


def read_inputs(folder: Path) -> dict[TrackId, np.ndarray]:
    """Return what was heard in the tracks of an earlier version; nothing when its recipe was another one."""
    if not read_manifest(folder).fingerprint.startswith(DESCRIPTOR_FINGERPRINT):
        return {}
    with np.load(folder / TABLE_FILE, allow_pickle=False) as table:
        ids = table["track_ids"].tolist()
    inputs = np.load(folder / INPUTS_FILE, allow_pickle=False)
    return dict(zip(map(TrackId, ids), inputs, strict=True))

"""Every track of the library with its thirteen features and four moods: what web and workers look up."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct

from recommender.artifacts.manifest import Manifest
from recommender.artifacts.opening import open_version
from recommender.errors import NotReady
from recommender.prediction.descriptors.features import FINGERPRINT as DESCRIPTOR_FINGERPRINT
from recommender.prediction.descriptors.records import SoundDescription, describe
from recommender.prediction.mood.features import FINGERPRINT as MOOD_FINGERPRINT
from recommender.prediction.mood.records import MOODS, MoodName, MoodShare, shares
from recommender.prediction.sound.audio_features import NAMES
from recommender.records import TrackId

KIND = "moods"
TABLE_FILE = "tracks.npz"
INPUTS_FILE = "inputs.npy"
"""The MFCC statistics, so that the next build need not listen again; serving does not read them."""
MODELS_FILE = "models.json"
FINGERPRINT = f"{DESCRIPTOR_FINGERPRINT}{MOOD_FINGERPRINT}"


class NoMoods(NotReady):
    """The library's moods have not been made."""

    def __init__(self) -> None:
        super().__init__("there are no moods of the library yet; run `segue build moods`")


class UsedModels(Struct, frozen=True, kw_only=True):
    """What the table was made by."""

    descriptors_version: str
    mood_version: str
    r2: dict[str, float | None]
    """Of each estimated feature, on artists that were not trained on."""


@dataclass(frozen=True, eq=False)
class LibraryMoods:
    """One row a track."""

    manifest: Manifest
    models: UsedModels
    track_ids: list[str]
    features: np.ndarray
    """float32 [n, 13], in the order of `NAMES`."""
    probabilities: np.ndarray
    """float32 [n, 4], in the order of `MOODS`."""

    def __len__(self) -> int:
        return len(self.track_ids)

    @cached_property
    def rows(self) -> dict[str, int]:
        """Row by track id."""
        return {track_id: row for row, track_id in enumerate(self.track_ids)}

    @cached_property
    def likeliest(self) -> np.ndarray:
        """Return each track's likeliest mood, int [n]: a place in `MOODS`."""
        return np.asarray(self.probabilities.argmax(axis=1))

    def moods(self, track_id: str) -> tuple[MoodShare, ...] | None:
        """Return the moods of a track, the likeliest first; None for one that was not described."""
        row = self.rows.get(track_id)
        return None if row is None else shares(self.probabilities[row])

    def description(self, track_id: str) -> SoundDescription | None:
        """Return the thirteen features of a track; None for one that was not described."""
        row = self.rows.get(track_id)
        if row is None:
            return None
        trust = {name: float("nan") if r2 is None else r2 for name, r2 in self.models.r2.items()}
        return describe(dict(zip(NAMES, self.features[row].tolist(), strict=True)), trust)

    def tracks_of(self, mood: MoodName) -> list[TrackId]:
        """Return the tracks whose likeliest mood this is."""
        rows = np.flatnonzero(self.likeliest == MOODS.index(mood))
        return [TrackId(self.track_ids[row]) for row in rows.tolist()]


def load(folder: Path) -> LibraryMoods:
    """Open a version; raises `BadArtifact` or `FingerprintMismatch` when it is not what this program made."""
    with open_version(folder, fingerprint=FINGERPRINT, remedy="segue build moods") as manifest:
        models = msgspec.json.decode((folder / MODELS_FILE).read_bytes(), type=UsedModels)
        with np.load(folder / TABLE_FILE, allow_pickle=False) as table:
            ids, features, probabilities = table["track_ids"].tolist(), table["features"], table["probabilities"]
    return LibraryMoods(manifest, models, ids, features, probabilities)

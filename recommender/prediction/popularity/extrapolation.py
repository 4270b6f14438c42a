"""Whether a sound is like anything the models have seen: each feature by itself, and all of them together."""

from dataclasses import dataclass

import numpy as np

from recommender.prediction.sound.audio_features import NAMES

TAIL = 0.001
"""Share of the training tracks that lie beyond each end of a feature's known range."""
COMBINATION = "combination"
_N_REFERENCE = 4_000
_NEAR = 5
_MAX_SHARE = 0.995
_UNORDERED = ("key", "mode")
"""Any key and mode may go with anything."""
_KEPT = [column for column, name in enumerate(NAMES) if name not in _UNORDERED]


@dataclass(frozen=True, eq=False)
class KnownSounds:
    """Ranges of the features, and a sample of training tracks to measure distances to."""

    lows: np.ndarray
    """float64 [13]"""
    highs: np.ndarray
    stds: np.ndarray
    reference: np.ndarray
    """float32 [m, 11], in standard deviations."""
    farthest: float
    """Distance to the fifth nearest that only 5 of 1,000 training tracks exceed."""

    @classmethod
    def of(cls, audio: np.ndarray, rng: np.random.Generator) -> "KnownSounds":
        """Measure training tracks [n, 13]."""
        lows, highs = np.quantile(audio, [TAIL, 1 - TAIL], axis=0)
        stds = np.where(audio.std(axis=0) > 0, audio.std(axis=0), 1.0)
        rows = rng.permutation(len(audio))
        scaled = _scale(audio, lows, highs, stds)
        reference = scaled[rows[: min(_N_REFERENCE, len(rows) // 2 + 1)]]
        asked = scaled[rows[-min(_N_REFERENCE // 4, len(rows) // 2 + 1) :]]
        distances = [_distance(row, reference) for row in asked]
        return cls(lows, highs, stds, reference, float(np.quantile(distances, _MAX_SHARE)))

    def outside(self, features: np.ndarray) -> tuple[str, ...]:
        """Return the features [13] beyond their range; `combination` when each is within and all together are not."""
        beyond = tuple(
            name
            for name, value, low, high in zip(NAMES, features, self.lows, self.highs, strict=True)
            if not low <= value <= high
        )
        if beyond:
            return beyond
        row = _scale(features[None], self.lows, self.highs, self.stds)[0]
        return (COMBINATION,) if _distance(row, self.reference) > self.farthest else ()

    def arrays(self) -> dict[str, np.ndarray]:
        """Return everything by name, for a file of arrays."""
        return {
            "lows": self.lows, "highs": self.highs, "spreads": self.stds, "reference": self.reference,
            "farthest": np.array(self.farthest),
        }  # fmt: skip

    @classmethod
    def from_arrays(cls, arrays: dict[str, np.ndarray]) -> "KnownSounds":
        """Take the arrays of a file."""
        farthest = float(arrays["farthest"])
        return cls(arrays["lows"], arrays["highs"], arrays["spreads"], arrays["reference"], farthest)


def _scale(audio: np.ndarray, lows: np.ndarray, highs: np.ndarray, stds: np.ndarray) -> np.ndarray:
    scaled: np.ndarray = (np.clip(audio, lows, highs) / stds)[:, _KEPT].astype(np.float32)
    return scaled


def _distance(row: np.ndarray, reference: np.ndarray) -> float:
    squares = ((reference - row) ** 2).sum(axis=1)
    near = min(_NEAR, len(squares)) - 1
    return float(np.sqrt(np.partition(squares, near)[near]))

"""The thirteen features of one sound: what they are, and how each value was come by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from msgspec import Struct

from recommender.errors import BadInput, OutOfRange

How = Literal["measured", "estimated"]
WEAK_R2 = 0.3
"""An estimate that explains less of a feature than this, by artists it has not seen, is flagged."""


@dataclass(frozen=True)
class SoundFeature:
    """One of the thirteen."""

    name: str
    unit: str
    lowest: float
    highest: float
    """Values outside of these cannot be meant."""
    what: str


SOUND_FEATURES = (
    SoundFeature("danceability", "0..1", 0, 1, "how well one can dance to it: steady, strong beat"),
    SoundFeature("energy", "0..1", 0, 1, "how intense it feels: loud, fast, noisy"),
    SoundFeature("key", "pitch class, C = 0", 0, 11, "the tonic"),
    SoundFeature("loudness", "dB", -70, 10, "mean loudness of the whole track, below full scale"),
    SoundFeature("mode", "0 minor, 1 major", 0, 1, "minor or major"),
    SoundFeature("speechiness", "0..1", 0, 1, "how much is spoken"),
    SoundFeature("acousticness", "0..1", 0, 1, "how likely only acoustic instruments play"),
    SoundFeature("instrumentalness", "0..1", 0, 1, "how likely nobody sings"),
    SoundFeature("liveness", "0..1", 0, 1, "how likely an audience is there"),
    SoundFeature("valence", "0..1", 0, 1, "how positive it sounds"),
    SoundFeature("tempo", "bpm", 0, 400, "beats per minute"),
    SoundFeature("time_signature", "beats per bar", 1, 12, "beats in a bar"),
    SoundFeature("duration_s", "s", 0.1, 100_000, "length"),
)
FEATURE_NAMES = tuple(each.name for each in SOUND_FEATURES)
PERCEPTUAL = ("acousticness", "danceability", "energy", "instrumentalness", "liveness", "speechiness", "valence")
"""What only a model trained on people's or the Echo Nest's judgement can say, each 0..1."""
_BY_NAME = {each.name: each for each in SOUND_FEATURES}


class FeatureValue(Struct, frozen=True, kw_only=True):
    """One feature of one sound."""

    name: str
    value: float
    how: How
    trust: float | None = None
    """R2 of the estimate by unseen artists; None for what is measured, or was never held against the truth."""
    is_weak: bool = False
    """Whether the value says little: an estimate with a low R2, or without one."""


class SoundDescription(Struct, frozen=True, kw_only=True):
    """All thirteen features of one sound, in the order of `FEATURE_NAMES`."""

    features: tuple[FeatureValue, ...]

    def values(self) -> dict[str, float]:
        """Return the bare values by name."""
        return {each.name: each.value for each in self.features}

    def value(self, name: str) -> float:
        """Return one value; `KeyError` for a name that is none of the thirteen."""
        return self.values()[name]


def checked_features(values: Mapping[str, float], wanted: Iterable[str] = FEATURE_NAMES) -> dict[str, float]:
    """Return the `wanted` features in their order.

    Raises `BadInput` for a missing or unknown name, `OutOfRange` for a value that cannot be meant.
    """
    if unknown := [name for name in values if name not in _BY_NAME]:
        raise BadInput(f"features: {unknown[0][:40]!r} is none of {', '.join(FEATURE_NAMES)}")
    names = tuple(wanted)
    if missing := [name for name in names if name not in values]:
        raise BadInput(f"features: {', '.join(missing)} missing")
    for name, value in values.items():
        feature = _BY_NAME[name]
        if not feature.lowest <= value <= feature.highest:
            limits = f"{feature.lowest:g} to {feature.highest:g} ({feature.unit})"
            raise OutOfRange(f"features: {name} is {value:g}; it goes from {limits}")
    return {name: values[name] for name in names}

"""The 13 audio features, declared once: the record, the ranges, and what a slider needs to know of them."""

import hashlib
from typing import Annotated, Any

import msgspec
import numpy as np
from msgspec import Meta, Struct


def _display(unit: str, step: float, default: float) -> dict[str, Any]:
    return {"unit": unit, "step": step, "default": default}


class AudioFeatures(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is known of a track's sound, in Spotify's terms and ranges."""

    danceability: Annotated[
        float, Meta(ge=0, le=1, description="How suitable for dancing", extra=_display("", 0.01, 0.58))
    ]
    energy: Annotated[float, Meta(ge=0, le=1, description="How intense and active", extra=_display("", 0.01, 0.68))]
    key: Annotated[float, Meta(ge=-1, le=11, description="Pitch class, 0 is C; -1: none", extra=_display("", 1, 5))]
    loudness: Annotated[float, Meta(ge=-60, le=6, description="Loudness on average", extra=_display("dB", 0.1, -7))]
    mode: Annotated[float, Meta(ge=0, le=1, description="1 is major, 0 is minor", extra=_display("", 1, 1))]
    speechiness: Annotated[float, Meta(ge=0, le=1, description="Share of spoken words", extra=_display("", 0.01, 0.05))]
    acousticness: Annotated[float, Meta(ge=0, le=1, description="How acoustic", extra=_display("", 0.01, 0.17))]
    instrumentalness: Annotated[float, Meta(ge=0, le=1, description="How little singing", extra=_display("", 0.01, 0))]
    liveness: Annotated[
        float, Meta(ge=0, le=1, description="Whether there is an audience", extra=_display("", 0.01, 0.13))
    ]
    valence: Annotated[float, Meta(ge=0, le=1, description="How happy it sounds", extra=_display("", 0.01, 0.46))]
    tempo: Annotated[float, Meta(ge=0, le=300, description="Beats a minute; 0: none", extra=_display("BPM", 1, 122))]
    time_signature: Annotated[float, Meta(ge=0, le=7, description="Beats in a bar", extra=_display("beats", 1, 4))]
    duration_ms: Annotated[float, Meta(ge=0, le=6_000_000, description="Length", extra=_display("ms", 1_000, 213_000))]


class FeatureRange(Struct, frozen=True, kw_only=True):
    """One of the 13, as a form shows it."""

    name: str
    unit: str
    low: float
    high: float
    step: float
    default: float
    what: str


def _range_of(field: msgspec.inspect.Field) -> FeatureRange:
    kind = field.type
    assert isinstance(kind, msgspec.inspect.Metadata)
    number = kind.type
    assert isinstance(number, msgspec.inspect.FloatType)
    shown = kind.extra or {}
    what = str((kind.extra_json_schema or {})["description"])
    return FeatureRange(name=field.name, low=float(number.ge or 0), high=float(number.le or 0), what=what, **shown)


def _declare() -> tuple[FeatureRange, ...]:
    declared = msgspec.inspect.type_info(AudioFeatures)
    assert isinstance(declared, msgspec.inspect.StructType)
    return tuple(_range_of(field) for field in declared.fields)


FEATURES = _declare()
NAMES = tuple(feature.name for feature in FEATURES)
FINGERPRINT = hashlib.sha256("\n".join(NAMES).encode()).hexdigest()[:12]


def as_row(features: AudioFeatures) -> np.ndarray:
    """Return the features as float64 [13], in the order of `NAMES`."""
    return np.array([getattr(features, name) for name in NAMES], dtype=np.float64)

"""What is measured in a sound and shown in the room: numbers that need no model, with their units."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One number a track, made of its raw feature vector."""

    name: str
    unit: str
    """Empty for a share or a plain number."""


MEASURES = (
    Measure(name="brightness", unit="Hz"),
    Measure(name="noisiness", unit=""),
    Measure(name="contrast", unit="dB"),
    Measure(name="rhythm_strength", unit=""),
)

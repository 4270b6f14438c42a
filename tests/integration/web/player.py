"""What tests send to a running player."""

import math
import wave
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import uuid6


def event(**fields: object) -> dict[str, object]:
    return {
        "event_id": str(uuid6.uuid7()),
        "kind": "started",
        "track_id": "k00-t00",
        "occurred_at": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
    } | fields


def write_tone(path: Path, *, seconds: float, hertz: float = 440.0) -> None:
    times = np.arange(int(seconds * 22_050)) / 22_050
    melody = hertz * 2 ** (np.floor(times * 2) % 12 / 12)
    samples = (0.3 * 32767 * np.sin(2 * math.pi * np.cumsum(melody) / 22_050)).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 22_050, len(samples), "NONE", ""))
        file.writeframes(samples.tobytes())

"""Sounds made on the spot, for tests that must not depend on anybody's music."""

import subprocess
from pathlib import Path

import numpy as np
import soundfile

RATE = 22_050
_FORMATS = {
    ".wav": ("WAV", "PCM_16"),
    ".flac": ("FLAC", "PCM_16"),
    ".ogg": ("OGG", "VORBIS"),
    ".opus": ("OGG", "OPUS"),
    ".mp3": ("MP3", "MPEG_LAYER_III"),
    ".aiff": ("AIFF", "PCM_16"),
}


def make_sound(path: Path, *, seconds: float = 2.0, seed: int = 1, level: float = 0.3) -> Path:
    """Write a chord with a pulse and a little noise, another one for each seed, in the format of the suffix."""
    rate = 48_000 if path.suffix == ".opus" else RATE
    rng = np.random.default_rng(seed)
    t = np.arange(int(seconds * rate)) / rate
    tones = rng.uniform(110, 1760, size=3)
    chord = sum(np.sin(2 * np.pi * tone * t) for tone in tones) / 3
    pulse = 0.6 + 0.4 * np.sign(np.sin(2 * np.pi * rng.uniform(1, 4) * t))
    samples = level * (chord * pulse + 0.02 * rng.normal(size=len(t)))
    kind, coding = _FORMATS[path.suffix]
    # By file object: soundfile cannot open names that are not UTF-8.
    with path.open("wb+") as file:
        soundfile.write(file, samples.astype(np.float32), rate, format=kind, subtype=coding)
    return path


def make_foreign_sound(path: Path, *, seed: int = 1) -> Path:
    """Write a sound by ffmpeg, in a format that libsndfile lacks."""
    wav = make_sound(path.with_suffix(".wav"), seed=seed)
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", wav, path], check=True)
    wav.unlink()
    return path

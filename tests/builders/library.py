"""A folder of made-up music: tones, chords and noises with tags, for where there is no real music."""

from pathlib import Path

import numpy as np
import soundfile
from mutagen.flac import FLAC

SAMPLE_RATE = 22_050


def made_library(folder: Path, *, n_artists: int = 6, per_artist: int = 6, seconds: float = 20.0) -> Path:
    """Write FLAC files; the sound of an artist's tracks is of one kind. Return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(11)
    t = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    for artist in range(n_artists):
        base_hz = 110.0 * 2 ** (artist / 2)
        for number in range(per_artist):
            beat = 0.6 + 0.4 * np.sin(2 * np.pi * (1 + artist) * t)
            chord = sum(np.sin(2 * np.pi * base_hz * step * t) for step in (1, 1.26 + 0.02 * number, 1.5))
            noise = rng.normal(0, 0.05 * (1 + artist), t.shape)
            path = folder / f"{artist}-{number}.flac"
            soundfile.write(path, 0.15 * beat * chord + 0.1 * noise, SAMPLE_RATE)
            tags = FLAC(path)
            tags["title"] = f"Piece {number + 1} of {artist + 1}"
            tags["artist"] = f"Ensemble {artist + 1}"
            tags["album"] = f"Album {artist + 1}"
            tags.save()
    return folder

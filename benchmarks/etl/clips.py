"""The clips that are measured: FMA's where they are at hand, else clips made on the spot."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import soundfile

SHARED = Path(__file__).parents[3] / "shared/data"
FMA_CLIPS = SHARED / "fma/fma_small/000"
OTHER_CLIPS = SHARED / "music/clips"


@dataclass(frozen=True)
class Clips:
    """Some files and where they come from."""

    paths: tuple[Path, ...]
    origin: str
    """As it stands in the title of a table."""


@contextmanager
def clips_at_hand() -> Iterator[Clips]:
    """Yield stereo clips of 30 s."""
    with TemporaryDirectory() as folder:
        clips = tuple(sorted(FMA_CLIPS.glob("*.mp3")))
        if clips:
            yield Clips(clips, f"{len(clips)} FMA clips")
            return
        clips = tuple(Path(folder) / f"{seed}.mp3" for seed in range(4))
        for seed, clip in enumerate(clips):
            make_clip(clip, seed)
        yield Clips(clips, f"{len(clips)} clips made on the spot (no FMA clips in ../shared)")


@contextmanager
def clips_for_folder() -> Iterator[Clips]:
    """Yield every clip at hand, mono ones as well."""
    with clips_at_hand() as stereo:
        mono = tuple(sorted(OTHER_CLIPS.glob("*.mp3")))
        origin = f"made of {stereo.origin} and {len(mono)} mono ones" if mono else f"made of {stereo.origin}"
        yield Clips((*stereo.paths, *mono), origin)


def make_clip(path: Path, seed: int) -> None:
    """Write 30 s of stereo chords, drums and noise as MP3 of about 256 kbit/s."""
    rng = np.random.default_rng(seed)
    times = np.arange(30 * 44_100) / 44_100
    sound = sum(np.sin(2 * np.pi * 110 * 2 ** (note / 12) * times) for note in rng.integers(0, 36, 6)) * 0.05
    drums = rng.normal(size=len(times)) * np.exp(-(times % 0.5) * 20) * 0.3
    channels = np.stack([sound + drums, sound - drums * 0.5], axis=1) + rng.normal(size=(len(times), 2)) * 0.01
    with soundfile.SoundFile(
        path, "w", 44_100, 2, format="MP3", bitrate_mode="CONSTANT", compression_level=0.2
    ) as file:
        for start in range(0, len(channels), 44_100):
            file.write(channels[start : start + 44_100])

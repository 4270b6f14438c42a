"""Copies of a recording as they turn up in libraries: other codecs and bit rates, later starts, cut ends, other levels.

They are made to measure how well copies are told from other music, and never kept.
"""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import soundfile

from etl.analysis.analyse import analyse
from etl.decode.decode import at_rate, decode_at_own_rate
from recommender.errors import BadAudio
from recommender.records import Analysis

_OPUS_RATE = 48_000
"""Opus knows no 44,100 Hz."""


@dataclass(frozen=True, kw_only=True)
class Alteration:
    """What is done to a recording; by default nothing, and the copy is lossless."""

    name: str
    cut_start_s: float = 0.0
    cut_end_share: float = 0.0
    """Share of the length that is missing at the end, 0..1."""
    gain_db: float = 0.0
    format: str = "WAV"
    subtype: str = "FLOAT"
    compression: float | None = None
    """libsndfile's level, 0 (large) .. 1 (small); None for lossless copies."""

    def apply(self, samples: np.ndarray, *, rate: int) -> np.ndarray:
        """Return what is left of float32 [n] samples, before it is encoded."""
        first = round(self.cut_start_s * rate)
        end = len(samples) - round(self.cut_end_share * len(samples))
        kept: np.ndarray = samples[first:end] * np.float32(10 ** (self.gain_db / 20))
        return kept


_MP3 = {"format": "MP3", "subtype": "MPEG_LAYER_III"}
_VORBIS = {"format": "OGG", "subtype": "VORBIS"}
_OPUS = {"format": "OGG", "subtype": "OPUS"}

SAME_RECORDING = (
    Alteration(name="MP3, small", compression=0.9, **_MP3),
    Alteration(name="MP3, middling", compression=0.6, **_MP3),
    Alteration(name="Vorbis, small", compression=0.9, **_VORBIS),
    Alteration(name="Opus", compression=0.6, **_OPUS),
    Alteration(name="starts 1 s later", cut_start_s=1.0),
    Alteration(name="starts 2 s later", cut_start_s=2.0),
    Alteration(name="ends 5 % earlier", cut_end_share=0.05),
    Alteration(name="ends 10 % earlier", cut_end_share=0.1),
    Alteration(name="6 dB quieter", gain_db=-6.0),
    Alteration(name="6 dB louder", gain_db=6.0),
    Alteration(name="0.7 s later, 5 % shorter, 4 dB quieter, MP3", cut_start_s=0.7, cut_end_share=0.05, gain_db=-4.0,
               compression=0.8, **_MP3),
)  # fmt: skip


def write_copy(source: Path, alteration: Alteration, folder: Path) -> Path:
    """Write the altered mono copy of a sound file into `folder` and return its path; raises as `decode` does."""
    samples, rate = decode_at_own_rate(source)
    copy = folder / f"copy.{alteration.format.lower()}"
    altered = alteration.apply(samples, rate=rate)
    if alteration.subtype == "OPUS":
        altered, rate = at_rate(altered, rate=rate, wanted=_OPUS_RATE), _OPUS_RATE
    if alteration.compression is not None:
        altered = np.clip(altered, -1.0, 1.0)
    soundfile.write(
        copy, altered, rate, format=alteration.format, subtype=alteration.subtype,
        compression_level=alteration.compression,
    )  # fmt: skip
    return copy


@dataclass(frozen=True)
class CopyWork:
    """A sound file and what is to be done to its copies."""

    source: Path
    alterations: tuple[Alteration, ...]


@dataclass(frozen=True)
class AnalysedCopies:
    """The original's analysis, and those of its copies in the order that was asked for."""

    original: Analysis
    copies: tuple[Analysis, ...]


def analyse_copies(work: CopyWork) -> AnalysedCopies | BadAudio:
    """Analyse a sound file and altered copies of it, which are removed; a bad file is returned as its error."""
    try:
        with TemporaryDirectory(prefix="segue-copies-") as folder:
            copies = [analyse(write_copy(work.source, alteration, Path(folder))) for alteration in work.alterations]
        return AnalysedCopies(analyse(work.source), tuple(copies))
    except BadAudio as error:
        return error

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


@dataclass(frozen=True)
class Encoding:
    """How a copy is written."""

    format: str
    subtype: str
    compression: float | None = None
    """libsndfile's level, 0 (large) .. 1 (small); None for lossless copies."""

    @property
    def is_opus(self) -> bool:
        """Whether it takes only some sample rates."""
        return self.subtype == "OPUS"


LOSSLESS = Encoding("WAV", "FLOAT")


def _mp3(compression: float) -> Encoding:
    return Encoding("MP3", "MPEG_LAYER_III", compression)


@dataclass(frozen=True, kw_only=True)
class Alteration:
    """What is done to a recording; by default nothing, and the copy is lossless."""

    name: str
    cut_start_s: float = 0.0
    cut_end_share: float = 0.0
    """Share of the length that is missing at the end, 0..1."""
    gain_db: float = 0.0
    encoding: Encoding = LOSSLESS

    def apply(self, samples: np.ndarray, *, rate: int) -> np.ndarray:
        """Return what is left of float32 [n] samples, before it is encoded."""
        first = round(self.cut_start_s * rate)
        end = len(samples) - round(self.cut_end_share * len(samples))
        kept: np.ndarray = samples[first:end] * np.float32(10 ** (self.gain_db / 20))
        return kept


SAME_RECORDING = (
    Alteration(name="MP3, small", encoding=_mp3(0.9)),
    Alteration(name="MP3, middling", encoding=_mp3(0.6)),
    Alteration(name="Vorbis, small", encoding=Encoding("OGG", "VORBIS", 0.9)),
    Alteration(name="Opus", encoding=Encoding("OGG", "OPUS", 0.6)),
    Alteration(name="starts 1 s later", cut_start_s=1.0),
    Alteration(name="starts 2 s later", cut_start_s=2.0),
    Alteration(name="ends 5 % earlier", cut_end_share=0.05),
    Alteration(name="ends 10 % earlier", cut_end_share=0.1),
    Alteration(name="6 dB quieter", gain_db=-6.0),
    Alteration(name="6 dB louder", gain_db=6.0),
    Alteration(
        name="0.7 s later, 5 % shorter, 4 dB quieter, MP3",
        cut_start_s=0.7,
        cut_end_share=0.05,
        gain_db=-4.0,
        encoding=_mp3(0.8),
    ),
)


def write_copy(source: Path, alteration: Alteration, folder: Path) -> Path:
    """Write the altered mono copy of a sound file into `folder` and return its path; raises as `decode` does."""
    samples, rate = decode_at_own_rate(source)
    encoding = alteration.encoding
    copy = folder / f"copy.{encoding.format.lower()}"
    altered = alteration.apply(samples, rate=rate)
    if encoding.is_opus:
        altered, rate = at_rate(altered, rate=rate, wanted=_OPUS_RATE), _OPUS_RATE
    if encoding.compression is not None:
        altered = np.clip(altered, -1.0, 1.0)
    soundfile.write(
        copy,
        altered,
        rate,
        format=encoding.format,
        subtype=encoding.subtype,
        compression_level=encoding.compression,
    )
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

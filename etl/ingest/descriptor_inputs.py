"""What descriptors are estimated from, of one's own file: the MFCC of its middle 30 s by FMA's recipe."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from etl.analysis.fma_recipe import mfcc_moments
from etl.decode.decode import MIN_DURATION_S, at_rate, decode_at_own_rate
from etl.ingest.work import Failure, answer_of
from etl.locations import file_path
from recommender.errors import BadAudio
from recommender.prediction.descriptors.features import MIDDLE_S, OWN_RATE
from recommender.records import TrackId


def descriptor_inputs(path: Path) -> np.ndarray:
    """Return float32 [N_INPUTS] of a sound file; raises `BadAudio` as the analysis does.

    Another sample rate is converted to `OWN_RATE`, for the mel bands reach up to half of it.
    """
    mono, rate = decode_at_own_rate(path, middle_s=MIDDLE_S)
    samples = at_rate(mono, rate=rate, wanted=OWN_RATE)
    if len(samples) < MIN_DURATION_S * OWN_RATE:
        raise BadAudio("too short", f"{len(samples) / OWN_RATE:.2f} s, at least {MIN_DURATION_S:g} s are needed")
    moments = mfcc_moments(samples, OWN_RATE)
    if not np.isfinite(moments).all():
        raise BadAudio("unreadable", "the analysis yields numbers that are not finite")
    return moments


@dataclass(frozen=True, slots=True)
class TrackFile:
    """A track of the library and where its sound is."""

    track_id: TrackId
    url: str


def inputs_of(file: TrackFile) -> np.ndarray | Failure:
    """Do one piece of work in another process; a bad file is an answer, not an error."""
    return answer_of(lambda: descriptor_inputs(file_path(file.url)))

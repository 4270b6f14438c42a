"""FMA's published features: rows to import instead of computing, and to hold our own numbers against.

FMA analysed each clip at its file's own rate (44,100 Hz mostly) with 2048 samples and a hop of 512, so its frames are
half as long as ours and its MFCC reach up to 22 kHz where ours end at 11 kHz; centroid and contrast were labelled as if
the rate were 22,050, so the published centroid of a 44,100 Hz file is half of the true one. One clip analysed both ways
differs in its MFCC means by about one standard deviation of the data set (median). Imported and computed numbers
therefore do not mix: import for all tracks of a library, or for none. At the file's own rate our code gives what FMA's
recipe gives with today's librosa (`mfcc_moments`).
"""

from dataclasses import dataclass, replace

import numpy as np

from etl.analysis.mel import N_MELS, decibels, mel_power
from etl.analysis.moments import moments
from etl.analysis.spectrum import n_frames, spectrum_blocks
from etl.analysis.timbre import mfcc
from recommender.records import Analysis, TrackId
from recommender.similarity.features import FRAME_FEATURES, columns_of

MOMENT_BLOCKS = tuple(feature.name for feature in FRAME_FEATURES)
"""The blocks that `features.csv` of the whole data set has; fluctuation it has not."""


@dataclass(frozen=True, slots=True, eq=False)
class PublishedFeatures:
    """One row of `features.csv`."""

    track_id: TrackId
    vector: np.ndarray
    """float32 [N_COLUMNS] in our order, NaN where nothing is published."""

    @property
    def blocks(self) -> tuple[str, ...]:
        """The features that are there whole; none for an empty row."""
        return tuple(name for name in MOMENT_BLOCKS if np.isfinite(self.vector[columns_of(name)]).all())


def with_published(analysis: Analysis, published: PublishedFeatures) -> Analysis:
    """Return the analysis of a track with FMA's numbers in every block that its row has.

    Fluctuation and the facts stay as computed: without the audio a track cannot be indexed. The time saved is small,
    because decode and spectrum are needed all the same.
    """
    vector = analysis.vector.copy()
    for name in published.blocks:
        vector[columns_of(name)] = published.vector[columns_of(name)]
    return replace(analysis, vector=vector)


def mfcc_moments(samples: np.ndarray, rate: int) -> np.ndarray:
    """Return the MFCC block of float32 [n] samples, float32 [140]."""
    mel = np.empty((n_frames(len(samples)), N_MELS), np.float32)
    for block in spectrum_blocks(samples):
        mel_power(block.power, out=mel[block.at], rate=rate)
    return moments(mfcc(decibels(mel)).T).ravel().astype(np.float32)

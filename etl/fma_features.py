"""FMA's published `features.csv`: rows to import instead of computing, and to hold our own numbers against.

FMA analysed each clip at its file's own rate (44,100 Hz mostly) with 2048 samples and a hop of 512, so its frames are
half as long as ours and its MFCC reach up to 22 kHz where ours end at 11 kHz; centroid and contrast were labelled as if
the rate were 22,050, so the published centroid of a 44,100 Hz file is half of the true one. One clip analysed both ways
differs in its MFCC means by about one standard deviation of the data set (median). Imported and computed numbers
therefore do not mix: import for all tracks of a library, or for none. At the file's own rate our code gives what FMA's
recipe gives with today's librosa (`mfcc_moments_at_own_rate`).
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from etl.decode import decode_at_own_rate
from etl.mel import N_MELS, decibels, mel_power
from etl.moments import moments
from etl.spectrum import n_frames, spectrum_blocks
from etl.timbre import mfcc
from recommender.errors import BadInput
from recommender.records import Analysis, TrackId
from recommender.similarity.features import COLUMNS, FRAME_FEATURES, N_COLUMNS, columns_of

MOMENT_BLOCKS = tuple(feature.name for feature in FRAME_FEATURES)
"""The blocks that `features.csv` of the whole data set has; fluctuation it has not."""


@dataclass(frozen=True, slots=True, eq=False)
class PublishedFeatures:
    """One row of `features.csv`."""

    track_id: TrackId
    vector: np.ndarray
    """float32 [N_COLUMNS] in our order, NaN where nothing is published."""
    cut_off: bool = False
    """The row ends before the header does, as the last one of a broken download."""

    @property
    def blocks(self) -> tuple[str, ...]:
        """The features that are there whole; none for an empty row."""
        return tuple(name for name in MOMENT_BLOCKS if np.isfinite(self.vector[columns_of(name)]).all())

    @property
    def has_all_moments(self) -> bool:
        """Whether only fluctuation is left to compute."""
        return self.blocks == MOMENT_BLOCKS


def read_fma_features(path: Path) -> Iterator[PublishedFeatures]:
    """Yield every row of FMA's `features.csv`, or of a part of its columns, in the file's order.

    Empty rows come too, without blocks, so that they can be counted. Raises `BadInput` when the three header rows are
    not FMA's, or a row has no number for its id.
    """
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        header = [next(rows, []) for _ in range(3)]
        if not header[0] or len({len(row) for row in header}) != 1 or header[2][0] != "number":
            raise BadInput(f"{path} does not begin with the three header rows of FMA's features.csv")
        places = {column: place for place, column in enumerate(zip(*header, strict=True))}
        wanted = [(i, places[column]) for i, column in enumerate(COLUMNS) if column in places]
        if not wanted:
            raise BadInput(f"{path} has none of the features that are measured here: {', '.join(MOMENT_BLOCKS)}")
        for row in rows:
            if row and row[0] != "track_id":
                yield _published(row, wanted, width=len(header[0]), path=path)


def _published(row: list[str], wanted: list[tuple[int, int]], *, width: int, path: Path) -> PublishedFeatures:
    if not row[0].isdecimal():
        raise BadInput(f"{path}: {row[0][:40]!r} is no track id")
    vector = np.full(N_COLUMNS, np.nan, np.float32)
    for i, place in wanted:
        # the last cell of a row that is cut off may have lost digits
        if place < len(row) - (len(row) < width) and row[place]:
            vector[i] = float(row[place])
    return PublishedFeatures(TrackId(row[0]), vector, cut_off=len(row) < width)


def with_published(analysis: Analysis, published: PublishedFeatures) -> Analysis:
    """Return the analysis of a track with FMA's numbers in every block that its row has.

    Fluctuation and the facts stay as computed: without the audio a track cannot be indexed. The time saved is small,
    because decode and spectrum are needed all the same.
    """
    vector = analysis.vector.copy()
    for name in published.blocks:
        vector[columns_of(name)] = published.vector[columns_of(name)]
    return replace(analysis, vector=vector)


def mfcc_moments_at_own_rate(path: Path) -> np.ndarray:
    """Return the MFCC block by FMA's recipe, float32 [140] in our order: the whole file at its own rate."""
    return mfcc_moments(*decode_at_own_rate(path))


def mfcc_moments(samples: np.ndarray, rate: int) -> np.ndarray:
    """Return the MFCC block of float32 [n] samples, float32 [140]."""
    mel = np.empty((n_frames(len(samples)), N_MELS), np.float32)
    for block in spectrum_blocks(samples):
        mel_power(block.power, out=mel[block.at], rate=rate)
    return moments(mfcc(decibels(mel)).T).ravel().astype(np.float32)


@dataclass(frozen=True, slots=True)
class Deviation:
    """How far one moment of the MFCC lies from the published values, over all bands and tracks."""

    moment: str
    largest: float
    """Largest difference, in the published spread of the number over tracks."""
    typical: float
    """Median difference, in the same unit."""


def mfcc_deviations(ours: np.ndarray, theirs: np.ndarray, *, spread: np.ndarray) -> tuple[Deviation, ...]:
    """Compare MFCC blocks [tracks, 140] with the published ones of the same tracks, moment by moment.

    `spread`: standard deviation of each published number over many tracks, [140].
    """
    distance = np.abs(ours - theirs) / spread
    statistics = np.array([column.statistic for column in COLUMNS[columns_of("mfcc")]])
    return tuple(
        Deviation(moment, float(part.max()), float(np.median(part)))
        for moment in dict.fromkeys(statistics)
        for part in (distance[:, statistics == moment],)
    )

"""When two tracks are the same recording: in another codec or bit rate, starting later, cut shorter, louder.

What a lossy codec or a cut changes least decides: mean and median of the low MFCC, which say where the energy lies,
and the fluctuation patterns, which say how it moves. Contrast and the other moments hang on single frames and on the
highest bands, which codecs cut off. docs/sound.md has what else was tried.
"""

import numpy as np

from recommender.similarity.features import COLUMNS, columns_of

MIN_COSINE = 0.85
"""Of the steady numbers; below it two tracks are different recordings."""
MAX_CROWD_SHARE = 0.25
"""Of the way to the crowd: in music where all is near, a copy is still far nearer than the rest."""
CROWD = 20
"""So many tracks are nearer than what stands for the rest."""
USUAL_CROWD = 0.6
"""Its cosine in a catalogue that has not so many tracks."""
MAX_LENGTH_RATIO = 1.15
"""A tenth may be cut off one of them."""
_LOW_MFCC = 13
_FLUCTUATION_WEIGHT = 1.5
_MIN_FLUCTUATION = 1e-3
_MIN_LENGTH = 1e-6


def _steady_weights() -> np.ndarray:
    weights = np.zeros(len(COLUMNS), dtype=np.float32)
    for i, column in enumerate(COLUMNS):
        if column.feature == "fluctuation":
            weights[i] = _FLUCTUATION_WEIGHT
        elif column.feature == "mfcc" and column.statistic in ("mean", "median") and int(column.number) <= _LOW_MFCC:
            weights[i] = 1.0
    return weights


_WEIGHTS = _steady_weights()
_STEADY = np.flatnonzero(_WEIGHTS)
N_STEADY = len(_STEADY)


def steady_vectors(unit: np.ndarray) -> np.ndarray:
    """Return the steady part of unit vectors without a learned metric, float32 [m, N_STEADY], of length 1 again.

    It is 0, and like nothing, where no fluctuation is known: MFCC alone are alike in different music.
    """
    steady: np.ndarray = unit[:, _STEADY] * _WEIGHTS[_STEADY]
    fluctuation = np.linalg.norm(unit[:, columns_of("fluctuation")], axis=1)
    steady[fluctuation < _MIN_FLUCTUATION] = 0.0
    steady /= np.maximum(np.linalg.norm(steady, axis=1, keepdims=True), np.float32(_MIN_LENGTH))
    return steady


def crowd_cosine(cosines: np.ndarray) -> np.ndarray:
    """Return the cosine that stands for the rest, [m], of those to each one's nearest, [m, k]."""
    if cosines.shape[1] <= CROWD:
        return np.full(len(cosines), USUAL_CROWD)
    crowd: np.ndarray = np.partition(cosines, -CROWD - 1, axis=1)[:, -CROWD - 1]
    return crowd


def is_same_recording(cosines: np.ndarray, crowd: np.ndarray, length_ratios: np.ndarray) -> np.ndarray:
    """Return which pairs are one recording, bool in the shape of the arguments, which broadcast.

    Args:
        cosines: of their steady vectors.
        crowd: `crowd_cosine` of one of them.
        length_ratios: of their durations, either way round; NaN where one is unknown, which then says nothing.

    """
    other_length = (length_ratios > MAX_LENGTH_RATIO) | (length_ratios < 1.0 / MAX_LENGTH_RATIO)
    stands_out = 1.0 - cosines <= MAX_CROWD_SHARE * (1.0 - crowd)
    same: np.ndarray = (cosines >= MIN_COSINE) & stands_out & ~other_length
    return same

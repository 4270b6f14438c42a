"""Fits how network and boosting count, and the scale, on forecasts made out of fold."""

import msgspec
import numpy as np

from recommender.prediction.popularity.cells import cell_of
from recommender.prediction.popularity.models.blend import CENTRED, LEVEL, TINY, Blend, Scale, cover, interval_at, mix

_NONE = np.array([1.0, 0.0, 0.0, 0.0])
"""Sharpness, lean, bend and zeros that change nothing."""
_LOWEST = np.array([-5.0, -20.0, -20.0, -10.0])
_MAX_STEPS = 40
_NEAR = 1e-5
_HALVINGS = 10
_SHARES = np.linspace(0.0, 1.0, 11)
_MAX_ROWS = 12_000
"""Six numbers need no more rows than this."""
_PRIOR_STRENGTH = 5.0
"""Rows that the prior, that a scale needs no correction, counts for."""


def fit_blend(network: np.ndarray, boosting: np.ndarray, popularity: np.ndarray) -> Blend:
    """Choose share and scale by what makes the true cells likeliest."""
    rows = _some(len(popularity))
    network, boosting, popularity = network[rows], boosting[rows], popularity[rows]
    truth = cell_of(popularity)

    def loss(share: float) -> float:
        return _log_loss(mix(network, boosting, share), truth)

    share = float(min(_SHARES, key=loss))
    return Blend(network_share=share, scale=fit_scale(mix(network, boosting, share), popularity))


def fit_scale(cells: np.ndarray, popularity: np.ndarray) -> Scale:
    """Fit a correction to labelled rows, by Newton's method; with few rows it stays near none at all."""
    rows = _some(len(popularity))
    cells, popularity = cells[rows], popularity[rows]
    truth = cell_of(popularity)
    facts = _facts(cells)
    seen = facts[np.arange(len(truth)), truth].mean(axis=0)
    prior = 2 * _PRIOR_STRENGTH / len(truth)
    numbers = _NONE
    for _ in range(_MAX_STEPS):
        corrected = _scale(numbers).apply(cells)
        means = np.einsum("nc,ncf->nf", corrected, facts)
        slope = means.mean(axis=0) - seen + prior * (numbers - _NONE)
        bend = np.einsum("nc,ncf,ncg->fg", corrected, facts, facts, optimize=True) / len(truth)
        bend += prior * np.eye(len(numbers)) - means.T @ means / len(truth)
        step = np.clip(np.linalg.solve(bend, slope), -1.0, 1.0)
        numbers = np.clip(numbers - step, _LOWEST, -_LOWEST)
        if np.abs(step).max() < _NEAR:
            break
    scale = _scale(numbers)
    return msgspec.structs.replace(scale, level=fit_level(scale.apply(cells), popularity))


def _facts(cells: np.ndarray) -> np.ndarray:
    """Return what each of the four numbers multiplies, float64 [n, 21, 4]."""
    facts = np.empty((*cells.shape, len(_NONE)))
    facts[..., 0] = np.log(cells + TINY)
    facts[..., 1], facts[..., 2] = CENTRED, CENTRED**2
    facts[..., 3] = np.arange(cells.shape[1]) == 0
    return facts


def _scale(numbers: np.ndarray) -> Scale:
    sharpness, lean, bend, zeros = numbers.tolist()
    return Scale(sharpness=sharpness, lean=lean, bend=bend, zeros=zeros)


def fit_level(corrected: np.ndarray, popularity: np.ndarray) -> float:
    """Return the level whose intervals cover `LEVEL` of the rows; a wider one covers more."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        level = (low + high) / 2
        if cover(*interval_at(corrected, level), popularity) < LEVEL:
            low = level
        else:
            high = level
    return high


def _log_loss(cells: np.ndarray, truth: np.ndarray) -> float:
    return float(-np.log(cells[np.arange(len(truth)), truth] + TINY).mean())


def _some(n: int) -> np.ndarray:
    """Return at most `_MAX_ROWS` of `n` rows, evenly drawn."""
    return np.linspace(0, n - 1, min(n, _MAX_ROWS)).astype(np.int64)

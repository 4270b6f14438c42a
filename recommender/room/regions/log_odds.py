"""How much more often a word is said of one group than of the others, with a prior.

Monroe, Colaresi, Quinn: Fightin' Words, Political Analysis 16 (2008), the log-odds ratio with an informative Dirichlet
prior, divided by its standard deviation. A word is said of a track or not, so the trials are tracks.
"""

import numpy as np

PRIOR_TRACKS = 10.0
"""Tracks like the whole library that each group is thought to have besides: a word of two tracks is no surprise."""


def log_odds(inside: np.ndarray, whole: np.ndarray, n_inside: int, n_whole: int) -> np.ndarray:
    """Return how many standard deviations each word is more frequent inside than outside, float64 [n_words].

    `inside` and `whole`, int [n_words], are tracks that have each word. 0 for a word of all tracks, or of none.
    """
    share = whole / max(n_whole, 1)
    says_something = (share > 0) & (share < 1)
    prior = PRIOR_TRACKS * np.where(says_something, share, 0.5)
    outside, n_outside = whole - inside, n_whole - n_inside
    odds_inside = np.log((inside + prior) / (n_inside + PRIOR_TRACKS - inside - prior))
    odds_outside = np.log((outside + prior) / (n_outside + PRIOR_TRACKS - outside - prior))
    std = np.sqrt(1.0 / (inside + prior) + 1.0 / (outside + prior))
    return np.where(says_something, (odds_inside - odds_outside) / std, 0.0)

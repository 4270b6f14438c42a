"""At which rank the track that came next stands."""

import numpy as np

from recommender.prediction.evaluation.ranking import hits, reciprocals
from recommender.sequences.models.scoring import TIE_BREAK

UNRANKED = np.iinfo(np.int32).max


def rank_of(scores: np.ndarray, target: int, *, current: int, plays: np.ndarray) -> int:
    """Return the rank of the target, 1 the first, when the current track is left out; `UNRANKED` if it is no candidate.

    `scores` and `plays` are float [n_tracks]. Raises `ValueError` for a score that is no number: compared with NaN,
    every track would seem to stand first.
    """
    if not np.isfinite(scores).all():
        raise ValueError(f"{int((~np.isfinite(scores)).sum())} of {len(scores)} scores are no numbers")
    if target >= len(scores) or target == current:
        return UNRANKED
    final = scores + TIE_BREAK * plays
    if current < len(final):
        final[current] = -np.inf
    of_target = final[target]
    return 1 + int(np.count_nonzero(final > of_target)) + int(np.count_nonzero(final[:target] == of_target))


def criterion(ranks: np.ndarray) -> float:
    """Return HR@20 + MRR@20: what settings are chosen by."""
    return float(hits(ranks).mean() + reciprocals(ranks).mean()) if len(ranks) else 0.0

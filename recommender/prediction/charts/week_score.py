"""How good one forecast of one week was."""

import numpy as np

from recommender.prediction.charts.features import FEATURES, Rows
from recommender.prediction.charts.grid import TOP
from recommender.prediction.charts.models.chart_model import Prediction

OVERLAP, OVERLAP_10, NDCG, ERROR, COVERAGE = "overlap@50", "overlap@10", "NDCG@50", "MAE of log score", "coverage 80 %"
CHANCE_SPREAD = "sd of overlap@50"
METRICS = (OVERLAP, OVERLAP_10, NDCG, ERROR, COVERAGE)
_FIRST = 10
_LISTED = FEATURES.index("is_listed")
_DISCOUNT = 1 / np.log2(np.arange(2, TOP + 2))


def rank_candidates(prediction: Prediction, n: int) -> np.ndarray:
    """Return the forecast list, positions in the candidates: the likeliest make the set, the strongest come first."""
    likely = np.lexsort((-prediction.strength, -prediction.chance))
    chosen = likely[:n]
    order: np.ndarray = chosen[np.argsort(-prediction.strength[chosen], kind="stable")]
    return order


def week_scores(prediction: Prediction, rows: Rows, rank: np.ndarray, *, n_top: int) -> dict[str, float]:
    """Return the metrics of one week; `rank` [n] is the candidates' next rank, NaN where not listed then.

    `n_top` is `TOP`, or the length of a shorter list: so many songs are named, and a hit is a share of so many.
    The error is taken over songs listed in both weeks: the strength of the others is not known, only that it is
    low. For the same reason the interval of a song that leaves is right when it reaches down to the floor.
    """
    order = rank_candidates(prediction, n_top)
    came = rank[order]
    n_first = min(_FIRST, n_top)
    gains = np.where(came <= n_top, n_top + 1 - came, 0.0)
    ideal = float((np.arange(n_top, 0, -1) * _DISCOUNT[:n_top]).sum())
    listed = rows.x[:, _LISTED] > 0
    both = listed & np.isfinite(rank)
    return {
        OVERLAP: float((came <= n_top).sum()) / n_top,
        OVERLAP_10: float((came[:n_first] <= n_first).sum()) / n_first,
        NDCG: float((gains * _DISCOUNT[: len(gains)]).sum()) / ideal,
        ERROR: float(np.abs(prediction.strength - rows.next_strength)[both].mean()),
        COVERAGE: float(prediction.holds(rows.next_strength)[listed].mean()),
    }


def chance_scores(rank: np.ndarray, *, n_top: int) -> dict[str, float]:
    """Return what a random choice among the candidates reaches in the mean, and how far it scatters about that.

    Hits of a random choice are hypergeometric: so many of the top among so many candidates.
    """
    n = max(len(rank), n_top)
    share, share_10 = (rank <= n_top).sum() / n, (rank <= min(_FIRST, n_top)).sum() / n
    variance = share * (1 - share) / n_top * (n - n_top) / max(n - 1, 1)
    return {OVERLAP: float(share), OVERLAP_10: float(share_10), CHANCE_SPREAD: float(np.sqrt(variance))}


def oracle_scores(rank: np.ndarray, listed: np.ndarray, *, n_top: int) -> dict[str, float]:
    """Return the best that can be reached by naming only songs listed now."""
    return {OVERLAP: float((rank[listed] <= n_top).sum()) / n_top}

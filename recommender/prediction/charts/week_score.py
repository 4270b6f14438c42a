"""How good one forecast of one week was."""

import numpy as np

from recommender.prediction.charts.chart_model import Prediction
from recommender.prediction.charts.features import FEATURES, Rows
from recommender.prediction.charts.grid import TOP

OVERLAP, OVERLAP_10, NDCG, ERROR, COVERAGE = "overlap@50", "overlap@10", "NDCG@50", "MAE of log score", "coverage 80 %"
CHANCE_SPREAD = "sd of overlap@50"
METRICS = (OVERLAP, OVERLAP_10, NDCG, ERROR, COVERAGE)
_FIRST = 10
_LISTED = FEATURES.index("is_listed")
_DISCOUNT = 1 / np.log2(np.arange(2, TOP + 2))
_IDEAL = float((np.arange(TOP, 0, -1) * _DISCOUNT).sum())


def listed_order(said: Prediction, n: int = TOP) -> np.ndarray:
    """Return the forecast list, positions in the candidates: the likeliest make the set, the strongest come first."""
    likely = np.lexsort((-said.strength, -said.chance))
    chosen = likely[:n]
    order: np.ndarray = chosen[np.argsort(-said.strength[chosen], kind="stable")]
    return order


def week_scores(said: Prediction, rows: Rows, rank: np.ndarray) -> dict[str, float]:
    """Return the metrics of one week; `rank` [n] is the candidates' next rank, NaN where not listed then.

    The error is taken over songs listed in both weeks: the strength of the others is not known, only that it is
    low. For the same reason the interval of a song that leaves is right when it reaches down to the floor.
    """
    order = listed_order(said)
    came = rank[order]
    gains = np.where(came <= TOP, TOP + 1 - came, 0.0)
    listed = rows.x[:, _LISTED] > 0
    both = listed & np.isfinite(rank)
    inside = (said.low <= rows.next_strength) & (rows.next_strength <= said.high)
    return {
        OVERLAP: float((came <= TOP).sum()) / TOP,
        OVERLAP_10: float((came[:_FIRST] <= _FIRST).sum()) / _FIRST,
        NDCG: float((gains * _DISCOUNT[: len(gains)]).sum()) / _IDEAL,
        ERROR: float(np.abs(said.strength - rows.next_strength)[both].mean()),
        COVERAGE: float(inside[listed].mean()),
    }


def chance_scores(rank: np.ndarray) -> dict[str, float]:
    """Return what a random choice among the candidates reaches in the mean, and how far it scatters about that.

    Hits of a random choice are hypergeometric: so many of the top among so many candidates.
    """
    n = max(len(rank), TOP)
    share, share_10 = (rank <= TOP).sum() / n, (rank <= _FIRST).sum() / n
    variance = share * (1 - share) / TOP * (n - TOP) / max(n - 1, 1)
    return {OVERLAP: float(share), OVERLAP_10: float(share_10), CHANCE_SPREAD: float(np.sqrt(variance))}


def oracle_scores(rank: np.ndarray, listed: np.ndarray) -> dict[str, float]:
    """Return what is reached by who knows next week's ranks but may only name songs listed now."""
    return {OVERLAP: float((rank[listed] <= TOP).sum()) / TOP}

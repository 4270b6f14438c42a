"""Quantities of the listener who asks: what they played, skipped and like, and where that is going."""

import numpy as np

from recommender.room.quantities.quantity import Quantity
from recommender.room.quantities.sources import Sources
from recommender.room.quantities.trend import find_trends
from recommender.room.quantities.values import Categories, Numbers

TREND, FORECAST = "trend", "forecast"
LIKES = ("not liked", "liked", "turned away")
_PERCENT = 100.0


def _plays(sources: Sources) -> Numbers:
    return Numbers(sources.listening.plays[sources.seen.catalogue_rows].astype(np.float32))


def _skip_rates(sources: Sources) -> Numbers:
    """Return the share of hearings that were skipped, percent; NaN for what was never heard."""
    skips = sources.listening.skips[sources.seen.catalogue_rows]
    hearings = skips + sources.listening.plays[sources.seen.catalogue_rows]
    rates = np.divide(_PERCENT * skips, hearings, out=np.full(len(skips), np.nan), where=hearings > 0)
    return Numbers(rates.astype(np.float32))


def _likes(sources: Sources) -> Categories:
    codes = np.zeros(len(sources.seen), dtype=np.int16)
    codes[sources.rows(sources.listening.liked)] = LIKES.index("liked")
    codes[sources.rows(sources.listening.refused)] = LIKES.index("turned away")
    return Categories(LIKES, codes)


def _trends(sources: Sources) -> Numbers:
    recent, earlier = sources.listening.recent_plays, sources.listening.earlier_plays
    assert recent is not None
    assert earlier is not None
    return Numbers(find_trends(recent, earlier)[sources.seen.catalogue_rows])


def _forecasts(sources: Sources) -> Numbers:
    assert sources.listening.expected_plays is not None
    return Numbers(sources.listening.expected_plays[sources.seen.catalogue_rows].astype(np.float32))


OWN: tuple[Quantity, ...] = (
    Quantity(name="plays", origin="listening", scale="linear", unit="plays", read=_plays, is_own=True),
    Quantity(name="skip_rate", origin="listening", scale="linear", unit="%", read=_skip_rates, is_own=True),
    Quantity(name="likes", origin="listening", scale="categories", read=_likes, is_own=True),
    Quantity(name=TREND, origin="listening", scale="log", unit="times", read=_trends, is_own=True),
    Quantity(
        name=FORECAST, origin="estimated", scale="linear", unit="plays", read=_forecasts, is_own=True,
        own_model="segue train streams",
    ),
)  # fmt: skip

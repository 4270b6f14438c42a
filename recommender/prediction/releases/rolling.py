"""Count models fitted at the end of one year for a later one, on what was known then."""

from dataclasses import dataclass, field

import numpy as np

from recommender.prediction.releases.careers import Careers
from recommender.prediction.releases.count_model import CountModel, Size, ceiling_of
from recommender.prediction.releases.features import career_features, peer_rates
from recommender.prediction.releases.negative_binomial import fit, fit_size

MAX_HORIZON = 10
"""Years ahead beyond which nothing is forecast."""
MIN_TARGETS = 3
"""Years that must have been seen as targets before a model is fitted."""
WINDOW = 40
"""Years looked back for training, at most."""
HALF_LIFE = 15.0
"""Training years lose half of their weight in so many years."""
_SIZE_YEARS = 10
_DIGITS = 4


@dataclass(frozen=True, eq=False)
class Moment:
    """Everybody known at the end of one year; careers with the same features share a row."""

    rows: np.ndarray
    """int [n_known]: rows of the careers."""
    peers: np.ndarray
    features: np.ndarray
    """float64 [n_distinct, n_features]."""
    kind: np.ndarray
    """int [n_known]: row of `features` for each."""
    ceiling: np.ndarray
    """float64 [n_known]."""


@dataclass(eq=False)
class Rolling:
    """Fits models at any year of some careers; what was computed for a year is kept."""

    careers: Careers
    _moments: dict[int, Moment] = field(default_factory=dict)
    _starts: dict[int, np.ndarray] = field(default_factory=dict)

    def moment(self, origin: int) -> Moment:
        """Return what is known at the end of the year in column `origin`."""
        if origin not in self._moments:
            self._moments[origin] = _moment(self.careers, origin)
        return self._moments[origin]

    def can_fit(self, origin: int, horizon: int) -> bool:
        """Return whether enough earlier years have seen `horizon` years ahead."""
        return origin - horizon + 1 >= MIN_TARGETS

    def model(self, origin: int, horizon: int) -> CountModel:
        """Return the model fitted at the end of `origin` for `horizon` years later; nothing later is looked at."""
        newest = origin - horizon
        past = range(max(0, newest - WINDOW + 1), newest + 1)
        totals, numbers, features = [], [], []
        for earlier in past:
            moment, worth = self.moment(earlier), 0.5 ** ((newest - earlier) / HALF_LIFE)
            counts = self.counts(earlier, horizon)
            features.append(moment.features)
            totals.append(worth * np.bincount(moment.kind, counts, len(moment.features)))
            numbers.append(worth * np.bincount(moment.kind, minlength=len(moment.features)))
        coefficients = fit(
            np.concatenate(features), np.concatenate(totals), np.concatenate(numbers), start=self._starts.get(horizon)
        )
        self._starts[horizon] = coefficients
        return CountModel(coefficients, self._size(coefficients, past[-_SIZE_YEARS:], horizon))

    def counts(self, origin: int, horizon: int) -> np.ndarray:
        """Return what those known at `origin` released `horizon` years later, float64 [n_known]."""
        released: np.ndarray = self.careers.counts[self.moment(origin).rows, origin + horizon].astype(float)
        return released

    def means(self, model: CountModel, origin: int) -> np.ndarray:
        """Return what `model` expects of those known at `origin`, [n_known]."""
        moment = self.moment(origin)
        return model.mean(moment.features[moment.kind], moment.ceiling)

    def _size(self, coefficients: np.ndarray, origins: range, horizon: int) -> Size:
        model = CountModel(coefficients, (0.0, 0.0, 0.0))
        mean = np.concatenate([self.means(model, origin) for origin in origins])
        count = np.concatenate([self.counts(origin, horizon) for origin in origins])
        return fit_size(mean, count, np.ones(len(mean)))


def _moment(careers: Careers, origin: int) -> Moment:
    rows = careers.known_by(origin)
    counts, debut = careers.counts[rows, : origin + 1].astype(float), careers.debut[rows]
    peers = peer_rates(counts, debut)
    features = np.round(career_features(counts, debut, peers), _DIGITS)
    distinct, kind = np.unique(features, axis=0, return_inverse=True)
    return Moment(rows, peers, distinct, kind.ravel(), ceiling_of(counts))

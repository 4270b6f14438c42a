"""From a strength to a chance and an interval, by what came of such strengths before, most of all in the last weeks."""

from dataclasses import dataclass

import numpy as np

from recommender.prediction.charts.features import Rows

LEVEL = 0.8
"""Of the interval beside every score."""
_N_BANDS = 4
_MIN_ROWS = 40
"""Rows that a group needs for an interval of its own."""
_N_AGES = 4
_PRIOR = 0.05
"""Precision of the prior on slope and start, weak: it keeps separable data finite."""
_MIN_SLOPE = 1e-3
_STEP = 0.5
"""How far one week moves the logarithm of a width: smaller steps are late after a change, larger ones scatter more."""
_MAX_WIDTH = 8.0


@dataclass(frozen=True)
class Chance:
    """Logistic curve over strength: rising always, so that the strongest are also the likeliest."""

    slope: float
    start: float

    @classmethod
    def fit(cls, strength: np.ndarray, came: np.ndarray) -> "Chance":
        """Fit on strengths [n] and whether each came into the top [n], 0 or 1."""
        from sklearn.linear_model import LogisticRegression  # training only: serving needs no scikit-learn

        # The start is a column, for the prior holds it, too. Two rows of no weight name both outcomes, for all songs
        # of a small chart may have had the same one.
        inputs = np.column_stack([np.append(strength, [0, 0]), np.ones(len(strength) + 2)])
        weight = np.append(np.ones(len(strength)), [0, 0])
        model = LogisticRegression(C=1 / _PRIOR, fit_intercept=False, solver="newton-cholesky", tol=1e-8)
        slope, start = model.fit(inputs, np.append(came, [0, 1]), sample_weight=weight).coef_[0]
        return cls(slope=max(float(slope), _MIN_SLOPE), start=float(start))

    def of(self, strength: np.ndarray) -> np.ndarray:
        """Return the chance of each strength [n]."""
        from scipy.special import expit  # training only, as above

        chance: np.ndarray = expit(self.slope * strength + self.start)
        return chance


@dataclass(frozen=True, eq=False)
class ErrorInterval:
    """The 80 % range of errors, by how long a song is listed and how strong it is."""

    edges: np.ndarray
    """Between the bands of strength."""
    low: np.ndarray
    high: np.ndarray
    """By group [age, band]."""

    @classmethod
    def fit(cls, rows: Rows, strength: np.ndarray) -> "ErrorInterval":
        """Take the quantiles of the errors of these strengths [n] in each group; small groups get those of all rows."""
        errors = rows.next_strength - strength
        tail = (1 - LEVEL) / 2
        edges = np.quantile(strength, np.linspace(0, 1, _N_BANDS + 1)[1:-1])
        ends = np.tile(np.quantile(errors, [tail, 1 - tail])[:, None, None], (1, _N_AGES, _N_BANDS))
        ages, bands = _age(rows), np.searchsorted(edges, strength)
        for age in range(_N_AGES):
            for band in range(_N_BANDS):
                group = errors[(ages == age) & (bands == band)]
                if len(group) >= _MIN_ROWS:
                    ends[:, age, band] = np.quantile(group, [tail, 1 - tail])
        return cls(edges=edges, low=ends[0], high=ends[1])

    def ends(self, rows: Rows, strength: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the lower and upper ends [n] about these strengths; the strength itself always lies inside."""
        age, band = _age(rows), np.searchsorted(self.edges, strength)
        low, high = np.minimum(self.low[age, band], 0), np.maximum(self.high[age, band], 0)
        return strength + low, strength + high


@dataclass(frozen=True)
class Widening:
    """By how much a model's intervals on one chart are widened, in the top and below it apart.

    Songs of later years and of other charts err otherwise than those that the intervals were learned from. Each week
    that held less than `LEVEL` widens those of the next, and the other way round, so that in the long run `LEVEL` of
    the songs lie inside, whatever the errors do (adaptive conformal inference, Gibbs and Candes 2021; on logarithms).
    """

    below: float = 1.0
    top: float = 1.0

    def of(self, rows: Rows) -> np.ndarray:
        """Return the factor of each row [n]."""
        return np.where(rows.column("in_top") > 0, self.top, self.below)

    def after(self, rows: Rows, is_inside: np.ndarray) -> "Widening":
        """Return what holds for the next week, after one of which it is known whose strength lay inside, bool [n]."""
        listed, top = rows.column("is_listed") > 0, rows.column("in_top") > 0
        return Widening(
            below=_next_width(self.below, is_inside[listed & ~top]), top=_next_width(self.top, is_inside[listed & top])
        )


def _next_width(width: float, is_inside: np.ndarray) -> float:
    if not len(is_inside):
        return width
    return float(np.clip(width * np.exp(_STEP * (LEVEL - is_inside.mean())), 1 / _MAX_WIDTH, _MAX_WIDTH))


def _age(rows: Rows) -> np.ndarray:
    """Return 0 for songs not listed, 1 for debuts, 2 for up to four weeks, 3 for more."""
    weeks = rows.column("weeks_listed")
    age: np.ndarray = np.select([rows.column("is_listed") == 0, weeks <= 1, weeks <= 4], [0, 1, 2], default=3)
    return age

"""What is known of a career at the end of a year; nothing later is looked at."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from recommender.prediction.named_columns import stack_columns

HALF_LIVES = (0.7, 2.0, 5.0, 15.0)
"""Years after which a release counts half, from what is new to the whole career."""
_PRIOR_YEARS = (0.5, 0.5, 0.75, 1.0)
"""Years of own data that the rate of artists of like age counts for, by half-life."""
AGES = (0, 1, 2, 3, 5, 8, 12, 20)
"""Lower ends of the bands of career age in years; artists of one band are peers."""
_MIN_RATE = 0.02
_SILENT = (0, 1, 2, 3)
_YOUNG = (0, 1, 2)
_NEW, _LONG = HALF_LIVES[0], HALF_LIVES[2]


@dataclass(frozen=True, eq=False)
class CareersUpTo:
    """Everybody's career up to one year, its last column of `counts` [n_artists, n_years]."""

    counts: np.ndarray
    debut: np.ndarray
    """Column of the first release [n_artists]."""
    peers: np.ndarray
    """Of `peer_rates`."""

    @cached_property
    def age(self) -> np.ndarray:
        """Years since the debut."""
        age: np.ndarray = (self.counts.shape[1] - 1 - self.debut).astype(np.int64)
        return age

    @cached_property
    def silence(self) -> np.ndarray:
        """Years since the last release."""
        silence: np.ndarray = (self.counts > 0)[:, ::-1].argmax(axis=1).astype(float)
        return silence

    @cached_property
    def log_age(self) -> np.ndarray:
        """Logarithm of one more than the age."""
        logs: np.ndarray = np.log1p(self.age)
        return logs

    @cached_property
    def log_silence(self) -> np.ndarray:
        """Logarithm of one more than the silence."""
        logs: np.ndarray = np.log1p(self.silence)
        return logs

    @cached_property
    def log_rates(self) -> Mapping[float, np.ndarray]:
        """Logarithms of releases a year, by half-life.

        A rate is the decayed number of releases per decayed year, drawn towards that of artists of like career age:
        whoever has little history is taken for one of them.
        """
        lag, band = np.arange(self.counts.shape[1] - 1, -1, -1), age_band(self.age)
        rates = {}
        for half_life, prior, of_peers in zip(HALF_LIVES, _PRIOR_YEARS, self.peers, strict=True):
            released_lately, years = self.counts @ 0.5 ** (lag / half_life), _worth(self.age, half_life)
            rates[half_life] = np.log((released_lately + prior * of_peers[band]) / (years + prior) + _MIN_RATE)
        return rates


def _log_rate(careers: CareersUpTo, *, half_life: float) -> np.ndarray:
    return careers.log_rates[half_life]


def _is_silent_for(careers: CareersUpTo, *, years: int) -> np.ndarray:
    silent: np.ndarray = careers.silence == years
    return silent


def _is_of_age(careers: CareersUpTo, *, years: int) -> np.ndarray:
    of_age: np.ndarray = careers.age == years
    return of_age


def _log_active_years(careers: CareersUpTo) -> np.ndarray:
    logs: np.ndarray = np.log(np.maximum((careers.counts > 0).sum(axis=1), 1))
    return logs


COLUMNS: Mapping[str, Callable[[CareersUpTo], np.ndarray | float]] = {
    "one": lambda _: 1.0,
    **{f"log_rate_{half_life:g}": partial(_log_rate, half_life=half_life) for half_life in HALF_LIVES},
    **{f"silent_{years}": partial(_is_silent_for, years=years) for years in _SILENT},
    "log_silence": lambda careers: careers.log_silence,
    "log_silence_over_6": lambda careers: np.maximum(careers.log_silence - np.log(6), 0),
    "log_silence_over_16": lambda careers: np.maximum(careers.log_silence - np.log(16), 0),
    **{f"age_{years}": partial(_is_of_age, years=years) for years in _YOUNG},
    "log_age": lambda careers: careers.log_age,
    "log_age_over_8": lambda careers: np.maximum(careers.log_age - np.log(8), 0),
    "log_active_years": _log_active_years,
    "now_by_age": lambda careers: (careers.silence == 0) * careers.log_age,
    "now_by_rate": lambda careers: (careers.silence == 0) * careers.log_rates[_NEW],
    "debut_by_rate": lambda careers: (careers.silence == 0) * (careers.age == 0) * careers.log_rates[_NEW],
    "away_by_rate": lambda careers: (careers.silence != 0) * careers.log_rates[_LONG],
}
"""Every feature of a career, declared once with its computation."""
NAMES = tuple(COLUMNS)
FINGERPRINT = hashlib.sha256("\n".join(NAMES).encode()).hexdigest()[:12]


def career_features(counts: np.ndarray, debut: np.ndarray, peers: np.ndarray) -> np.ndarray:
    """Return float64 [n_artists, len(NAMES)] for careers known up to the last column of `counts`.

    counts [n_artists, n_years], debut [n_artists] (column of the first release, one of these columns), peers from
    `peer_rates` of everybody known then.
    """
    careers = CareersUpTo(counts, debut, peers)
    return stack_columns({name: compute(careers) for name, compute in COLUMNS.items()}, NAMES, n=len(counts))


def peer_rates(counts: np.ndarray, debut: np.ndarray) -> np.ndarray:
    """Return float64 [len(HALF_LIVES), len(AGES)]: decayed releases per decayed year of each band of career age."""
    n_years = counts.shape[1]
    age = (n_years - 1 - debut).astype(np.int64)
    lag, band = np.arange(n_years - 1, -1, -1), age_band(age)
    rates = []
    for half_life in HALF_LIVES:
        released = np.bincount(band, counts @ 0.5 ** (lag / half_life), len(AGES))
        years = np.bincount(band, _worth(age, half_life), len(AGES))
        rates.append((released + counts.sum() / max(age.sum() + len(age), 1)) / (years + 1))
    return np.array(rates)


def age_band(age: np.ndarray) -> np.ndarray:
    """Return the number of the band of each career age."""
    band: np.ndarray = np.searchsorted(AGES, age, side="right") - 1
    return band


def _worth(age: np.ndarray, half_life: float) -> np.ndarray:
    """Return how many decayed years each career has had."""
    years: np.ndarray = (0.5 ** (np.arange(int(age.max(initial=0)) + 1) / half_life)).cumsum()[age]
    return years

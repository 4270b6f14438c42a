"""What is known of a career at the end of a year; nothing later is looked at."""

import hashlib

import numpy as np

HALF_LIVES = (0.7, 2.0, 5.0, 15.0)
"""Years after which a release counts half, from what is new to the whole career."""
_PRIOR_YEARS = (0.5, 0.5, 0.75, 1.0)
"""For how many years' worth of own data the rate of artists of like age stands, by half-life."""
AGES = (0, 1, 2, 3, 5, 8, 12, 20)
"""Lower ends of the bands of career age in years; artists of one band are peers."""
_LEAST_RATE = 0.02
_SILENT = (0, 1, 2, 3)
_YOUNG = (0, 1, 2)
_RATES = tuple(f"log_rate_{half_life:g}" for half_life in HALF_LIVES)
NAMES = (
    "one",
    *_RATES,
    *(f"silent_{years}" for years in _SILENT),
    "log_silence",
    "log_silence_over_6",
    "log_silence_over_16",
    *(f"age_{years}" for years in _YOUNG),
    "log_age",
    "log_age_over_8",
    "log_active_years",
    "now_by_age",
    "now_by_rate",
    "debut_by_rate",
    "away_by_rate",
)
FINGERPRINT = hashlib.sha256("\n".join(NAMES).encode()).hexdigest()[:12]


def career_features(counts: np.ndarray, debut: np.ndarray, peers: np.ndarray) -> np.ndarray:
    """Return float64 [n_artists, len(NAMES)] for careers known up to the last column of `counts`.

    counts [n_artists, n_years], debut [n_artists] (column of the first release, one of these columns), peers from
    `peer_rates` of everybody known then. A rate is the decayed number of releases per decayed year, drawn towards that
    of artists of like career age: whoever has little history is taken for one of them.
    """
    n_years = counts.shape[1]
    age = (n_years - 1 - debut).astype(np.int64)
    lag = np.arange(n_years - 1, -1, -1)
    released = counts > 0
    silence = released[:, ::-1].argmax(axis=1).astype(float)
    band = age_band(age)
    rates = []
    for half_life, prior, of_peers in zip(HALF_LIVES, _PRIOR_YEARS, peers, strict=True):
        released_lately, years = counts @ 0.5 ** (lag / half_life), _worth(age, half_life)
        rates.append(np.log((released_lately + prior * of_peers[band]) / (years + prior) + _LEAST_RATE))
    log_silence, log_age = np.log1p(silence), np.log1p(age)
    now, debuts = silence == 0, age == 0
    return np.column_stack(
        [
            np.ones(len(counts)),
            *rates,
            *(silence == years for years in _SILENT),
            log_silence,
            np.maximum(log_silence - np.log(6), 0),
            np.maximum(log_silence - np.log(16), 0),
            *(age == years for years in _YOUNG),
            log_age,
            np.maximum(log_age - np.log(8), 0),
            np.log(np.maximum(released.sum(axis=1), 1)),
            now * log_age,
            now * rates[0],
            now * debuts * rates[0],
            ~now * rates[2],
        ]
    )


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

"""Every feature by its name: whoever gives one the computation of another fails here."""

import numpy as np
import pytest

from recommender.prediction.releases.features import AGES, FINGERPRINT, HALF_LIVES, NAMES, career_features

N_YEARS = 30
PRIORS = (0.5, 0.5, 0.75, 1.0)
PEERS = np.array([[0.1], [0.2], [0.3], [0.4]]) * np.ones(len(AGES))


def features_of(*released: int) -> dict[str, float]:
    """Return the features of a career with a release in each of these years before the last one."""
    counts = np.zeros((1, N_YEARS))
    counts[0, [N_YEARS - 1 - years for years in released]] = 1
    debut = np.array([N_YEARS - 1 - max(released)])
    return dict(zip(NAMES, career_features(counts, debut, PEERS)[0], strict=True))


def log_rates(*released: int) -> dict[str, float]:
    found = {}
    for half_life, prior, of_peers in zip(HALF_LIVES, PRIORS, PEERS[:, 0], strict=True):
        worth = 0.5 ** (np.arange(max(released) + 1) / half_life)
        rate = (worth[list(released)].sum() + prior * of_peers) / (worth.sum() + prior)
        found[f"log_rate_{half_life:g}"] = np.log(rate + 0.02)
    return found


NOTHING = dict.fromkeys(NAMES, 0.0) | {"one": 1.0}
AWAY, NOW, DEBUT, SILENT = (18, 20), (0, 4, 9), (0,), (3, 12)


@pytest.mark.parametrize(
    ("released", "expected"),
    [
        (AWAY, {
            "log_silence": np.log(19), "log_silence_over_6": np.log(19 / 6), "log_silence_over_16": np.log(19 / 16),
            "log_age": np.log(21), "log_age_over_8": np.log(21 / 8), "log_active_years": np.log(2),
            "away_by_rate": log_rates(*AWAY)["log_rate_5"],
        }),
        (NOW, {
            "silent_0": 1, "log_age": np.log(10), "log_age_over_8": np.log(10 / 8), "log_active_years": np.log(3),
            "now_by_age": np.log(10), "now_by_rate": log_rates(*NOW)["log_rate_0.7"],
        }),
        (DEBUT, {
            "silent_0": 1, "age_0": 1, "now_by_rate": log_rates(*DEBUT)["log_rate_0.7"],
            "debut_by_rate": log_rates(*DEBUT)["log_rate_0.7"],
        }),
        (SILENT, {
            "silent_3": 1, "log_silence": np.log(4), "log_age": np.log(13), "log_age_over_8": np.log(13 / 8),
            "log_active_years": np.log(2), "away_by_rate": log_rates(*SILENT)["log_rate_5"],
        }),
        ((1,), {
            "silent_1": 1, "age_1": 1, "log_silence": np.log(2), "log_age": np.log(2),
            "away_by_rate": log_rates(1)["log_rate_5"],
        }),
        ((2,), {
            "silent_2": 1, "age_2": 1, "log_silence": np.log(3), "log_age": np.log(3),
            "away_by_rate": log_rates(2)["log_rate_5"],
        }),
    ],
)  # fmt: skip
def test_every_feature_is_what_its_name_says(released, expected):
    assert features_of(*released) == pytest.approx(NOTHING | log_rates(*released) | expected)


def test_the_order_is_that_of_the_models_in_use():
    assert FINGERPRINT == "e601fa06b1af"
    assert NAMES[:5] == ("one", "log_rate_0.7", "log_rate_2", "log_rate_5", "log_rate_15")

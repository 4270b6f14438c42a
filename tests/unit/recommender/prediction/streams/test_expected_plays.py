"""What is expected of songs: of those heard before by all half-lives alike, of others by the artist's rate alone."""

import numpy as np
import pytest

from recommender.prediction.streams.heard.features import NAMES as HEARD_NAMES
from recommender.prediction.streams.heard.model import fit_heard
from recommender.prediction.streams.unheard.features import NAMES as UNHEARD_NAMES
from recommender.prediction.streams.unheard.model import RATE, fit_artist_rate


def made_rows(names, *, n=2_000):
    return np.random.default_rng(0).gamma(1.0, 3.0, size=(n, len(names))).astype(np.float32)


@pytest.mark.parametrize("half_life", ["5d", "14d", "120d"])
def test_a_listener_is_believed_whatever_half_life_fits_best(half_life):
    x = made_rows(HEARD_NAMES)
    plays = 0.4 * x[:, HEARD_NAMES.index(f"plays_decayed_{half_life}")]
    expected = fit_heard(x, plays, penalty=1.0).forecast(x).mean
    assert expected == pytest.approx(plays, abs=0.01)


def test_a_song_never_heard_is_judged_by_the_rate_of_its_artist_alone():
    x = made_rows(UNHEARD_NAMES)
    rate = UNHEARD_NAMES.index(RATE)
    plays = np.random.default_rng(1).poisson(x[:, rate] + x[:, rate - 1])
    model = fit_artist_rate(x, plays, penalty=0.1)
    other = made_rows(UNHEARD_NAMES)[::-1].copy()
    other[:, rate] = x[:, rate]
    assert np.array_equal(model.forecast(x).mean, model.forecast(other).mean)
    assert np.corrcoef(model.forecast(x).mean, x[:, rate])[0, 1] > 0.9

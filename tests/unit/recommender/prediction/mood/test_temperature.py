"""Far from the training songs an answer is less sure, whatever the regression says."""

import numpy as np
import pytest

from recommender.prediction.mood.temperature import FROM_SHARES, GROWTH, MAX_SONGS, NEAR, DistanceTemperature

SHARES = np.array([0.1, 0.2, 0.3, 0.4])
SURE = np.array([[0.9, 0.06, 0.03, 0.01]])


@pytest.fixture(scope="module")
def songs():
    return np.random.default_rng(0).normal(0, 1, (400, 3))


@pytest.fixture(scope="module")
def temperature(songs):
    return DistanceTemperature.fit(songs, SHARES, np.random.default_rng(0))


def at(temperature, distances):
    """Return scores that are so many usual distances from songs that all lie in one place."""
    one_place = DistanceTemperature(np.zeros((20, 2)), temperature.usual_distance, SHARES)
    return one_place, np.column_stack([np.array(distances) * temperature.usual_distance, np.zeros(len(distances))])


def test_among_the_training_songs_only_a_little_of_the_shares_is_mixed_in(temperature):
    model, scores = at(temperature, [0.5, NEAR])
    for flat in model(np.repeat(SURE, 2, axis=0), scores):
        assert flat == pytest.approx((1 - FROM_SHARES) * SURE[0] + FROM_SHARES * SHARES)


def test_the_temperature_grows_with_the_distance(temperature):
    model, scores = at(temperature, [2.0])
    odds = SURE[0] ** (1 / (1 + GROWTH * (2 - NEAR)))
    assert model(SURE, scores)[0] == pytest.approx((1 - FROM_SHARES) * odds / odds.sum() + FROM_SHARES * SHARES)


def test_the_farther_the_flatter_and_the_likeliest_stays(temperature):
    model, scores = at(temperature, [1.0, 1.5, 3.0, 10.0, 100.0])
    flat = model(np.repeat(SURE, 5, axis=0), scores)
    assert (np.diff(flat[:, 0]) < 0).all()
    assert flat.sum(axis=1) == pytest.approx(1)
    assert flat[3].argmax() == 0
    assert flat[4] == pytest.approx(0.25, abs=0.02)


def test_an_impossible_mood_elsewhere_costs_no_fortune(temperature):
    model, scores = at(temperature, [0.0])
    assert model(np.array([[1.0, 0.0, 0.0, 0.0]]), scores)[0, 3] >= FROM_SHARES * SHARES[3] * 0.99


def test_the_usual_distance_is_that_to_the_tenth_other_song(songs, temperature):
    distances = np.sort(np.linalg.norm(songs[:, None] - songs[None], axis=2), axis=1)
    assert temperature.usual_distance == pytest.approx(np.median(distances[:, 10]))


def test_songs_that_are_all_alike_and_tables_that_are_large_are_no_trouble():
    alike = DistanceTemperature.fit(np.zeros((40, 3)), SHARES, np.random.default_rng(0))
    assert alike(SURE, np.zeros((1, 3)))[0].argmax() == 0
    many = DistanceTemperature.fit(
        np.random.default_rng(1).normal(0, 1, (MAX_SONGS + 500, 3)), SHARES, np.random.default_rng(0)
    )
    assert len(many.songs) == MAX_SONGS
    assert many(np.empty((0, 4)), np.empty((0, 3))).shape == (0, 4)

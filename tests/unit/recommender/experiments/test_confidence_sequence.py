"""Intervals that hold at every look: proven by looking at every step of many made-up experiments."""

from collections.abc import Callable

import numpy as np
import pytest

from recommender.experiments.confidence_sequence import (
    ALPHA,
    MIN_LISTENERS,
    Sample,
    difference_interval,
    mean_interval,
    radius,
)

N_EXPERIMENTS, N_LISTENERS, LOOK_EVERY = 300, 240, 4
Draw = Callable[[np.random.Generator, tuple[int, int]], np.ndarray]
RATES: dict[str, Draw] = {
    "many plays each": lambda rng, shape: rng.beta(4, 8, shape),
    "one play each": lambda rng, shape: (rng.random(shape) < 0.3).astype(float),
    "seldom": lambda rng, shape: (rng.random(shape) < 0.03).astype(float),
    "mostly nothing": lambda rng, shape: np.where(rng.random(shape) < 0.7, 0.0, rng.beta(2, 3, shape)),
}


def samples(values: np.ndarray) -> list[list[Sample]]:
    """The sample of each experiment (row) at each look."""
    looks = np.arange(MIN_LISTENERS, values.shape[1] + 1, LOOK_EVERY)
    sums, squares = values.cumsum(axis=1)[:, looks - 1], (values**2).cumsum(axis=1)[:, looks - 1]
    variances = (squares + 1 - (sums + 1) ** 2 / (looks + 2)) / (looks + 1)
    rows = zip(sums / looks, variances, strict=True)
    return [[Sample(*each) for each in zip(looks.tolist(), m, v, strict=True)] for m, v in rows]


def test_the_samples_of_this_file_are_those_of_the_product():
    values = np.random.default_rng(1).random((1, MIN_LISTENERS))
    made, real = samples(values)[0][0], Sample.of(values[0].tolist())
    assert (made.n, made.mean, made.variance) == pytest.approx((real.n, real.mean, real.variance))


@pytest.mark.parametrize("name", RATES)
def test_with_a_look_at_every_step_the_truth_leaves_the_interval_in_at_most_its_share_of_experiments(name):
    rng = np.random.default_rng(7)
    treated, control = (samples(RATES[name](rng, (N_EXPERIMENTS, N_LISTENERS))) for _ in range(2))
    missed = 0
    for pair in zip(treated, control, strict=True):
        intervals = [difference_interval(*each) for each in zip(*pair, strict=True)]
        missed += any(interval is None or interval.low > 0 or interval.high < 0 for interval in intervals)
    assert missed / N_EXPERIMENTS <= ALPHA


def test_an_interval_for_one_look_would_be_wrong_far_too_often():
    rng = np.random.default_rng(7)
    treated, control = (samples(RATES["many plays each"](rng, (N_EXPERIMENTS, N_LISTENERS))) for _ in range(2))
    missed = 0
    for pair in zip(treated, control, strict=True):
        missed += any(
            abs(a.mean - b.mean) > 1.96 * np.sqrt(a.variance / a.n + b.variance / b.n)
            for a, b in zip(*pair, strict=True)
        )
    assert missed / N_EXPERIMENTS > 2 * ALPHA


def test_a_true_difference_is_found_and_its_size_lies_within():
    rng = np.random.default_rng(3)
    treated, control = (Sample.of(rng.beta(a, 8, 400).tolist()) for a in (6, 4))
    interval = difference_interval(treated, control)
    assert interval is not None
    assert interval.is_above_zero
    assert interval.low < 6 / 14 - 4 / 12 < interval.high


def test_nothing_is_said_of_few_listeners_nor_is_what_never_happened_certain():
    few, enough = (Sample.of([0.0] * n) for n in (MIN_LISTENERS - 1, MIN_LISTENERS))
    assert difference_interval(few, enough) is None
    assert mean_interval(few) is None
    interval = difference_interval(enough, enough)
    assert interval is not None
    assert interval.low < -0.1 < 0.1 < interval.high


def test_the_width_falls_as_listeners_come_and_is_near_the_best_where_it_was_tuned_for():
    assert radius(100) > radius(200) > radius(400)
    best = min(radius(200, narrowest_at=n) for n in range(20, 2_000, 20))
    assert radius(200, narrowest_at=200) == pytest.approx(best, rel=0.01)

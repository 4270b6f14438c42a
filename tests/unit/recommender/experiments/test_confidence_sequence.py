"""Intervals that hold at every look: proven by looking at every step of many made-up experiments."""

import dataclasses
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
RATES: dict[str, tuple[Draw, int]] = {
    "fifty plays each": (lambda rng, shape: rng.binomial(50, rng.beta(4, 8, shape)) / 50, 50),
    "one play each": (lambda rng, shape: (rng.random(shape) < 0.3).astype(float), 1),
    "seldom": (lambda rng, shape: (rng.random(shape) < 0.03).astype(float), 1),
    "mostly nothing": (lambda rng, shape: rng.binomial(10, np.where(rng.random(shape) < 0.7, 0, 0.4)) / 10, 10),
    "few like": (lambda rng, shape: rng.binomial(60, np.where(rng.random(shape) < 0.8, 0, 0.05)) / 60, 60),
}
"""Rates of listeners, and of how many picks each is."""


def samples(values: np.ndarray, n_picks: int) -> list[list[Sample]]:
    """The sample of each experiment (row) at each look."""
    looks = np.arange(MIN_LISTENERS, values.shape[1] + 1, LOOK_EVERY)
    sums, squares = values.cumsum(axis=1)[:, looks - 1], (values**2).cumsum(axis=1)[:, looks - 1]
    means = sums / looks
    above = np.maximum.accumulate(values, axis=1)[:, looks - 1] - means
    below = means - np.minimum.accumulate(values, axis=1)[:, looks - 1]
    farthest = np.maximum(np.maximum(above, below), 1 / n_picks)
    rows = zip(means, squares - looks * means**2, farthest, strict=True)
    return [[Sample(*each) for each in zip(looks.tolist(), *row, strict=True)] for row in rows]


def draw(name: str, rng: np.random.Generator) -> list[list[Sample]]:
    rates, n_picks = RATES[name]
    return samples(rates(rng, (N_EXPERIMENTS, N_LISTENERS)), n_picks)


def count_missed(treated: list[list[Sample]], control: list[list[Sample]], truth: float) -> int:
    """In how many experiments the truth is outside of the interval at any look."""
    missed = 0
    for pair in zip(treated, control, strict=True):
        intervals = [difference_interval(*each) for each in zip(*pair, strict=True)]
        missed += any(interval is None or not interval.low <= truth <= interval.high for interval in intervals)
    return missed


def test_the_samples_of_this_file_are_those_of_the_product():
    values = np.random.default_rng(1).random((1, MIN_LISTENERS))
    made, real = samples(values, 4)[0][0], Sample.of(values[0].tolist(), [0.25] * MIN_LISTENERS)
    assert dataclasses.astuple(made) == pytest.approx(dataclasses.astuple(real))


@pytest.mark.parametrize("name", RATES)
def test_with_a_look_at_every_step_the_truth_leaves_the_interval_in_at_most_its_share_of_experiments(name):
    rng = np.random.default_rng(7)
    assert count_missed(draw(name, rng), draw(name, rng), 0.0) / N_EXPERIMENTS <= ALPHA


@pytest.mark.parametrize(("name", "truth"), [("seldom", 0.03), ("few like", 0.01)])
def test_a_true_difference_of_what_is_rare_lies_within_as_often(name, truth):
    rng = np.random.default_rng(7)
    never = samples(np.zeros((N_EXPERIMENTS, N_LISTENERS)), 1)
    assert count_missed(draw(name, rng), never, truth) / N_EXPERIMENTS <= ALPHA


def test_an_interval_for_one_look_would_be_wrong_far_too_often():
    rng = np.random.default_rng(7)
    treated, control = (draw("fifty plays each", rng) for _ in range(2))
    missed = 0
    for pair in zip(treated, control, strict=True):
        missed += any(
            abs(a.mean - b.mean) > 1.96 * np.sqrt(a.squares / a.n**2 + b.squares / b.n**2)
            for a, b in zip(*pair, strict=True)
        )
    assert missed / N_EXPERIMENTS > 2 * ALPHA


def test_a_true_difference_is_found_and_its_size_lies_within():
    rng = np.random.default_rng(3)
    treated, control = (Sample.of(rng.beta(a, 8, 400).tolist(), [0.02] * 400) for a in (6, 4))
    interval = difference_interval(treated, control)
    assert interval is not None
    assert interval.is_above_zero
    assert interval.low < 6 / 14 - 4 / 12 < interval.high


def test_nothing_is_said_of_few_listeners_nor_is_what_never_happened_certain():
    few, enough = (Sample.of([0.0] * n, [1.0] * n) for n in (MIN_LISTENERS - 1, MIN_LISTENERS))
    assert difference_interval(few, enough) is None
    assert mean_interval(few) is None
    interval = difference_interval(enough, enough)
    assert interval is not None
    assert interval.low < -0.1 < 0.1 < interval.high


def test_the_width_falls_as_listeners_come_and_is_near_the_best_where_it_was_tuned_for():
    assert radius(100) > radius(200) > radius(400)
    best = min(radius(200, narrowest_at=n) for n in range(20, 2_000, 20))
    assert radius(200, narrowest_at=200) == pytest.approx(best, rel=0.01)

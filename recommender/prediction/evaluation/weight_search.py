"""The choice of what each model of a blend counts, on validation data."""

from collections.abc import Callable, Sequence

Weights = tuple[float, ...]
Score = Callable[[float], float]
MIN_GAIN = 1e-9
"""What is not better by so much is rounding."""


def search_weights(
    score_along: Callable[[Weights, int], Score],
    *,
    start: Sequence[float],
    grid: Sequence[float],
    max_rounds: int,
    min_gain: float = MIN_GAIN,
) -> tuple[Weights, float]:
    """Return the weights with the largest score, from `start` by coordinate search, and that score.

    One weight at a time takes each value of the grid, round after round until none gets better. `score_along(weights,
    model)` gives the score by the weight of one model, the others as they are: what they come to is worked out once.
    No blend is left without any weight.
    """
    weights = tuple(float(weight) for weight in start)
    best = score_along(weights, 0)(weights[0])
    for _ in range(max_rounds):
        before = best
        for model in range(len(weights)):
            score = score_along(weights, model)
            for weight in grid:
                other = (*weights[:model], weight, *weights[model + 1 :])
                if other == weights or not any(other):
                    continue
                value = score(weight)
                if value > best + min_gain:
                    best, weights = value, other
        if best <= before:
            break
    return weights, best

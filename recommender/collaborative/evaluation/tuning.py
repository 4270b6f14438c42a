"""The choice of settings on validation data: one setting at a time, up or down its ladder for as long as it helps."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MAX_TRIES = 24


@dataclass(frozen=True)
class Choice:
    """What was chosen."""

    settings: Any
    score: float
    n_tried: int


def choose(
    starts: Sequence[Any],
    ladders: Mapping[str, Sequence[Any]],
    score: Callable[[Any], float],
    *,
    max_tries: int = MAX_TRIES,
) -> Choice:
    """Return the settings with the largest score, from the best of `starts` on by coordinate search.

    `ladders` has for each field its values in order, those of the starts among them. Settings are scored once, and no
    more than `max_tries` are.
    """
    tried: dict[Any, float] = {start: score(start) for start in starts}
    best = max(tried, key=tried.__getitem__)
    while True:
        before = best
        for field, values in ladders.items():
            for step in (1, -1):
                best = _walk(best, field, values, step, tried, score, max_tries)
        if best == before:
            return Choice(best, tried[best], len(tried))


def _walk(
    best: Any,
    field: str,
    values: Sequence[Any],
    step: int,
    tried: dict[Any, float],
    score: Callable[[Any], float],
    max_tries: int,
) -> Any:
    """Return the best settings in one direction of one field: on as long as each is better than the last."""
    at = values.index(getattr(best, field)) + step
    while 0 <= at < len(values):
        other = dataclasses.replace(best, **{field: values[at]})
        if other not in tried:
            if len(tried) >= max_tries:
                return best
            tried[other] = score(other)
        if tried[other] <= tried[best]:
            return best
        best, at = other, at + step
    return best

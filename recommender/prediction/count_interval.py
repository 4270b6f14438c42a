"""The interval of a whole count as it is shown."""

import math


def counts_around(expected: float, low: float, high: float) -> tuple[int, int]:
    """Return an interval of whole counts with the expected value in it, so that it holds its level or more.

    Of counts that are mostly 0 a few high ones pull the mean beyond what 80 % of them are.
    """
    return min(math.floor(low), math.floor(expected)), max(math.ceil(high), math.ceil(expected))

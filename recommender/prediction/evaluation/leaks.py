"""Results that are too good to be true are mistakes of the test until shown otherwise."""

from collections.abc import Mapping


def leak_warnings(values: Mapping[str, float], *, metric: str, limit: float, case: str) -> list[str]:
    """Return a warning for each model whose value of a metric is above the limit."""
    return [
        f"WARNING, {case}: {name} has {metric} {value:.3f}, above {limit}; treat it as a leak until shown otherwise"
        for name, value in values.items()
        if value > limit
    ]

"""Measures several ways that take turns, so that a busy machine slows all of them alike."""

import random
import statistics
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks.etl.stopwatch import Steps

Way = Callable[[Path], Steps]


def measure(ways: Mapping[str, Way], clips: Sequence[Path], *, rounds: int) -> dict[str, Steps]:
    """Return the median over clips of the median over rounds, seconds per way and step.

    In a round every way takes its turn on every clip, in an order drawn anew each time: what a way leaves in the
    caches then helps none more than another. One more round goes before, to warm up.
    """
    times_of: dict[tuple[str, str], dict[Path, list[float]]] = {}
    names, rng = list(ways), random.Random(0)
    for number in range(rounds + 1):
        for clip in clips:
            rng.shuffle(names)
            for name in names:
                for step, seconds in ways[name](clip).items():
                    if number:
                        times_of.setdefault((name, step), {}).setdefault(clip, []).append(seconds)
    result: dict[str, Steps] = {name: {} for name in ways}
    for (name, step), per_clip in times_of.items():
        result[name][step] = statistics.median(statistics.median(times) for times in per_clip.values())
    return result

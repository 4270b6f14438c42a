"""Which model of each run is the baseline that stands beside a goal."""

from dataclasses import replace

from benchmarks.quality.goal import Figure

BASELINES = {
    "charts-spotify": "persistence",
    "charts-hot100": "persistence",
    "popularity": "genre mean and shares",
    "streams": "decayed count tuned for MAE",
    "sessions": "popularity",
    "mood": "majority",
    "descriptors": "mean of the training tracks",
    "similarity": "raw Euclid, 140 MFCC moments",
    "artists": "popularity",
    "picks": "popularity",
    "sound": "segue, nothing learned",
    "duplicates": "cosine of all numbers >= 0.985",
}
"""By run; the numbers of releases are compared with all of their baselines by goals of their own."""
_KNOWS_LESS = "genre not told"
"""Such a model has no baseline here: that of popularity is told the genre."""


def baseline_of(figure: Figure) -> Figure | None:
    """Return the baseline's figure beside this one, same case; None for an interval's end or where none is fair."""
    if figure.run not in BASELINES or figure.part != "value" or _KNOWS_LESS in figure.model:
        return None
    case, _, model = figure.model.rpartition(": ")
    baseline = BASELINES[figure.run]
    return None if model == baseline else replace(figure, model=f"{case}: {baseline}" if case else baseline)

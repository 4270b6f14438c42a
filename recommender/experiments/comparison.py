"""What an experiment says so far: each arm beside the control, by listener, with intervals that hold at any time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from recommender.experiments.confidence_sequence import ALPHA, Interval, Sample, difference_interval, mean_interval
from recommender.experiments.rates import EARLY_SKIPS, FINISHES, METRICS, PLAYS, Metric
from recommender.experiments.records import Experiment
from recommender.experiments.watched import Counted, Watched, WatchedListener


@dataclass(frozen=True)
class ArmFigure:
    """One metric of one arm."""

    arm: str
    metric: Metric
    n_listeners: int
    """Watched to the end, with something to count."""
    n_counted: int
    """Picks that were shown, or played, to them."""
    mean: float | None
    """Of the listeners' rates; None without listeners."""
    difference: Interval | None = None
    """From the control; None of the control, and while there are too few listeners."""


@dataclass(frozen=True)
class Preference:
    """Of interleaved slates: how much more of the second arm's picks was played or skipped early."""

    metric: Metric
    n_listeners: int
    interval: Interval | None


def compare_arms(experiment: Experiment, watched: Watched) -> list[ArmFigure]:
    """Return every metric of every arm, the control first.

    With more than one arm beside the control the intervals of a metric hold together (Bonferroni).
    """
    alpha = ALPHA / (len(experiment.arms) - 1)
    figures = []
    for metric in METRICS:
        rates = {arm: _counted(watched.of_arm(arm), metric) for arm in experiment.arms}
        samples = {arm: _sample(of_arm) for arm, of_arm in rates.items()}
        control = samples[experiment.control]
        for arm, sample in samples.items():
            is_control = arm == experiment.control
            figures.append(
                ArmFigure(
                    arm=arm,
                    metric=metric,
                    n_listeners=sample.n,
                    n_counted=sum(each.n for each in rates[arm]),
                    mean=sample.mean if sample.n else None,
                    difference=None if is_control else difference_interval(sample, control, alpha=alpha),
                )
            )
    return figures


def compare_teams(experiment: Experiment, watched: Watched) -> list[Preference]:
    """Return the credit of the second arm's team over the first's, and by how much more of it is skipped early."""
    first, second = experiment.arms

    def credit_of(listener: WatchedListener) -> Counted | None:
        n_first, n_second = (_n_plays(listener, team) for team in (first, second))
        value = credit(n_first, n_second)
        return None if value is None else Counted(value, n_first + n_second)

    def more_skips(listener: WatchedListener) -> Counted | None:
        before, after = (listener.rate(EARLY_SKIPS, team=team) for team in (first, second))
        return before and after and Counted(after.value - before.value, before.n + after.n)

    return [
        _preference(PLAYS, watched.listeners, credit_of),
        _preference(EARLY_SKIPS, watched.listeners, more_skips),
    ]


def credit(n_first: int, n_second: int) -> float | None:
    """Return by how much more of the played picks are the second arm's, -1..1; None where neither has any."""
    return (n_second - n_first) / (n_first + n_second) if n_first + n_second else None


def _n_plays(listener: WatchedListener, team: str) -> int:
    rate = listener.rate(FINISHES, team=team)
    return rate.n if rate else 0


def _preference(
    metric: Metric, listeners: Sequence[WatchedListener], value: Callable[[WatchedListener], Counted | None]
) -> Preference:
    counted = [each for listener in listeners if (each := value(listener)) is not None]
    # From -1 to 1 a single pick moves twice as much as from 0 to 1.
    return Preference(metric, len(counted), mean_interval(_sample(counted, scale=2.0)))


def _counted(listeners: Sequence[WatchedListener], metric: Metric) -> list[Counted]:
    return [rate for listener in listeners if (rate := listener.rate(metric)) is not None]


def _sample(counted: Sequence[Counted], *, scale: float = 1.0) -> Sample:
    return Sample.of([each.value for each in counted], [scale / each.n for each in counted])

"""What an experiment says so far, as tables in the terminal."""

from collections.abc import Sequence
from datetime import datetime

import click
from rich.console import Console
from rich.table import Table

from recommender.experiments.comparison import ArmFigure, Preference, compare_arms, compare_teams
from recommender.experiments.confidence_sequence import MIN_LISTENERS, Interval
from recommender.experiments.rates import EARLY_SKIPS, PLAYS, Rate
from recommender.experiments.records import Experiment
from recommender.experiments.variants import VARIANTS
from recommender.experiments.watched import Watched

_WIDTH = 140
_ANY_TIME = (
    "You may look at any time, and stop when you have seen enough: in 95 % of experiments an interval of this table "
    "holds the truth at every look from first to last."
)


def show_experiment(experiment: Experiment, watched: Watched) -> None:
    """Print what it is, its table, and what the guard did."""
    for line in describe_experiment(experiment, watched):
        click.echo(line)
    if experiment.design == "interleaved":
        _print(preference_table(experiment, compare_teams(experiment, watched)))
    else:
        _print(arm_table(compare_arms(experiment, watched)))
    click.echo(_ANY_TIME)
    click.echo(f"An interval begins at {MIN_LISTENERS} listeners of each arm, each watched to the end.")
    for line in guard_lines(experiment):
        click.echo(line)


def describe_experiment(experiment: Experiment, watched: Watched) -> list[str]:
    """Return what is compared, since when, and how many listeners count."""
    state = f"stopped {_moment(experiment.stopped_at)}" if experiment.stopped_at else "running"
    n, n_open = len(watched.listeners), watched.n_open
    lines = [
        f"{experiment.name}: {experiment.design}, since {_moment(experiment.started_at)}, {state}",
        *(f"  {arm}: {VARIANTS[arm].text}" for arm in experiment.arms if arm in VARIANTS),
        f"  {n:,} listeners watched for {experiment.window_hours:g} h each; of {n_open:,} more the time is not up",
    ]
    if watched.n_elsewhere:
        lines.append(f"  {watched.n_elsewhere:,} left out: their pages named another arm than they were drawn into")
    return lines


def guard_lines(experiment: Experiment) -> list[str]:
    """Return what the guard did."""
    lines = [f"The guard stopped {each.arm} {_moment(each.at)}: {each.why}." for each in experiment.stopped_arms]
    if experiment.why:
        lines.append(f"The guard ended the experiment: {experiment.why}.")
    return lines or [
        f"The guard stopped nothing: no arm's early skips per play are higher by {experiment.margin:.1%} for certain."
    ]


def arm_table(figures: Sequence[ArmFigure]) -> Table:
    """Return a line for each metric and arm."""
    table = Table("metric", "arm", "listeners", "picks", "mean of listeners", "less control", "95 % at any time", "")
    for figure in figures:
        mean = "" if figure.mean is None else f"{figure.mean:.3f}"
        table.add_row(
            figure.metric.name, figure.arm, f"{figure.n_listeners:,}", f"{figure.n_counted:,}", mean,
            *_interval_cells(figure.difference),
        )  # fmt: skip
    return table


def preference_table(experiment: Experiment, preferences: Sequence[Preference]) -> Table:
    """Return how much more of the second arm's picks was played, and skipped early."""
    first, second = experiment.arms
    words = {
        PLAYS: f"plays of {second} less those of {first}, of all plays",
        EARLY_SKIPS: f"early skips per play of {second} less those of {first}",
    }
    table = Table("metric", "listeners", "mean of listeners", "95 % at any time", "")
    for each in preferences:
        table.add_row(words[each.metric], f"{each.n_listeners:,}", *_interval_cells(each.interval))
    return table


def show_rates(rates: Sequence[Rate], *, of: str) -> None:
    """Print the rates of each group with their Wilson intervals."""
    table = Table(of, "metric", "picks", "rate", "95 % interval (Wilson)")
    for rate in rates:
        interval = f"{rate.low:.3f} .. {rate.high:.3f}"
        table.add_row(rate.group, rate.metric.name, f"{rate.n:,}", f"{rate.value:.3f}", interval)
    _print(table)


def show_experiments(experiments: Sequence[Experiment]) -> None:
    """Print every experiment there was."""
    table = Table("name", "design", "arms", "started", "stopped", "why")
    for each in experiments:
        stopped = _moment(each.stopped_at) if each.stopped_at else ""
        table.add_row(each.name, each.design, ", ".join(each.arms), _moment(each.started_at), stopped, each.why)
    _print(table)


def _interval_cells(interval: Interval | None) -> tuple[str, str, str]:
    if interval is None:
        return "", "", ""
    word = "higher" if interval.is_above_zero else "lower" if interval.is_below_zero else ""
    return f"{interval.estimate:+.3f}", f"{interval.low:+.3f} .. {interval.high:+.3f}", word


def _moment(at: datetime | None) -> str:
    return "" if at is None else f"{at:%Y-%m-%d %H:%M} UTC"


def _print(table: Table) -> None:
    console = Console()
    console = console if console.is_terminal else Console(width=_WIDTH)
    console.print(table)

"""`segue experiment`: compare variants of the engine on listeners."""

from datetime import datetime, timedelta

import click

from infra.invocation import as_called
from infra.jobs.database import running_database
from infra.settings import Settings
from infra.stores.experiments.experiments import MongoExperimentStore
from infra.stores.experiments.shown_events import MongoShownEvents
from recommender.clock import system_clock
from recommender.errors import BadInput
from recommender.experiments.outcomes import outcomes_of
from recommender.experiments.rates import Grouping, rates_by
from recommender.experiments.records import MARGIN, WINDOW_HOURS, Experiment, start_experiment
from recommender.experiments.variants import VARIANTS
from recommender.experiments.watched import watch

GROUPINGS: tuple[Grouping, ...] = ("source", "position", "engine")


_window = click.option(
    "--window-hours", default=WINDOW_HOURS, show_default=True, type=click.FloatRange(0.1, 24 * 60),
    help="How long each listener is watched, from the first pick they are shown.",
)  # fmt: skip
_margin = click.option(
    "--margin", default=MARGIN, show_default=True, type=click.FloatRange(0, 1),
    help="The guard stops an arm whose early skips per play are higher than the control's by more than this.",
)  # fmt: skip
_arms = click.option("--arms", required=True, help="Variants, comma-separated; the first is the control.")
_interleaved = click.option("--interleaved", is_flag=True, help="Draw each slate from both of two arms.")


@click.group("experiment")
def command() -> None:
    """Compare variants of the engine on listeners, and see what came of what was shown.

    docs/experiments.md says what is counted, and why one may look at any time.
    """


@command.command("variants")
def variants() -> None:
    """List what can be an arm."""
    for name, variant in VARIANTS.items():
        click.echo(f"{name:15} {variant.text}")


@command.command("start")
@click.argument("name")
@_arms
@_interleaved
@_window
@_margin
@click.pass_obj
def start(settings: Settings, name: str, arms: str, interleaved: bool, window_hours: float, margin: float) -> None:
    """Begin experiment NAME; players and workers take it up within seconds."""
    experiment = _experiment(name, arms, interleaved, window_hours, margin, at=system_clock())
    with running_database(settings) as database:
        MongoExperimentStore(database).add(experiment)
    click.echo(as_called(f"{name} runs: {', '.join(experiment.arms)}; `segue experiment report` says how it goes"))


@command.command("stop")
@click.argument("name", default="")
@click.pass_obj
def stop(settings: Settings, name: str) -> None:
    """End NAME, or the experiment that runs; listeners are served as the instance is set again."""
    with running_database(settings) as database:
        store = MongoExperimentStore(database)
        experiment = store.get(name) if name else store.running()
        if experiment is None:
            raise BadInput("no experiment runs")
        if not store.stop(experiment.name, at=system_clock()):
            raise BadInput(f"experiment {experiment.name} is over already")
    click.echo(f"{experiment.name} is over")


@command.command("list")
@click.pass_obj
def list_(settings: Settings) -> None:
    """Show every experiment there was."""
    from infra.terminal.experiment_report import show_experiments

    with running_database(settings) as database:
        experiments = MongoExperimentStore(database).all()
    if experiments:
        show_experiments(experiments)
    else:
        click.echo("no experiments")


@command.command("report")
@click.argument("name", default="")
@click.pass_obj
def report(settings: Settings, name: str) -> None:
    """Show how NAME goes or went; without it the experiment that runs, else the last one. Look as often as you like."""
    from infra.terminal.experiment_report import show_experiment

    with running_database(settings) as database:
        store = MongoExperimentStore(database)
        experiment = store.get(name) if name else store.running() or next(iter(store.all()), None)
        if experiment is None:
            raise BadInput("there was no experiment yet; `segue experiment start NAME --arms A,B` begins one")
        outcomes = outcomes_of(MongoShownEvents(database).since(experiment.started_at))
        watched = watch(experiment, outcomes, now=system_clock())
    show_experiment(experiment, watched)


@command.command("rates")
@click.option(
    "--by", "grouping", default="source", show_default=True, type=click.Choice(GROUPINGS),
    help="Candidate source, place in the list, or version of the index.",
)  # fmt: skip
@click.option("--days", default=28.0, show_default=True, type=click.FloatRange(0.01), help="Until now.")
@click.pass_obj
def rates(settings: Settings, grouping: Grouping, days: float) -> None:
    """Show how often what was shown was played, finished, skipped early and liked, with or without an experiment."""
    from infra.terminal.experiment_report import show_rates

    with running_database(settings) as database:
        outcomes = outcomes_of(MongoShownEvents(database).since(system_clock() - timedelta(days=days)))
        found = rates_by(grouping, outcomes)
    if found:
        show_rates(found, of=grouping)
    else:
        click.echo("nothing was shown in that time")


@command.command("rehearse")
@_arms
@_interleaved
@_window
@_margin
@click.option("--listeners", default=200, show_default=True, type=click.IntRange(1, 100_000), help="Who arrive.")
@click.option("--plays", default=20, show_default=True, type=click.IntRange(1, 1_000), help="Of each listener.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="The same seed, the same listeners.")
@click.pass_obj
def rehearse(
    settings: Settings,
    arms: str,
    interleaved: bool,
    window_hours: float,
    margin: float,
    listeners: int,
    plays: int,
    seed: int,
) -> None:
    """Try an experiment out on simulated listeners and the index of this instance; nothing is written.

    One listener arrives an hour, and the guard looks after every tenth.
    """
    from infra.jobs.open_index import open_index
    from infra.terminal.experiment_report import show_experiment
    from infra.workers.engine import engine_config
    from recommender.simulation.rehearsal import rehearse as try_out
    from recommender.simulation.trial import FIRST_DAY

    result = try_out(
        _experiment("rehearsal", arms, interleaved, window_hours, margin, at=FIRST_DAY, is_rehearsal=True),
        open_index(settings),
        n_listeners=listeners,
        n_plays=plays,
        seed=seed,
        config=engine_config(settings),
        progress=lambda n: click.echo(f"\r{n} of {listeners} listeners", err=True, nl=False),
    )
    click.echo(err=True)
    show_experiment(result.experiment, result.watched)
    click.echo(f"{result.n_listeners} simulated listeners arrived; the guard looked {result.n_looks} times.")


def _experiment(
    name: str,
    arms: str,
    interleaved: bool,
    window_hours: float,
    margin: float,
    *,
    at: datetime,
    is_rehearsal: bool = False,
) -> Experiment:
    return start_experiment(
        name,
        [arm.strip() for arm in arms.split(",")],
        at=at,
        design="interleaved" if interleaved else "ab",
        window_hours=window_hours,
        margin=margin,
        is_rehearsal=is_rehearsal,
    )

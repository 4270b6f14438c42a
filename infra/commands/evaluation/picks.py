"""`segue evaluate picks`: how good the picks are while somebody listens."""

from functools import partial
from pathlib import Path

import click

from infra.settings import Settings
from infra.terminal.report_table import show_report
from infra.terminal.table_options import take_json_file


@click.command()
@click.option("--listeners", default=200, show_default=True, type=click.IntRange(2, 10_000), help="How many.")
@click.option("--plays", default=200, show_default=True, type=click.IntRange(1, 2_000), help="Of each listener.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="The same seed, the same listeners.")
@take_json_file
@click.pass_obj
def command(settings: Settings, listeners: int, plays: int, seed: int, json_file: Path | None) -> None:
    """Try the picks out with simulated listeners, on the index of this instance.

    Each listener has interests that the engine is not told, skips what they do not like, tires of repetition, and
    mostly takes what comes first. The engine stands beside popularity, chance and an oracle that knows their tastes.
    """
    from infra.jobs.open_index import open_index
    from recommender.listening.engine import EngineConfig
    from recommender.simulation.evaluate import evaluate_picks

    report = evaluate_picks(
        open_index(settings),
        n_listeners=listeners,
        n_plays=plays,
        seed=seed,
        config=EngineConfig(artist_cap=settings.artist_cap, half_life_days=settings.taste_half_life_days),
        progress=partial(click.echo, err=True),
    )
    show_report(report, json_file)

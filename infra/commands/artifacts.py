"""`segue artifacts`: which versions there are, which one is used, and what goes."""

import click
from rich.console import Console
from rich.table import Table

from infra.index_building import artifact_store
from infra.logging import configure_logging
from infra.settings import Settings
from recommender.errors import BadArtifact


@click.group(short_help="List, choose and prune published versions.")
@click.pass_obj
def command(settings: Settings) -> None:
    """List, choose and prune published versions."""
    configure_logging(settings)


@command.command("list")
@click.argument("kind", required=False)
@click.pass_obj
def list_(settings: Settings, kind: str | None) -> None:
    """List the versions of KIND, or of every kind, newest first; * marks the one in use."""
    store = artifact_store(settings)
    table = Table("kind", "version", "made", "tracks", "recall@10", "MB", box=None)
    for each in [kind] if kind else store.kinds():
        try:
            current = store.current(each)
        except BadArtifact as error:
            current = None
            click.echo(f"segue: {error}", err=True)
        for manifest in store.versions(each):
            recall = manifest.offline_metrics.get("recall_at_10")
            table.add_row(
                each,
                f"{manifest.version}{' *' if manifest.version == current else ''}",
                f"{manifest.created_at:%Y-%m-%d %H:%M} UTC",
                f"{manifest.counts.get('tracks', 0):,}",
                "" if recall is None else f"{recall:.4f}",
                f"{manifest.size / 1e6:,.1f}",
            )
    if table.row_count:
        Console(width=None if Console().is_terminal else 120).print(table)
    else:
        click.echo("nothing has been published yet; `segue build index` makes the first version")


@command.command()
@click.argument("kind")
@click.argument("version")
@click.pass_obj
def use(settings: Settings, kind: str, version: str) -> None:
    """Make VERSION of KIND the one in use, after checking its files; serving processes follow within seconds."""
    artifact_store(settings).use(kind, version)
    click.echo(f"{kind} {version} is in use")


@command.command()
@click.argument("kind", required=False)
@click.option("--keep", type=click.IntRange(min=1), help="Newest versions to keep; else SEGUE_ARTIFACTS_KEEP.")
@click.pass_obj
def prune(settings: Settings, kind: str | None, keep: int | None) -> None:
    """Delete all but the newest versions of KIND, or of every kind; never the one in use."""
    store = artifact_store(settings)
    for each in [kind] if kind else store.kinds():
        doomed = store.prune(each, keep or settings.artifacts_keep)
        click.echo(f"{each}: {len(doomed)} deleted{''.join(f'{chr(10)}  {version}' for version in doomed)}")

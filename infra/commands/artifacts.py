"""`segue artifacts`: which versions there are, which one is used, and what goes."""

import click
from rich.console import Console
from rich.table import Table

from infra.invocation import as_called
from infra.logging import configure_logging
from infra.settings import Settings
from infra.stores.artifacts import artifact_store
from recommender.artifacts.manifest import Manifest
from recommender.errors import BadArtifact

_OF_AN_INDEX = "recall_at_10"
_HOW_TO_CHOOSE = "make a new version, or choose one with `segue artifacts use KIND VERSION`"
_IN_WORDS = {_OF_AN_INDEX: "recall@10"}


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
    table = Table("kind", "version", "made", "rows", "metric", "score", "baseline", "MB", box=None)
    for artifact_kind in [kind] if kind else store.kinds():
        try:
            current = store.current(artifact_kind)
        except BadArtifact as error:
            current = None
            click.echo(as_called(f"segue: {error}"), err=True)
        versions = store.versions(artifact_kind)
        if current and current not in {manifest.version for manifest in versions}:
            damaged = f"segue: {artifact_kind} {current} is in use, but its manifest is damaged; {_HOW_TO_CHOOSE}"
            click.echo(as_called(damaged), err=True)
        for manifest in versions:
            table.add_row(*_row_of(manifest, is_current=manifest.version == current))
    if table.row_count:
        Console(width=None if Console().is_terminal else 120).print(table)
    else:
        click.echo(as_called("nothing has been published yet; `segue build index` makes the first version"))


def _row_of(manifest: Manifest, *, is_current: bool) -> tuple[str, ...]:
    """Return a version as a row: its headline figure beside its baseline's; of an index, how much it finds."""
    metric = manifest.metric if manifest.metric in manifest.offline_metrics else _OF_AN_INDEX
    score, baseline = manifest.offline_metrics.get(metric), manifest.baseline_metrics.get(metric)
    return (
        manifest.kind,
        f"{manifest.version}{' *' if is_current else ''}",
        f"{manifest.created_at:%Y-%m-%d %H:%M} UTC",
        f"{manifest.counts.get('rows', manifest.counts.get('tracks', 0)):,}",
        "" if score is None else _IN_WORDS.get(metric, metric),
        "" if score is None else f"{score:.4f}",
        "" if baseline is None else f"{baseline:.4f}",
        f"{manifest.size / 1e6:,.1f}",
    )


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
    for artifact_kind in [kind] if kind else store.kinds():
        doomed = store.prune(artifact_kind, keep or settings.artifacts_keep)
        click.echo(f"{artifact_kind}: {len(doomed)} deleted{''.join(f'{chr(10)}  {version}' for version in doomed)}")

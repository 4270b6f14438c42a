"""`segue build`: make what serving needs, on Spark."""

import time
from collections.abc import Callable

import click
from rich.console import Console
from rich.status import Status
from rich.table import Table

from infra.logging import configure_logging
from infra.settings import Settings
from recommender.artifacts.manifest import Manifest


@click.group(short_help="Build what serving needs, on Spark.")
@click.pass_obj
def command(settings: Settings) -> None:
    """Build what serving needs, on Spark, and publish it."""
    configure_logging(settings)


@command.command()
@click.option("--force", is_flag=True, help="Publish even when most tracks of the present version are gone.")
@click.pass_obj
def index(settings: Settings, force: bool) -> None:
    """Build the similarity index from every analysed track, check it, and publish it.

    Serving processes take it up by themselves. Servers that are not running are started for as long as it takes.
    """
    from infra.jobs.builds.build_index import build_index

    watching = Console(stderr=True)
    started = time.monotonic()
    with watching.status("starting") as status:
        manifest = build_index(settings, force=force, say=_teller(watching, status))
    Console().print(index_table(manifest, seconds=time.monotonic() - started))


@command.command("map")
@click.option("--again", is_flag=True, help="Lay every track out again, also where few are new.")
@click.pass_obj
def map_(settings: Settings, again: bool) -> None:
    """Build the map of the room from the index: a place in three dimensions for every track.

    Old tracks stay where they are and new ones go among their neighbours; once a fifth has come since, or with
    --again, all are laid out again, and the whole is turned as it was.
    """
    from infra.jobs.builds.build_map import build_map

    watching = Console(stderr=True)
    started = time.monotonic()
    with watching.status("starting") as status:
        manifest = build_map(settings, again=again, say=_teller(watching, status))
    Console().print(map_table(manifest, seconds=time.monotonic() - started))


@command.command()
@click.pass_obj
def charts(settings: Settings) -> None:
    """Build the service's own weekly chart from its listening: complete weeks that are new or got late events.

    A play counts SEGUE_CHART_PLAY_WEIGHT, a like SEGUE_CHART_LIKE_WEIGHT, a skip SEGUE_CHART_SKIP_WEIGHT; other
    weights than before make all weeks anew. `segue train charts` learns from the result.
    """
    from infra.jobs.builds.build_charts import build_charts
    from recommender.prediction.charts.weeks import week_name

    built = build_charts(settings, say=lambda step: click.echo(step, err=True))
    if built.n_left_out:
        click.echo(f"{built.n_left_out:,} events of before 2000 are left out: a clock was wrong")
    if built.last_week is None:
        click.echo("no complete week of listening yet; a week is complete on Monday, 00:00 UTC")
        return
    click.echo(
        f"{len(built.weeks)} weeks made with {built.n_rows:,} rows; "
        f"the chart has {built.n_weeks} weeks, the last is {week_name(built.last_week)}"
    )


@command.command()
@click.option("--again", is_flag=True, help="Listen to every track again, also to those that are described.")
@click.pass_obj
def moods(settings: Settings, again: bool) -> None:
    """Describe every track of the library: thirteen features and four moods, from the trained models.

    Only new tracks are listened to; `segue train descriptors` and `segue train mood` come first.
    """
    from infra.jobs.builds.build_moods import build_moods

    started = time.monotonic()
    manifest = build_moods(settings, again=again, say=lambda step: click.echo(step, err=True))
    click.echo(
        f"moods {manifest.version}: {manifest.counts['tracks']:,} tracks, {manifest.counts['left_out']:,} could not "
        f"be read; {time.monotonic() - started:.1f} s"
    )


@command.command()
@click.pass_obj
def sessions(settings: Settings) -> None:
    """Cut everything that was played here into sessions, and publish what comes next in one.

    How well the next track is foreseen is measured on the newest fifth, beside simple rules; where that is not better
    than popularity, picks do without. Serving processes take it up by themselves and learn every session that ends.
    """
    from infra.jobs.builds.build_sessions import build_sessions

    watching = Console(stderr=True)
    started = time.monotonic()
    with watching.status("starting") as status:
        manifest = build_sessions(settings, say=_teller(watching, status))
    Console().print(sessions_table(manifest, seconds=time.monotonic() - started))


def index_table(manifest: Manifest, *, seconds: float) -> Table:
    """Return what was built, for people."""
    rows = {
        "version": manifest.version,
        "tracks": f"{manifest.counts['tracks']:,}",
        "left out (not analysed)": f"{manifest.counts['left_out']:,}",
        "recall@10 against exact search": f"{manifest.offline_metrics['recall_at_10']:.4f}",
        "trees": f"{manifest.counts['trees']}",
        "search_k": f"{manifest.parameters['search_k']:.0f}",
        "candidates from the trees": f"{manifest.parameters['fetched']:.0f}",
    }
    if "copies" in manifest.counts:
        rows["pairs that are one recording"] = f"{manifest.counts['copies']:,}"
    if "unseen_artist_p10" in manifest.offline_metrics:
        rows["learned from the artists"] = learned_words(manifest)
    return _table("similarity index", manifest, rows, seconds=seconds)


def learned_words(manifest: Manifest) -> str:
    """Return whether the learned metric is used, and what it does for artists that it was not learned from."""
    learned, plain = manifest.offline_metrics["unseen_artist_p10"], manifest.baseline_metrics["unseen_artist_p10"]
    used = "used" if manifest.offline_metrics["uses_learned"] else "not used, the gain may be chance"
    return f"{used}: P@10 of unseen artists {learned:.3f}, {plain:.3f} without"


def map_table(manifest: Manifest, *, seconds: float) -> Table:
    """Return what was laid out and how far it can be believed, beside the main axes alone, for people."""
    rows = {"version": manifest.version, "tracks": f"{manifest.counts['tracks']:,}"}
    if manifest.counts["landmarks"]:
        rows["of these laid out, the rest placed among them"] = f"{manifest.counts['landmarks']:,}"
    rows["came since the layout"] = f"{manifest.counts['placed']:,}"
    for name, words in {"neighbours_kept": "true neighbours kept", "global_order": "order of distances kept"}.items():
        if name in manifest.offline_metrics:
            baseline = manifest.baseline_metrics.get(name)
            beside = "" if baseline is None else f" (main axes alone: {baseline:.3f})"
            rows[words] = f"{manifest.offline_metrics[name]:.3f}{beside}"
    return _table("map of the room", manifest, rows, seconds=seconds)


def sessions_table(manifest: Manifest, *, seconds: float) -> Table:
    """Return what was built, and how well the next track is foreseen beside the best simple model, for people."""
    names = ("sessions", "plays", "tracks")
    rows = {"version": manifest.version} | {name: f"{manifest.counts[name]:,}" for name in names}
    for name, value in manifest.offline_metrics.items():
        baseline = manifest.baseline_metrics[name]
        positions = f"{manifest.counts['positions']:,} positions"
        rows[f"{name}, {positions}"] = f"{value:.3f} (best single model: {baseline:.3f})"
    if not manifest.parameters["is_measured"]:
        rows["weights"] = "the default ones; there are too few sessions to choose by"
    rows["served"] = "yes" if manifest.parameters["is_served"] else "no"
    return _table("sessions", manifest, rows, seconds=seconds)


def _table(title: str, manifest: Manifest, rows: dict[str, str], *, seconds: float) -> Table:
    table = Table(title=title, title_justify="left", show_header=False)
    rows = rows | {"seconds": f"{seconds:.1f}", "size": f"{manifest.size / 1e6:,.1f} MB"}
    for name, value in rows.items():
        table.add_row(name, value)
    return table


def _teller(watching: Console, status: Status) -> Callable[[str], None]:
    """Return what tells a step: in place on a terminal, else line by line."""

    def say(step: str) -> None:
        status.update(step)
        if not watching.is_terminal:
            click.echo(step, err=True)

    return say

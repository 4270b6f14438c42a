"""`segue fetch`: freely licensed music to start with, and tables for the lab."""

from functools import partial
from pathlib import Path

import click

from etl.fetch.debian import fetch_debian
from etl.fetch.downloads import web_session
from etl.fetch.fma_archives import METADATA, SUBSETS, fetch_archive
from etl.fetch.fma_sample import Sample, fetch_sample
from etl.fetch.progress import Progress
from etl.fetch.starter import Source, answers, fetch_starter
from infra.settings import Settings
from infra.terminal.download_progress import watch

STARTER_TRACKS = 120

_into = click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to fetch into; default: <home>/music/fma, .../debian, or <home>/tables.",
)


@click.group()
def command() -> None:
    """Get freely licensed music to start with, and tables for the lab."""


@command.command()
@click.option("--subset", type=click.Choice(list(SUBSETS)), help="Which of FMA's archives of clips.")
@click.option("--tracks", type=click.IntRange(min=1), help="Only so many single clips, spread over the eight genres.")
@click.option("--metadata", is_flag=True, help="FMA's tables of all tracks, too.")
@click.option("--keep-archive", is_flag=True, help="Keep the zip after it was unpacked.")
@_into
@click.pass_obj
def fma(
    settings: Settings, subset: str | None, tracks: int | None, metadata: bool, keep_archive: bool, into: Path | None
) -> None:
    """Fetch clips of the Free Music Archive: a few, or whole archives.

    Interrupted, the same command goes on where it stopped. Every clip is checked by the zip's CRC, every archive by
    its published SHA-1.
    """
    if not (subset or metadata):
        raise click.UsageError("say what to fetch: --subset small|medium|large|full, --metadata, or both")
    folder = into or settings.home / "music" / "fma"
    with watch() as progress, web_session() as session:
        whole = partial(
            fetch_archive, base_url=settings.fma_url, session=session, progress=progress, keep_archive=keep_archive
        )
        if metadata:
            whole(METADATA, folder)
        if subset and tracks:
            _tell(
                fetch_sample(
                    SUBSETS[subset],
                    folder,
                    n_tracks=tracks,
                    base_url=settings.fma_url,
                    session=session,
                    progress=progress,
                ),
                progress,
            )
        elif subset:
            whole(SUBSETS[subset], folder)
    click.echo(folder)


@command.command()
@click.option("--keep-archive", is_flag=True, help="Keep the zip after it was unpacked.")
@_into
@click.pass_obj
def lab(settings: Settings, keep_archive: bool, into: Path | None) -> None:
    """Fetch what the lab can learn from without an account, and train descriptors and moods on it.

    That is FMA's tables of 106,574 tracks (CC BY 4.0): features, the Echo Nest's judgements, genres; 342 MB, 1.4 GB
    unpacked, checked by the published SHA-1. Moods are the quarters of valence and energy, unless a model that learnt
    from moods which people named is in use. Interrupted, the same command goes on where it stopped.
    """
    from infra.jobs.fetch_lab import fetch_tables, train_on

    with watch() as progress, web_session() as session:
        tables = fetch_tables(
            METADATA,
            into or settings.home / "tables",
            base_url=settings.fma_url,
            session=session,
            progress=progress,
            keep_archive=keep_archive,
        )
    train_on(tables, settings, say=click.echo)
    click.echo(tables.metadata)


@command.command()
@_into
@click.pass_obj
def debian(settings: Settings, into: Path | None) -> None:
    """Take free games' music out of Debian's packages.

    It needs apt, but not root. Tracks shorter than 40 s are left out; each package's copyright file lies beside
    its tracks.
    """
    folder = into or settings.home / "music" / "debian"
    with watch() as progress:
        music = fetch_debian(folder, apt_home=settings.home / "apt", progress=progress)
        progress.say(f"{music.n_tracks} tracks by {music.n_artists} tagged artists, {music.n_fetched} packages fetched")
    click.echo(folder)


@command.command()
@click.pass_obj
def starter(settings: Settings) -> None:
    """Fetch 120 clips of FMA, else Debian's music.

    FMA's server has 5 s to show that it is there. Prints the folder; what is there already is used again.
    """
    music = settings.home / "music"
    with watch() as progress, web_session() as session:
        sample = partial(
            fetch_sample,
            SUBSETS["small"],
            music / "fma",
            n_tracks=STARTER_TRACKS,
            base_url=settings.fma_url,
            session=session,
            progress=progress,
        )
        packages = partial(fetch_debian, music / "debian", apt_home=settings.home / "apt", progress=progress)
        probe = partial(answers, SUBSETS["small"].url(settings.fma_url))
        sources = [Source("FMA", music / "fma", sample, probe), Source("Debian", music / "debian", packages)]
        folder = fetch_starter(sources, progress=progress)
    click.echo(folder)


def _tell(sample: Sample, progress: Progress) -> None:
    genres = ", ".join(f"{genre} {n}" for genre, n in sorted(sample.by_genre.items()))
    progress.say(
        f"{sample.n_fetched} clips fetched, {sample.n_already_there} were there, {len(sample.damaged)} damaged"
        + (f"; {genres}" if genres else "")
    )

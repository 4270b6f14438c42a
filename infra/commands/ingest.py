"""`segue ingest`: a music library into the catalogue."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import click
from pymongo.database import Database

from etl.importing import read_published_blocks
from etl.listing import Listing
from etl.readers.csv_catalogue import read_csv
from etl.readers.fma import read_fma
from etl.readers.folder import read_folder
from infra.ingesting import OpenFiles, ingest_listing, open_with_pool
from infra.rejections import print_rejections
from infra.servers.running import running_servers
from infra.settings import Settings
from infra.spark_ingesting import open_with_spark
from infra.stores.database import open_database, prepare_database
from infra.stores.tracks import MongoTrackStore

INTERRUPTED = 130


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--fma", "audio_dir", type=click.Path(path_type=Path), help="FMA's audio folder (000/000002.mp3 ...).")
@click.option(
    "--metadata", "metadata_dir", type=click.Path(path_type=Path), help="FMA's tables (tracks.csv, genres.csv)."
)
@click.option(
    "--csv", "csv_file", type=click.Path(path_type=Path), help="Catalogue: path,title,artist,album,genres,..."
)
@click.option("--import-features", is_flag=True, help="Take FMA's published numbers where it has some; see --features.")
@click.option("--features", "features_csv", type=click.Path(path_type=Path), help="Else METADATA_DIR/features.csv.")
@click.option("--spark", is_flag=True, help="Analyse on Spark's executors instead of this machine's processes.")
@click.option("--reanalyse", is_flag=True, help="Analyse again what is analysed, and try rejected files again.")
@click.option("--report", is_flag=True, help="List the rejected files with their reasons.")
@click.pass_obj
def command(
    settings: Settings,
    path: Path | None,
    audio_dir: Path | None,
    metadata_dir: Path | None,
    csv_file: Path | None,
    import_features: bool,
    features_csv: Path | None,
    spark: bool,
    reanalyse: bool,
    report: bool,
) -> None:
    """Analyse a music library into the catalogue.

    PATH is a folder of music or one sound file. What is known and unchanged is not even opened; interrupted at any
    point, the same command goes on. Files that are no music are kept aside: see --report.
    """
    listing = _listing(path, audio_dir, metadata_dir, csv_file)
    if listing is None and not report:
        raise click.UsageError("give a PATH, --fma AUDIO_DIR --metadata METADATA_DIR, --csv FILE, or --report")
    say = partial(click.echo, err=True)
    published = None
    if import_features or features_csv:
        if spark or listing is None or metadata_dir is None:
            raise click.UsageError("--import-features goes with --fma and --metadata, and not with --spark")
        wanted = {found.track_id for found in listing.files if found.track_id}
        published = read_published_blocks(features_csv or metadata_dir / "features.csv", wanted)
    with (
        _stoppable(),
        running_servers(settings, mongo=True, say=say) as servers,
        _prepared(servers.mongo_uri, settings.mongo_database) as database,
    ):
        if listing is not None:
            open_files: OpenFiles = partial(open_with_pool, settings=settings, adjust=published)
            if spark:
                open_files = partial(open_with_spark, settings=settings, mongo_uri=servers.mongo_uri, say=say)
            _ingest(listing, database, settings, open_files=open_files, reanalyse=reanalyse)
            if published:
                click.echo(str(published))
        if report:
            print_rejections(MongoTrackStore(database).with_status("rejected"))


def _listing(
    path: Path | None, audio_dir: Path | None, metadata_dir: Path | None, csv_file: Path | None
) -> Listing | None:
    given = [each for each in (path, audio_dir or metadata_dir, csv_file) if each is not None]
    if len(given) > 1:
        raise click.UsageError("give only one of PATH, --fma and --csv")
    if audio_dir or metadata_dir:
        if not (audio_dir and metadata_dir):
            raise click.UsageError("--fma AUDIO_DIR and --metadata METADATA_DIR belong together")
        return read_fma(audio_dir, metadata_dir)
    if csv_file:
        return read_csv(csv_file)
    return read_folder(path) if path else None


def _ingest(
    listing: Listing, database: Database[dict[str, Any]], settings: Settings, *, open_files: OpenFiles, reanalyse: bool
) -> None:
    summary = ingest_listing(listing, database, settings, open_files=open_files, reanalyse=reanalyse)
    for remark in listing.remarks:
        click.echo(remark, err=True)
    click.echo(str(summary))
    if notes := ", ".join(f"{number} {what}" for what, number in listing.notes.items() if number):
        click.echo(notes)
    if summary.rejected:
        click.echo("`segue ingest --report` lists the rejected files", err=True)


@contextmanager
def _prepared(mongo_uri: str, name: str) -> Iterator[Database[dict[str, Any]]]:
    database = open_database(mongo_uri, name)
    try:
        prepare_database(database)
        yield database
    finally:
        database.client.close()


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let Ctrl-C, and a polite kill like it, end the command: what is finished is written by then."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        click.echo("segue: stopped; the same command goes on from here", err=True)
        sys.exit(INTERRUPTED)
    finally:
        signal.signal(signal.SIGTERM, before)

"""`segue ingest`: a music library into the catalogue."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import click
from pymongo.database import Database

from etl.ingest.opening import Progress
from etl.ingest.summary import Summary
from etl.readers.csv_catalogue import read_csv
from etl.readers.fma import read_fma
from etl.readers.folder import read_folder
from etl.readers.listing import Listing
from etl.tables.published_features import read_published_blocks
from infra.invocation import as_called
from infra.jobs.ingest import OpenFiles, ingest_listing, open_with_pool
from infra.jobs.ingest_on_spark import open_with_spark
from infra.jobs.libraries import record_folder
from infra.jobs.recorded_scan import RecordedScan, recorded_scan
from infra.servers.running import running_servers
from infra.settings import Settings
from infra.stores.database import prepared_database
from infra.stores.libraries import MongoLibraryStore
from infra.stores.scans import MongoScanStore
from infra.stores.tracks import MongoTrackStore
from infra.terminal.rejections import print_rejections
from recommender.clock import system_clock

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
@click.option("--retry-rejected", is_flag=True, help="Try rejected files again, although they have not changed.")
@click.option("--allow-empty", is_flag=True, help="Believe that a folder has lost all of its music.")
@click.option("--report", is_flag=True, help="List the rejected files with their reasons.")
@click.option("--scan", "scan_id", hidden=True, help="The scan that this is, for `segue schedule`.")
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
    retry_rejected: bool,
    allow_empty: bool,
    report: bool,
    scan_id: str | None,
) -> None:
    """Analyse a music library into the catalogue.

    PATH is a folder of music, which is a library from then on, or one sound file. What is known and unchanged is not
    even opened; interrupted at any point, the same command goes on. Files that are no music are kept aside: see
    --report. A folder that was full and is empty is refused: its disk may not be mounted.
    """
    if scan_id and path:
        _ingest_scan(settings, path, scan_id, retry_rejected=retry_rejected)
        return
    listing = _listing(path, audio_dir, metadata_dir, csv_file)
    if listing is None and not report:
        raise click.UsageError("give a PATH, --fma AUDIO_DIR --metadata METADATA_DIR, --csv FILE, or --report")
    say = partial(click.echo, err=True)
    published = None
    if import_features or features_csv:
        if spark or listing is None or metadata_dir is None:
            raise click.UsageError("--import-features goes with --fma and --metadata, and not with --spark")
        wanted = {file.track_id for file in listing.files if file.track_id}
        published = read_published_blocks(features_csv or metadata_dir / "features.csv", wanted)
    with (
        _stoppable(),
        running_servers(settings, mongo=True, say=say) as servers,
        prepared_database(servers.mongo_uri, settings.mongo_database) as database,
    ):
        if listing is not None:
            with _scan_of(listing, database, is_folder=path is not None, retry_rejected=retry_rejected) as scan:
                tell: Progress = scan.tell if scan else lambda _: None
                open_files: OpenFiles = partial(open_with_pool, settings=settings, adjust=published, tell=tell)
                if spark:
                    open_files = partial(open_with_spark, settings=settings, mongo_uri=servers.mongo_uri, say=say)
                ingest = partial(ingest_listing, open_files=open_files, reanalyse=reanalyse, allow_empty=allow_empty)
                _ingest(listing, database, partial(ingest, settings=settings, retry_rejected=retry_rejected), scan)
            if published:
                click.echo(str(published))
        if report:
            print_rejections(MongoTrackStore(database).with_status("rejected"))


def _listing(
    path: Path | None, audio_dir: Path | None, metadata_dir: Path | None, csv_file: Path | None
) -> Listing | None:
    given = [source for source in (path, audio_dir or metadata_dir, csv_file) if source is not None]
    if len(given) > 1:
        raise click.UsageError("give only one of PATH, --fma and --csv")
    if audio_dir or metadata_dir:
        if not (audio_dir and metadata_dir):
            raise click.UsageError("--fma AUDIO_DIR and --metadata METADATA_DIR belong together")
        return read_fma(audio_dir, metadata_dir)
    if csv_file:
        return read_csv(csv_file)
    return read_folder(path) if path else None


@contextmanager
def _scan_of(
    listing: Listing, database: Database[dict[str, Any]], *, is_folder: bool, retry_rejected: bool
) -> Iterator[RecordedScan | None]:
    """Yield what hears of the progress where a whole library is ingested; its folder becomes one if it is in none."""
    is_library = is_folder and listing.root
    library = record_folder(listing.root, MongoLibraryStore(database), system_clock()) if is_library else None
    if library is None:
        yield None
        return
    scans = MongoScanStore(database)
    scan = scans.begin(library.library_id, now=system_clock(), retry_rejected=retry_rejected)
    with recorded_scan(scans, scan, clock=system_clock) as recorded:
        yield recorded


def _ingest_scan(settings: Settings, path: Path, scan_id: str, *, retry_rejected: bool) -> None:
    """Do a scan that somebody has asked for; one that was stopped meanwhile is not done."""
    with (
        _stoppable(),
        running_servers(settings, mongo=True) as servers,
        prepared_database(servers.mongo_uri, settings.mongo_database) as database,
    ):
        scans = MongoScanStore(database)
        if (scan := scans.take(scan_id, now=system_clock())) is None:
            click.echo("the scan is not wanted any longer")
            return
        with recorded_scan(scans, scan, clock=system_clock) as recorded:
            open_files = partial(open_with_pool, settings=settings, tell=recorded.tell)
            ingest = partial(ingest_listing, settings=settings, open_files=open_files, retry_rejected=retry_rejected)
            _ingest(read_folder(path), database, ingest, recorded)


def _ingest(
    listing: Listing, database: Database[dict[str, Any]], ingest: Callable[..., Summary], scan: RecordedScan | None
) -> None:
    """Bring the catalogue up to date and say what was done."""
    if scan is None:
        summary = ingest(listing, database)
    else:
        summary = ingest(listing, database, planned=scan.planned)
        scan.tell(summary, at_once=True)
    for remark in listing.remarks:
        click.echo(remark, err=True)
    click.echo(str(summary))
    if notes := ", ".join(f"{number} {what}" for what, number in listing.notes.items() if number):
        click.echo(notes)
    if summary.postponed:
        click.echo(
            f"{summary.postponed} postponed: the processes that analysed them were killed from outside (is memory "
            "short?); the same command tries them again",
            err=True,
        )
    if summary.rejected:
        click.echo(as_called("`segue ingest --report` lists the rejected files"), err=True)


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

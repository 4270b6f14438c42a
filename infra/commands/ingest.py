"""`segue ingest`: a music library into the catalogue."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import TYPE_CHECKING, Any

import click
from pymongo.database import Database

from etl.ingest.run import Run
from etl.ingest.summary import Summary
from etl.readers.folder import read_folder
from etl.readers.listing import Listing
from infra.invocation import as_called
from infra.jobs.ingest import AnalyseTracks, analyse_with_pool, ingest_listing, leave_to_next_run
from infra.jobs.libraries import record_folder
from infra.jobs.recorded_scan import RecordedScan, recorded_scan
from infra.servers.running import running_servers
from infra.settings import Settings
from infra.stores.database import prepared_database
from infra.stores.features import MongoFeatureStore
from infra.stores.libraries import MongoLibraryStore
from infra.stores.scans import MongoScanStore
from infra.stores.tracks import MongoTrackStore
from recommender.catalogue.libraries.scans import Scan, is_to_give_way
from recommender.clock import system_clock
from recommender.similarity.features import fingerprint

if TYPE_CHECKING:
    from etl.tables.published_features import PublishedBlocks  # tables need libraries that a folder does not

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
@click.option("--tags-only", is_flag=True, help="Leave the sound to the next run; its tracks can be played meanwhile.")
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
    tags_only: bool,
    spark: bool,
    reanalyse: bool,
    retry_rejected: bool,
    allow_empty: bool,
    report: bool,
    scan_id: str | None,
) -> None:
    """Bring a music library into the catalogue: first its tags, then its sound.

    PATH is a folder of music, which is a library from then on, or one sound file. Its tracks can be played as soon as
    their tags are read; then their sound is analysed, what is played, queued or in a playlist first, then the newest
    files. What is known and unchanged is not even opened; interrupted at any point, the same command goes on. Files
    that are no music are kept aside: see --report. A folder that was full and is empty is refused: its disk may not be
    mounted.
    """
    if scan_id and path:
        _ingest_scan(settings, path, scan_id, retry_rejected=retry_rejected)
        return
    if tags_only:
        _require_none_of(spark, reanalyse, import_features, features_csv)
    listing = _listing(path, audio_dir, metadata_dir, csv_file)
    if listing is None and not report:
        raise click.UsageError("give a PATH, --fma AUDIO_DIR --metadata METADATA_DIR, --csv FILE, or --report")
    say = partial(click.echo, err=True)
    is_published = import_features or features_csv
    published = _published(listing, metadata_dir, features_csv) if is_published else None
    with (
        _stoppable(),
        running_servers(settings, mongo=True, say=say) as servers,
        prepared_database(servers.mongo_uri, settings.mongo_database) as database,
    ):
        if listing is not None:
            with _scan_of(listing, database, is_folder=path is not None, retry_rejected=retry_rejected) as scan:
                tell = scan.tell if scan else lambda _: None
                analyse: AnalyseTracks = leave_to_next_run
                if spark:
                    from infra.jobs.ingest_on_spark import analyse_with_spark

                    on_spark = partial(analyse_with_spark, mongo_uri=servers.mongo_uri, say=say)
                    analyse = partial(on_spark, settings=settings, adjust=published, tell=tell)
                elif not tags_only:
                    analyse = partial(analyse_with_pool, settings=settings, adjust=published, tell=tell)
                ingest = partial(ingest_listing, analyse_tracks=analyse, reanalyse=reanalyse, allow_empty=allow_empty)
                _ingest(listing, database, partial(ingest, settings=settings, retry_rejected=retry_rejected), scan)
            if published:
                click.echo(str(published))
        if report:
            from infra.terminal.rejections import print_rejections

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
        from etl.readers.fma import read_fma  # tables need libraries that a folder does not

        return read_fma(audio_dir, metadata_dir)
    if csv_file:
        from etl.readers.csv_catalogue import read_csv

        return read_csv(csv_file)
    return read_folder(path) if path else None


def _require_none_of(*ways_to_analyse: bool | Path | None) -> None:
    if any(ways_to_analyse):
        raise click.UsageError("--tags-only analyses nothing: it goes with no option that says how to")


def _published(listing: Listing | None, metadata_dir: Path | None, features_csv: Path | None) -> "PublishedBlocks":
    if listing is None or metadata_dir is None:
        raise click.UsageError("--import-features goes with --fma and --metadata")
    from etl.tables.published_features import read_published_blocks

    wanted = {file.track_id for file in listing.files if file.track_id}
    return read_published_blocks(features_csv or metadata_dir / "features.csv", wanted)


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

            def analyse(run: Run, *, database: Database[dict[str, Any]], since: datetime | None) -> None:
                began = monotonic()  # however long the listing took
                # An index is made between two scans, and none can be while old vectors are among the new ones.
                mark = fingerprint(settings.analysed_middle_s)
                has_limit = not MongoFeatureStore(database).has_present_of_others(mark)

                def is_put_off() -> bool:
                    analysed_s = monotonic() - began if has_limit else 0.0
                    return is_to_give_way(scan.library_id, scans.all(), analysed_s=analysed_s)

                analyse_with_pool(
                    run, database=database, settings=settings, since=since, tell=recorded.tell, is_put_off=is_put_off
                )

            ingest = partial(ingest_listing, settings=settings, retry_rejected=retry_rejected, analyse_tracks=analyse)
            summary = _ingest(read_folder(path), database, ingest, recorded)
            if is_rest_left(scan, summary):
                # Before the end is written: what dies in between must not leave the rest to nobody.
                scans.ask(scan.library_id, asked_by=scan.asked_by, now=system_clock(), is_rest=True)


def is_rest_left(scan: Scan, summary: Summary) -> bool:
    """Say whether another scan is to go on at once; not where one that went on got nowhere."""
    return summary.listed > 0 or (summary.postponed > 0 and (summary.analysed > 0 or not scan.is_rest))


def _ingest(
    listing: Listing, database: Database[dict[str, Any]], ingest: Callable[..., Summary], scan: RecordedScan | None
) -> Summary:
    """Bring the catalogue up to date, say what was done, and return it."""
    if scan is None:
        summary = ingest(listing, database)
    else:
        summary = ingest(listing, database, planned=scan.planned, tell=scan.tell)
        scan.tell(summary, at_once=True)
    for remark in listing.remarks:
        click.echo(remark, err=True)
    click.echo(str(summary))
    if notes := ", ".join(f"{number} {what}" for what, number in listing.notes.items() if number):
        click.echo(notes)
    if summary.postponed:
        click.echo(
            f"{summary.postponed} postponed: they changed while they were read, or their process was killed from "
            "outside (is memory short?); the same command tries them again",
            err=True,
        )
    if summary.rejected:
        click.echo(as_called("`segue ingest --report` lists the rejected files"), err=True)
    return summary


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

"""Public tables for the lab: fetched, made ready, and trained on by the very commands that anybody would type."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import requests
from urllib3.util.retry import Retry

from etl.fetch.downloads import PATIENCE
from etl.fetch.fma_archives import Archive, fetch_archive
from etl.fetch.progress import Progress
from infra.invocation import NOT_BETTER_EXIT, segue_command
from infra.settings import Settings
from infra.stores.artifacts import artifact_store
from recommender.errors import SegueError
from recommender.prediction.topics import DESCRIPTORS, MOOD

MOODS_FILE = "fma_moods.csv"


@dataclass(frozen=True)
class LabTables:
    """Where the tables lie."""

    metadata: Path
    """FMA's folder, with its readme that names the licence."""
    moods: Path


def fetch_tables(
    archive: Archive,
    into: Path,
    *,
    base_url: str,
    session: requests.Session,
    progress: Progress,
    keep_archive: bool = False,
    patience: Retry = PATIENCE,
) -> LabTables:
    """Fetch the archive of FMA's metadata, unless it is there, and make the table of moods out of it."""
    from etl.tables.mood_quarters import write_quarters

    folder = fetch_archive(
        archive,
        into,
        base_url=base_url,
        session=session,
        progress=progress,
        keep_archive=keep_archive,
        patience=patience,
    )
    tables = LabTables(folder, into / MOODS_FILE)
    if not tables.moods.exists():
        n = write_quarters(folder, tables.moods)
        progress.say(f"{MOODS_FILE}: {n:,} tracks with a mood by their valence and energy")
    return tables


def train_on(tables: LabTables, settings: Settings, *, say: Callable[[str], None]) -> None:
    """Train descriptors, and moods where no better ones are in use; the schedule does both again on new tables.

    Raises `SegueError` when a training fails; one that is not better than the version in use keeps that.
    """
    of_fma = {
        "--features": tables.metadata / "features.csv",
        "--echonest": tables.metadata / "echonest.csv",
        "--artists": tables.metadata / "tracks.csv",
    }
    _train(settings, DESCRIPTORS.name, *(str(argument) for pair in of_fma.items() for argument in pair))
    if has_named_moods(settings):
        say("the moods in use were learnt from moods that people named: they stay")
        return
    _train(settings, MOOD.name, str(tables.moods))


def has_named_moods(settings: Settings) -> bool:
    """Return whether the moods in use were learnt from a table in which people named them."""
    store = artifact_store(settings)
    version = store.current(MOOD.name)
    return version is not None and store.manifest(MOOD.name, version).metric == "accuracy"


def _train(settings: Settings, *arguments: str) -> None:
    """Run a training in a process of its own: its memory is given back, and the schedule learns how it was done."""
    command = segue_command("train", *arguments)
    code = subprocess.run(command, env=settings.as_environment(), check=False).returncode
    if code not in (0, NOT_BETTER_EXIT):
        raise SegueError(f"`segue train {' '.join(arguments)}` failed with exit code {code}; what it said stands above")

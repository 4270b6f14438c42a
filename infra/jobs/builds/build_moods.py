"""Describes the library: what is new is listened to by the processes of this machine, then all is published."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
import structlog
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from etl.ingest.descriptor_inputs import TrackFile, inputs_of
from etl.ingest.pool import Pool
from etl.ingest.work import Failure
from infra.jobs.database import running_database
from infra.jobs.ingest import n_cores
from infra.settings import Settings
from infra.stores.artifacts import artifact_store
from infra.stores.tracks import MongoTrackStore
from recommender.artifacts.manifest import Manifest, read_manifest
from recommender.artifacts.store import ArtifactStore
from recommender.prediction.descriptors.served import DescriptorModel
from recommender.prediction.library.build import LibraryInputs, read_inputs, write_library
from recommender.prediction.library.moods import KIND, load
from recommender.prediction.mood.served import MoodModel
from recommender.prediction.topics import DESCRIPTORS, MOOD
from recommender.records import Track, TrackId

PUBLISHED_EVERY = 5_000
"""New tracks after which a version is published: so much work at most is lost when the machine dies."""
_log = structlog.get_logger(__name__)


def build_moods(settings: Settings, *, again: bool = False, say: Callable[[str], None] = lambda _: None) -> Manifest:
    """Describe every present track and publish; servers that are not running are started for as long as it takes.

    Tracks of the version in use are not listened to again unless `again` is given; when nothing has changed at all,
    that version stays. Raises `NoModel` without a model of the descriptors or of the mood, and `NothingToDescribe`.
    """
    store = artifact_store(settings)
    descriptors = DESCRIPTORS.load_current(store)
    mood = MOOD.load_current(store)
    tracks = _tracks(settings, say)
    last = None if again else _last(store)
    known = {} if last is None else read_inputs(last)
    heard = {track_id: known[track_id] for track_id in tracks if track_id in known}
    todo = [TrackFile(track_id, track.url) for track_id, track in tracks.items() if track_id not in heard]
    say(f"{len(heard):,} tracks are known, {len(todo):,} are new")
    if last is not None and not todo and len(heard) == len(known) and _made_by(last, descriptors, mood):
        return read_manifest(last)
    sounds = {track_id: track.sound for track_id, track in tracks.items() if track.sound is not None}
    n_failed, version = 0, ""
    for part in _parts(todo):
        inputs, failed = _listen(part, settings, n_before=len(heard), n_all=len(tracks))
        heard |= inputs
        n_failed += failed
        library = LibraryInputs(heard, sounds, n_failed)
        write = partial(write_library, library=library, descriptors=descriptors, mood=mood)
        version = store.publish(KIND, write)
        store.prune(KIND, settings.artifacts_keep)
    return store.manifest(KIND, version)


def _last(store: ArtifactStore) -> Path | None:
    version = store.current(KIND)
    return None if version is None else store.local_path(KIND, version)


def _made_by(folder: Path, descriptors: DescriptorModel, mood: MoodModel) -> bool:
    models = load(folder).models
    return (models.descriptors_version, models.mood_version) == (descriptors.manifest.version, mood.manifest.version)


def _tracks(settings: Settings, say: Callable[[str], None]) -> dict[TrackId, Track]:
    """Return the tracks that are there and were analysed."""
    with running_database(settings, say=say) as database:
        present = [track for track in MongoTrackStore(database).scan() if track.status == "present" and track.sound]
    return {track.track_id: track for track in present}


def _parts(todo: Sequence[TrackFile]) -> Iterator[Sequence[TrackFile]]:
    """Yield the work in parts; one empty part when there is none, for the models may be new."""
    for first in range(0, max(len(todo), 1), PUBLISHED_EVERY):
        yield todo[first : first + PUBLISHED_EVERY]


def _listen(
    part: Sequence[TrackFile], settings: Settings, *, n_before: int, n_all: int
) -> tuple[dict[TrackId, np.ndarray], int]:
    """Return what was heard, and how many files could not be read."""
    vectors: dict[TrackId, np.ndarray] = {}
    if not part:
        return vectors, 0
    failed = 0
    pool: Pool[TrackFile, np.ndarray | Failure] = Pool(
        inputs_of, n_workers=min(settings.analysis_workers or n_cores(), len(part))
    )
    with pool, _show_progress(n_before, n_all) as advance:
        for file in part:
            pool.submit(file)
        for file, result in pool.results():
            if isinstance(result, np.ndarray):
                vectors[file.track_id] = result
            else:
                failed += 1
                reason = result.reason if isinstance(result, Failure) else "the process that analysed it died"
                _log.warning("track_not_described", file=file.url, reason=reason)
            advance()
    return vectors, failed


@contextmanager
def _show_progress(done: int, total: int) -> Iterator[Callable[[], None]]:
    """Yield what moves the bar on by one track."""
    columns = (TextColumn("describing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bars:
        task = bars.add_task("", total=total, completed=done)
        yield lambda: bars.advance(task)

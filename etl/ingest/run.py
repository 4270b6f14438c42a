"""One ingest from end to end: plan, set aside, list, settle what vanished, and analyse."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from msgspec.structs import replace

from etl.ingest.ledger import KnownFile
from etl.ingest.plan import Plan, make_plan
from etl.ingest.rejecting import known_as_rejected, rejected_track
from etl.ingest.stores import Catalogue
from etl.ingest.summary import Summary
from etl.locations import exists
from etl.readers.listing import FoundFile, Listing, NotAFile
from recommender.records import TrackId

ListFiles = Callable[["Run"], None]
"""Opens `run.plan.to_open`, adds to `run.listed`, counts in `run.summary`."""
AnalyseTracks = Callable[["Run"], None]
"""Analyses `run.listed`, counts in `run.summary`."""


@dataclass(kw_only=True)
class Run:
    """What is known when files begin to be opened, and what came of it."""

    plan: Plan
    known: dict[str, KnownFile]
    analysed: set[TrackId]
    listed: dict[TrackId, KnownFile]
    """Tracks to analyse, each with the file to listen to."""
    counted: dict[str, str] = field(default_factory=dict)
    """Which number of `summary` a file is in that is not to be analysed, by URL: it may come to that after all."""
    n_unread: int = 0
    """Files that were postponed before anything was analysed."""
    summary: Summary = field(default_factory=Summary)


def prepare_run(listing: Listing, catalogue: Catalogue, analysed: set[TrackId], *, retry_rejected: bool = False) -> Run:
    """Compare a listing with the ledger; nothing is opened and nothing is written.

    `analysed` are the tracks whose vector is good enough not to be made again, if what was heard with it is stored.
    """
    analysed = analysed - catalogue.tracks.unheard()
    known = {file.url: file for file in _known_files(listing, catalogue)}
    plan = make_plan(listing, known, analysed, retry_rejected=retry_rejected)
    summary = Summary(listed=len(plan.to_analyse), unchanged=len(plan.unchanged), rejected=len(plan.still_rejected))
    counted = dict.fromkeys(plan.unchanged, "unchanged")
    listed = dict(plan.to_analyse)
    return Run(plan=plan, known=known, analysed=analysed, listed=listed, counted=counted, summary=summary)


def ingest(run: Run, catalogue: Catalogue, *, list_files: ListFiles, analyse_tracks: AnalyseTracks) -> Summary:
    """Do what the plan says; whenever this is stopped, doing it again does the rest.

    Every track is listed before the first one is analysed.
    """
    _set_aside(run, catalogue)
    _take_back(run, catalogue)
    if run.plan.to_open:
        list_files(run)
    run.summary.missing += settle_vanished(run.plan.vanished, catalogue)
    run.n_unread = run.summary.postponed
    if run.listed:
        analyse_tracks(run)
    return run.summary


def _known_files(listing: Listing, catalogue: Catalogue) -> Iterator[KnownFile]:
    if listing.root:
        yield from catalogue.files.under(listing.root)
        return
    # A CSV or a single file names URLs that no common root covers.
    named = [file.url for file in listing.files] + [entry.url for entry in listing.rejected]
    yield from catalogue.files.named([*named, *listing.absent])


def _set_aside(run: Run, catalogue: Catalogue) -> None:
    """Record what is not even a file."""
    tracks = [rejected_track(entry.url, entry.reason, entry.detail) for entry in run.plan.to_reject]
    pairs: Iterable[tuple[NotAFile | FoundFile, TrackId]] = zip(
        run.plan.to_reject, [track.track_id for track in tracks], strict=True
    )
    former = [before for entry in run.plan.to_reject if (before := run.known.get(entry.url))]
    _lose(former, catalogue)
    catalogue.tracks.describe_many(tracks)
    catalogue.files.put_many([known_as_rejected(entry, track_id) for entry, track_id in pairs])
    run.summary.rejected += len(tracks)


def _take_back(run: Run, catalogue: Catalogue) -> None:
    """Files that were missing and are back as they were."""
    by_id = {file.track_id: file for file in run.plan.returned}
    tracks = catalogue.tracks.get_many(by_id)
    back = [track for track in tracks.values() if track.status == "missing"]
    catalogue.tracks.describe_many([replace(track, status="present", url=by_id[track.track_id].url) for track in back])
    catalogue.files.put_many([replace(file, state="present") for file in run.plan.returned])
    further = [file.url for file in run.plan.returned if file != run.listed.get(file.track_id)]
    run.counted.update(dict.fromkeys(further, "returned"))
    run.summary.returned += len(further)


def settle_vanished(files: Iterable[KnownFile], catalogue: Catalogue) -> int:
    """Files that are gone: their track lives on in a copy, or is missing; a rejected one is forgotten.

    Returns how many tracks are missing now.
    """
    files = list(files)
    rejected = [file for file in files if file.state == "rejected"]
    catalogue.tracks.delete_many([file.track_id for file in rejected])
    catalogue.files.forget([file.url for file in rejected])
    music = [file for file in files if file.state == "present"]
    lost = _lose(music, catalogue)
    catalogue.files.put_many([replace(file, state="missing") for file in music if file.track_id in lost])
    catalogue.files.forget([file.url for file in music if file.track_id not in lost])
    return len(lost)


def _lose(files: list[KnownFile], catalogue: Catalogue) -> set[TrackId]:
    """Take these files away from their tracks; return the tracks that have no other file left."""
    gone = {file.url for file in files}
    track_ids = {file.track_id for file in files}
    others: dict[TrackId, list[str]] = defaultdict(list)
    for file in catalogue.files.of_tracks(track_ids):
        if file.state == "present" and file.url not in gone and exists(file.url):
            others[file.track_id].append(file.url)
    changed, lost = [], set()
    for track in catalogue.tracks.get_many(track_ids).values():
        if not others[track.track_id]:
            lost.add(track.track_id)
            changed.append(replace(track, status="missing"))
        elif track.url in gone:
            changed.append(replace(track, url=min(others[track.track_id])))
    catalogue.tracks.describe_many(changed)
    return lost

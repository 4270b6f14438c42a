"""Compares what a reader found with what earlier runs saw: what must be opened, and what must not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from etl.ingest.ledger import KnownFile
from etl.readers.listing import FoundFile, Listing, NotAFile
from etl.tags.file_tags import READER_REVISION
from recommender.records import TrackId


@dataclass(frozen=True)
class Plan:
    """What to do with each file of a listing."""

    to_open: tuple[FoundFile, ...]
    to_reject: tuple[NotAFile, ...]
    """Not yet known as rejected for this reason."""
    still_rejected: tuple[KnownFile, ...]
    returned: tuple[KnownFile, ...]
    """Were missing, and are back as they were."""
    to_analyse: Mapping[TrackId, KnownFile]
    """Tracks that need not be opened and have no vector: each with one of its files."""
    vanished: tuple[KnownFile, ...]
    unchanged: tuple[str, ...]
    """URLs of what is neither opened nor analysed."""


def make_plan(
    listing: Listing, known: Mapping[str, KnownFile], analysed: set[TrackId], *, retry_rejected: bool = False
) -> Plan:
    """Sort a listing by what is `known` of its files, by URL, and which tracks have a vector."""
    files = _Files()
    for file in listing.files:
        files.sort(file, known.get(file.url), analysed, retry_rejected=retry_rejected)
    to_reject = []
    for entry in listing.rejected:
        before = known.get(entry.url)
        if before is not None and before.state == "rejected":
            files.still_rejected.append(before)
        else:
            to_reject.append(entry)
    return Plan(
        to_open=tuple(files.to_open),
        to_reject=tuple(to_reject),
        still_rejected=tuple(files.still_rejected),
        returned=tuple(files.returned),
        to_analyse=files.to_analyse,
        vanished=tuple(_find_vanished(listing, known)),
        unchanged=tuple(files.unchanged),
    )


@dataclass
class _Files:
    """What is to be done with the files of a listing, as far as they were looked at."""

    to_open: list[FoundFile] = field(default_factory=list)
    still_rejected: list[KnownFile] = field(default_factory=list)
    returned: list[KnownFile] = field(default_factory=list)
    to_analyse: dict[TrackId, KnownFile] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)

    def sort(self, file: FoundFile, before: KnownFile | None, analysed: set[TrackId], *, retry_rejected: bool) -> None:
        if before is None or not _is_same(before, file):
            self.to_open.append(file)
        elif before.state == "rejected":
            if retry_rejected:
                self.to_open.append(file)
            else:
                self.still_rejected.append(before)
        elif before.described_by != file.described_by:
            self.to_open.append(file)
        elif before.tags_revision != READER_REVISION:
            # Only its tags are read once more: the file is as it was, so nobody need hash its sound again.
            self.to_open.append(replace(file, track_id=before.track_id))
        else:
            self._leave_closed(before, analysed)

    def _leave_closed(self, file: KnownFile, analysed: set[TrackId]) -> None:
        awaits_analysis = file.track_id not in analysed and file.track_id not in self.to_analyse
        if awaits_analysis:
            self.to_analyse[file.track_id] = file
        if file.state == "missing":
            self.returned.append(file)
        elif not awaits_analysis:
            self.unchanged.append(file.url)


def _is_same(before: KnownFile, file: FoundFile) -> bool:
    stamps = (before.size, before.mtime_ns, before.ctime_ns), (file.size, file.mtime_ns, file.ctime_ns)
    if stamps[0] != stamps[1]:
        return False
    return before.state == "rejected" or file.track_id in (None, before.track_id)


def _find_vanished(listing: Listing, known: Mapping[str, KnownFile]) -> Iterator[KnownFile]:
    here = {file.url for file in listing.files} | {entry.url for entry in listing.rejected}
    absent = set(listing.absent)
    for url, before in known.items():
        expected = url in absent or (listing.root and url.startswith(listing.root))
        if before.state != "missing" and expected and url not in here:
            yield before

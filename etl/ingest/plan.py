"""Compares what a reader found with what earlier runs saw: what must be opened, and what must not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

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
    vanished: tuple[KnownFile, ...]
    n_unchanged: int


def make_plan(
    listing: Listing, known: Mapping[str, KnownFile], analysed: set[TrackId], *, retry_rejected: bool = False
) -> Plan:
    """Sort a listing by what is `known` of its files, by URL, and which tracks have a vector."""
    to_open: list[FoundFile] = []
    still_rejected: list[KnownFile] = []
    returned: list[KnownFile] = []
    n_unchanged = 0
    for file in listing.files:
        before = known.get(file.url)
        if before is None or not _is_same(before, file):
            to_open.append(file)
        elif before.state == "rejected":
            if retry_rejected:
                to_open.append(file)
            else:
                still_rejected.append(before)
        elif before.described_by != file.described_by or before.track_id not in analysed:
            to_open.append(file)
        elif before.tags_revision != READER_REVISION:
            # Only its tags are read once more: the file is as it was, so nobody need hash its sound again.
            to_open.append(replace(file, track_id=before.track_id))
        elif before.state == "missing":
            returned.append(before)
        else:
            n_unchanged += 1
    to_reject = []
    for entry in listing.rejected:
        before = known.get(entry.url)
        if before is not None and before.state == "rejected":
            still_rejected.append(before)
        else:
            to_reject.append(entry)
    return Plan(
        to_open=tuple(to_open),
        to_reject=tuple(to_reject),
        still_rejected=tuple(still_rejected),
        returned=tuple(returned),
        vanished=tuple(_find_vanished(listing, known)),
        n_unchanged=n_unchanged,
    )


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

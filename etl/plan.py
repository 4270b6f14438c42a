"""Compares what a reader found with what earlier runs saw: what must be opened, and what must not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from etl.ledger import KnownFile
from etl.listing import FoundFile, Listing, NotAFile
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
    for found in listing.files:
        before = known.get(found.url)
        if before is None or not _is_same(before, found):
            to_open.append(found)
        elif before.state == "rejected":
            if retry_rejected:
                to_open.append(found)
            else:
                still_rejected.append(before)
        elif before.described_by != found.described_by or before.track_id not in analysed:
            to_open.append(found)
        elif before.state == "missing":
            returned.append(before)
        else:
            n_unchanged += 1
    to_reject = []
    for each in listing.rejected:
        before = known.get(each.url)
        if before is not None and before.state == "rejected":
            still_rejected.append(before)
        else:
            to_reject.append(each)
    return Plan(
        to_open=tuple(to_open),
        to_reject=tuple(to_reject),
        still_rejected=tuple(still_rejected),
        returned=tuple(returned),
        vanished=tuple(_vanished(listing, known)),
        n_unchanged=n_unchanged,
    )


def _is_same(before: KnownFile, found: FoundFile) -> bool:
    if (before.size, before.mtime_ns) != (found.size, found.mtime_ns):
        return False
    return before.state == "rejected" or found.track_id in (None, before.track_id)


def _vanished(listing: Listing, known: Mapping[str, KnownFile]) -> Iterator[KnownFile]:
    here = {each.url for each in listing.files} | {each.url for each in listing.rejected}
    absent = set(listing.absent)
    for url, before in known.items():
        expected = url in absent or (listing.root and url.startswith(listing.root))
        if before.state != "missing" and expected and url not in here:
            yield before

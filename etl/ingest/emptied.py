"""A folder that was full and is empty is a disk that is not mounted, until somebody says otherwise."""

from collections.abc import Mapping

from etl.ingest.ledger import KnownFile
from etl.locations import file_path, readable_name
from etl.readers.listing import Listing
from recommender.errors import BadInput


class FolderEmptied(BadInput):
    """A folder has lost all of its music at once."""


def require_music_left(listing: Listing, known: Mapping[str, KnownFile]) -> None:
    """Raise `FolderEmptied` when nothing is left of a folder's music, which would all be marked missing."""
    if not listing.root or listing.files:
        return
    n_lost = sum(file.state == "present" and url.startswith(listing.root) for url, file in known.items())
    if n_lost:
        folder = readable_name(file_path(listing.root))
        files = "the one file that was known is gone" if n_lost == 1 else f"all {n_lost} files that were known are gone"
        raise FolderEmptied(
            f"there is no music in {folder}: {files}. Is its disk mounted? Nothing was changed; "
            "if the music was taken away, run `segue ingest` with --allow-empty"
        )

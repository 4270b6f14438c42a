"""What came of writing corrected fields into the files of tracks."""

from collections.abc import Sequence
from typing import Literal, Protocol

from msgspec import Struct

from recommender.records import TrackId

Outcome = Literal["written", "unchanged", "unwritable", "changed"]
"""`unchanged`: the file says so already. `changed`: the file is not the one that was read last."""


class WrittenTags(Struct, frozen=True, kw_only=True):
    """What came of one track."""

    track_id: TrackId
    outcome: Outcome
    reason: str = ""
    """Why nothing was written, where nothing was."""
    backup: str = ""
    """Name under which the tags are kept that were there before."""


class TagWriter(Protocol):
    """Writes into files, one after another."""

    def write(self, track_ids: Sequence[TrackId]) -> list[WrittenTags]:
        """Write what is corrected of these tracks into their files' tags; unknown tracks are left out."""

    def restore(self, backups: Sequence[str]) -> list[WrittenTags]:
        """Put tags back that were kept; raises `NotFound` for a name under which none are."""

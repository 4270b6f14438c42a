"""Where the catalogue, what was corrected of it, and its feature vectors live."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from recommender.catalogue.corrections import Changes, CorrectedFields, Correction
from recommender.records import Features, ListenerId, Track, TrackId


class TrackStore(Protocol):
    """Where the catalogue lives."""

    def get(self, track_id: TrackId) -> Track | None:
        """Return the track, whatever its status, or None."""

    def put_many(self, tracks: Iterable[Track]) -> None:
        """Insert or replace each track, as its file says it, by its id; what is corrected of it stays corrected.

        The catalogue's revision moves.
        """

    def scan(self) -> Iterator[Track]:
        """Yield every track, whatever its status, in order of id."""

    def places(self) -> Iterator[tuple[TrackId, str]]:
        """Yield id and URL of every track that is present, in no order."""

    def revision(self) -> int:
        """Return a number that changes whenever the catalogue does."""


class CorrectionStore(Protocol):
    """Where it is kept what people have corrected."""

    def of_tracks(self, track_ids: Iterable[TrackId]) -> dict[TrackId, Correction]:
        """Return the corrections of those tracks that have any, by id."""

    def change(
        self, track_ids: Sequence[TrackId], changes: Changes, *, at: datetime, by: ListenerId
    ) -> dict[TrackId, CorrectedFields]:
        """Correct all of these tracks, or none; return what was corrected of each before. Unknown ones are left out."""


class CoverPictures(Protocol):
    """Where the pictures are kept that people gave to tracks."""

    def add(self, content: bytes, *, at: datetime) -> str:
        """Keep a picture, once; return its id."""

    def get(self, picture_id: str) -> bytes | None:
        """Return a picture's content, or None."""

    def has(self, picture_id: str) -> bool:
        """Return whether the picture is kept."""


class FeatureStore(Protocol):
    """Where raw feature vectors live."""

    def get(self, track_id: TrackId) -> Features | None:
        """Return the track's vector, or None."""

    def put_many(self, features: Iterable[Features]) -> None:
        """Insert or replace vectors by track id; durable when it returns."""

    def analysed(self, fingerprint: str) -> set[TrackId]:
        """Return the ids that have a vector of this fingerprint."""

    def scan(self, fingerprint: str) -> Iterator[Features]:
        """Yield the vectors of this fingerprint in order of track id."""

"""The stores that an ingest writes to, as it needs them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from etl.ingest.ledger import FileLedger
from recommender.catalogue.ports import FeatureStore, TrackStore
from recommender.records import Track, TrackId


class IngestTrackStore(TrackStore, Protocol):
    """The catalogue, as the one who fills it needs it."""

    def get_many(self, track_ids: Iterable[TrackId]) -> dict[TrackId, Track]:
        """Return those of the tracks that exist, by id."""

    def delete_many(self, track_ids: Iterable[TrackId]) -> None:
        """Drop these tracks; for rejected files that are gone or were mended, never for music."""


class IngestFeatureStore(FeatureStore, Protocol):
    """Feature vectors, as the one who makes them needs them."""

    def analysed(self, fingerprint: str, *, since: datetime | None = None) -> set[TrackId]:
        """Return the ids that have a vector of this fingerprint, made at `since` or later."""


@dataclass(frozen=True)
class Catalogue:
    """Where an ingest writes, in this order: tracks, their vectors, and last the files as known."""

    tracks: IngestTrackStore
    features: IngestFeatureStore
    files: FileLedger

"""The stores that an ingest writes to, as it needs them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from etl.ingest.ledger import FileLedger
from recommender.catalogue.ports import FeatureStore, TrackStore
from recommender.records import SoundFacts, Track, TrackId


class IngestTrackStore(TrackStore, Protocol):
    """The catalogue, as the one who fills it needs it."""

    def get_many(self, track_ids: Iterable[TrackId]) -> dict[TrackId, Track]:
        """Return those of the tracks that exist, by id."""

    def describe_many(self, tracks: Iterable[Track]) -> None:
        """Insert or replace each track as `put_many` does, but for what is stored of its sound: that stays.

        So whoever has read a track before it was analysed takes nothing from it.
        """

    def hear_many(self, sounds: Mapping[TrackId, SoundFacts]) -> None:
        """Set what was heard of these tracks, and their length, and nothing else; unknown ones are left out."""

    def unheard(self) -> set[TrackId]:
        """Return the tracks, none of them rejected, of whose sound nothing is stored."""

    def delete_many(self, track_ids: Iterable[TrackId]) -> None:
        """Drop these tracks: rejected files that are gone or were mended, and what was listed and is no music."""


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

"""The web's ports of corrections, over stores in memory; files are not written, but said to be."""

from collections.abc import Sequence

from recommender.catalogue.written_tags import WrittenTags
from recommender.errors import NotFound
from recommender.records import Track, TrackId
from tests.contracts.fakes.catalogue import MemoryTrackStore
from tests.contracts.fakes.corrections import MemoryCorrections, MemoryCoverPictures
from webapp.corrections.services import CorrectionServices


class NotedWriter:
    """Keeps in a list what it was asked to write; tracks in `refused` are not written, for the reason there."""

    def __init__(self) -> None:
        self.written: list[TrackId] = []
        self.restored: list[str] = []
        self.refused: dict[TrackId, str] = {}

    def clear(self) -> None:
        """Forget what was asked."""
        self.written.clear()
        self.restored.clear()
        self.refused.clear()

    def write(self, track_ids: Sequence[TrackId]) -> list[WrittenTags]:
        """Say of each track what came of it."""
        self.written.extend(track_ids)
        return [
            WrittenTags(track_id=track_id, outcome="unwritable", reason=self.refused[track_id])
            if track_id in self.refused
            else WrittenTags(track_id=track_id, outcome="written", backup=f"{track_id}.json")
            for track_id in track_ids
        ]

    def restore(self, backups: Sequence[str]) -> list[WrittenTags]:
        """Take back what was written."""
        for name in backups:
            if TrackId(name.removesuffix(".json")) not in self.written:
                raise NotFound(f"no tags are kept under the name {name}")
        self.restored.extend(backups)
        return [WrittenTags(track_id=TrackId(name.removesuffix(".json")), outcome="written") for name in backups]


class MadeCorrections:
    """What a test can look at and change."""

    def __init__(self) -> None:
        self.tracks = MemoryTrackStore()
        self.store = MemoryCorrections(self.tracks)
        self.pictures = MemoryCoverPictures()
        self.tags = NotedWriter()

    def reset(self, tracks: Sequence[Track]) -> None:
        """Begin anew with these tracks."""
        self.tracks.clear()
        self.tracks.put_many(tracks)
        self.pictures.pictures.clear()
        self.tags.clear()

    def services(self) -> CorrectionServices:
        """Return the ports."""
        return CorrectionServices(store=self.store, pictures=self.pictures, tags=self.tags)

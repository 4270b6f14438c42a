"""Writes results in small batches, in the order that leaves nothing half-written when the process dies."""

import time
from collections.abc import Iterable

from msgspec.structs import replace

from etl.ingest.ledger import KnownFile
from etl.ingest.stores import Catalogue
from recommender.records import Features, SoundFacts, Track, TrackId

MAX_BATCH_SIZE = 16
MAX_WAIT_S = 1.0


class Recorder:
    """Tracks, vectors and known files on their way to the stores.

    A batch goes out as tracks, then sounds, vectors, then files: a track counts as analysed only when it has a vector,
    and a file is left alone by the next run only when both are there. Death between two writes costs the
    batch's work, never its consistency.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._tracks: dict[TrackId, Track] = {}
        self._sounds: dict[TrackId, SoundFacts] = {}
        self._features: dict[TrackId, Features] = {}
        self._files: dict[str, KnownFile] = {}
        self._looked_up: dict[TrackId, Track | None] = {}
        self._dropped_tracks: set[TrackId] = set()
        self._forgotten: set[str] = set()
        self._since = time.monotonic()

    def track(self, track_id: TrackId) -> Track | None:
        """Return the track as it will be."""
        if track_id in self._dropped_tracks:
            return None
        track = self._read(track_id)
        if track is None or (sound := self._sounds.get(track_id)) is None:
            return track
        return replace(track, sound=sound, duration_s=sound.duration_s)

    def _read(self, track_id: TrackId) -> Track | None:
        if track_id in self._tracks:
            return self._tracks[track_id]
        if track_id in self._looked_up:
            return self._looked_up[track_id]
        return self._catalogue.tracks.get(track_id)

    def look_up(self, track_ids: Iterable[TrackId]) -> None:
        """Read tracks that will be asked for before the next `flush`, in one round trip."""
        wanted = set(track_ids)
        self._looked_up.update(dict.fromkeys(wanted), **self._catalogue.tracks.get_many(wanted))

    def files_of(self, track_id: TrackId) -> list[KnownFile]:
        """Return the known files of a track as they will be."""
        stored = {file.url: file for file in self._catalogue.files.of_tracks([track_id])}
        merged = {
            **stored,
            **{url: file for url, file in self._files.items() if file.track_id == track_id or url in stored},
        }
        return [file for file in merged.values() if file.track_id == track_id]

    def put(self, *, track: Track | None = None, file: KnownFile | None = None) -> None:
        """Take what belongs together; it is written together. Of the track's sound nothing is written."""
        if track:
            self._tracks[track.track_id] = track
            self._dropped_tracks.discard(track.track_id)
        if file:
            self._files[file.url] = file

    def hear(self, sound: SoundFacts, features: Features) -> None:
        """Take what was heard of a track that is in the catalogue."""
        self._sounds[features.track_id] = sound
        self._features[features.track_id] = features

    def drop_track(self, track_id: TrackId) -> None:
        """Drop the entry of a rejected file, or of one that was listed and turned out to be no music."""
        self._tracks.pop(track_id, None)
        self._sounds.pop(track_id, None)
        self._dropped_tracks.add(track_id)

    def forget(self, url: str) -> None:
        """Drop what is known of a file, so that the next run opens it."""
        self._forgotten.add(url)

    def flush_if_due(self) -> None:
        """Write when the batch is full or old."""
        full = max(len(self._tracks), len(self._files), len(self._features)) >= MAX_BATCH_SIZE
        if full or time.monotonic() - self._since > MAX_WAIT_S:
            self.flush()

    def flush(self) -> None:
        """Write everything that was taken; all of it is durable when this returns."""
        if self._tracks:
            self._catalogue.tracks.describe_many(self._tracks.values())
        if self._sounds:
            self._catalogue.tracks.hear_many(self._sounds)
        if self._features:
            self._catalogue.features.put_many(self._features.values())
        if self._dropped_tracks:
            self._catalogue.tracks.delete_many(self._dropped_tracks)
        if self._files:
            self._catalogue.files.put_many(self._files.values())
        if self._forgotten:
            self._catalogue.files.forget(self._forgotten)
        for batch in (
            *(self._tracks, self._sounds, self._features, self._files),
            *(self._dropped_tracks, self._forgotten, self._looked_up),
        ):
            batch.clear()
        self._since = time.monotonic()

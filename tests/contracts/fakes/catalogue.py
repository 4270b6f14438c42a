"""In-memory stores of tracks, feature vectors and known files; they pass the same suites as MongoDB's."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from msgspec.structs import replace

from etl.ingest.ledger import KnownFile
from recommender.catalogue.corrections import Correction, correct, file_values
from recommender.records import Features, SoundFacts, Track, TrackId, TrackStatus


class MemoryTrackStore:
    def __init__(self) -> None:
        self._tracks: dict[TrackId, Track] = {}
        self._revision = 0
        self.corrections: dict[TrackId, Correction] = {}

    def clear(self) -> None:
        self._tracks.clear()
        self.corrections.clear()
        self._revision += 1

    def get(self, track_id: TrackId) -> Track | None:
        return self._tracks.get(track_id)

    def get_many(self, track_ids: Iterable[TrackId]) -> dict[TrackId, Track]:
        return {track_id: self._tracks[track_id] for track_id in track_ids if track_id in self._tracks}

    def put_many(self, tracks: Iterable[Track]) -> None:
        for track in tracks:
            if correction := self.corrections.get(track.track_id):
                of_file = file_values(track, correction.fields)
                self.corrections[track.track_id] = replace(correction, of_file=of_file)
                track = correct(track, correction.fields)
            self._tracks[track.track_id] = track
            self._revision += 1

    def describe_many(self, tracks: Iterable[Track]) -> None:
        for track in tracks:
            before = self._tracks.get(track.track_id)
            if before is not None and before.sound is not None:
                track = replace(track, sound=before.sound, duration_s=before.duration_s)
            self.put_many([track])

    def hear_many(self, sounds: Mapping[TrackId, SoundFacts]) -> None:
        for track_id, sound in sounds.items():
            if track := self._tracks.get(track_id):
                self._tracks[track_id] = replace(track, sound=sound, duration_s=sound.duration_s)
                self._revision += 1

    def unheard(self) -> set[TrackId]:
        return {track.track_id for track in self.scan() if track.sound is None and track.status != "rejected"}

    def delete_many(self, track_ids: Iterable[TrackId]) -> None:
        for track_id in track_ids:
            if self._tracks.pop(track_id, None):
                self._revision += 1

    def scan(self) -> Iterator[Track]:
        yield from (self._tracks[track_id] for track_id in sorted(self._tracks))

    def places(self) -> Iterator[tuple[TrackId, str]]:
        yield from ((track.track_id, track.url) for track in self.with_status("present"))

    def with_status(self, status: TrackStatus) -> Iterator[Track]:
        yield from (track for track in self.scan() if track.status == status)

    def revision(self) -> int:
        return self._revision


class MemoryFeatureStore:
    def __init__(self) -> None:
        self._features: dict[TrackId, Features] = {}

    def get(self, track_id: TrackId) -> Features | None:
        return self._features.get(track_id)

    def put_many(self, features: Iterable[Features]) -> None:
        self._features.update({feature.track_id: feature for feature in features})

    def analysed(self, fingerprint: str, *, since: datetime | None = None) -> set[TrackId]:
        of_this = [feature for feature in self._features.values() if feature.fingerprint == fingerprint]
        return {each.track_id for each in of_this if since is None or each.analysed_at >= since}

    def scan(self, fingerprint: str) -> Iterator[Features]:
        yield from (self._features[track_id] for track_id in sorted(self.analysed(fingerprint)))


class MemoryFileLedger:
    def __init__(self) -> None:
        self._files: dict[str, KnownFile] = {}

    def under(self, prefix: str) -> Iterator[KnownFile]:
        yield from (self._files[url] for url in sorted(self._files) if url.startswith(prefix))

    def named(self, urls: Iterable[str]) -> Iterator[KnownFile]:
        yield from (self._files[url] for url in urls if url in self._files)

    def of_tracks(self, track_ids: Iterable[TrackId]) -> Iterator[KnownFile]:
        wanted = set(track_ids)
        yield from (file for file in list(self._files.values()) if file.track_id in wanted)

    def put_many(self, files: Iterable[KnownFile]) -> None:
        self._files.update({file.url: file for file in files})

    def forget(self, urls: Iterable[str]) -> None:
        for url in urls:
            self._files.pop(url, None)

"""Large libraries made on the spot: tiny files that differ in tags and sound, and a ledger that knows a folder."""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from mutagen.id3 import ID3, TALB, TDRC, TIT2, TPE1, TRCK
from pymongo.database import Database

from etl.ingest.ledger import KnownFile
from etl.readers.folder import read_folder
from etl.readers.listing import FoundFile
from etl.tags.file_tags import READER_REVISION
from infra.settings import Settings
from infra.stores.batches import batches
from infra.stores.features import MongoFeatureStore
from infra.stores.files import MongoFileLedger
from infra.stores.tracks import MongoTrackStore
from recommender.records import Features, SoundFacts, Track, TrackId
from recommender.similarity.features import N_COLUMNS, fingerprint

PER_FOLDER = 12
"""Tracks of one album."""
SECONDS = 1.2
_RATE = 22_050
_TITLE, _ARTIST, _ALBUM = b"Title 000000", b"Artist 00000", b"Album 000000"
_FOLDERS_OF_ONE = 500
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
FACTS = SoundFacts(duration_s=SECONDS, loudness_lufs=-14.0, tempo_bpm=120.0, key=0, mode="major")


def make_tagged_files(folder: Path, n_files: int) -> None:
    """Write MP3 files of some kB, in folders of twelve; tags and the last bytes of the sound differ."""
    folder.mkdir()
    template = _tagged_template(folder)
    for number in range(n_files):
        album = number // PER_FOLDER
        place = folder / f"{album:06d}"
        place.mkdir(exist_ok=True)
        content = (
            template.replace(_TITLE, b"Title %06d" % number)
            .replace(_ARTIST, b"Artist %05d" % (album // 3))
            .replace(_ALBUM, b"Album %06d" % album)
        )
        (place / f"{number:06d}.mp3").write_bytes(content[:-8] + number.to_bytes(8, "big"))


def _tagged_template(folder: Path) -> bytes:
    path = folder / "template.mp3"
    sound = np.random.default_rng(1).normal(scale=0.1, size=int(SECONDS * _RATE)).astype(np.float32)
    soundfile.write(path, sound, _RATE, format="MP3", subtype="MPEG_LAYER_III")
    tags = ID3()
    for frame, text in ((TIT2, _TITLE), (TPE1, _ARTIST), (TALB, _ALBUM), (TRCK, b"1/12"), (TDRC, b"2001")):
        tags.add(frame(encoding=0, text=[text.decode()]))
    tags.save(path)
    content = path.read_bytes()
    path.unlink()
    return content


def make_empty_files(folder: Path, n_files: int) -> None:
    """Write files that are named like music, for scans that do not open them."""
    for number in range(n_files):
        place = folder / f"{number // _FOLDERS_OF_ONE:04d}"
        if not number % _FOLDERS_OF_ONE:
            place.mkdir(parents=True)
        (place / f"{number:06d}.mp3").touch()


def fill_ledger(folder: Path, database: Database[dict[str, Any]], settings: Settings) -> None:
    """Have every file of a folder known as it is, each with a track of its own that is analysed."""
    files, tracks = MongoFileLedger(database), MongoTrackStore(database)
    features = MongoFeatureStore(database)
    mark = fingerprint(settings.analysed_middle_s)
    for batch in batches(read_folder(folder).files):
        known = list(_known(batch))
        tracks.put_many(
            Track(track_id=file.track_id, title=file.url[-10:], url=file.url, sound=FACTS, added_at=MOMENT)
            for file in known
        )
        vector = np.ones(N_COLUMNS, np.float32)
        features.put_many(Features(file.track_id, mark, vector, MOMENT, 0.1) for file in known)
        files.put_many(known)


def _known(files: list[FoundFile]) -> Iterator[KnownFile]:
    for file in files:
        yield KnownFile(
            url=file.url,
            size=file.size,
            mtime_ns=file.mtime_ns,
            ctime_ns=file.ctime_ns,
            described_by=file.described_by,
            tags_revision=READER_REVISION,
            track_id=TrackId(blake2b(file.url.encode(), digest_size=16).hexdigest()),
        )

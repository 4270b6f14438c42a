"""A folder of music, a catalogue in memory, and an analysis that counts what it hears."""

from datetime import UTC, datetime
from functools import partial

import mutagen
import numpy as np
from mutagen.id3 import TIT2

from etl.ingest.opening import Opening
from etl.ingest.run import ingest, prepare_run
from etl.ingest.stores import Catalogue
from etl.ingest.work import do
from etl.readers.folder import read_folder
from recommender.errors import BadAudio
from recommender.records import Analysis, SoundFacts
from recommender.similarity.features import N_COLUMNS
from tests.contracts.fakes.catalogue import MemoryFeatureStore, MemoryFileLedger, MemoryTrackStore
from tests.inline_pool import SEGFAULT, InlinePool

THIS = "0123456789ab"
FACTS = SoundFacts(duration_s=2.0, loudness_lufs=-14.0, tempo_bpm=120.0, key=0, mode="major")


class Library:
    """A folder of music, a catalogue in memory, and an analysis that counts."""

    def __init__(self, root):
        self.root = root
        self.tracks, self.features, self.files = MemoryTrackStore(), MemoryFeatureStore(), MemoryFileLedger()
        self.catalogue = Catalogue(self.tracks, self.features, self.files)
        self.heard = []
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.fingerprint = THIS
        self.fail = {}
        self.crash_on = frozenset()
        self.crash = SEGFAULT
        self.stop_after = None

    def analyse(self, path):
        self.heard.append(path.name)
        if path.name in self.fail:
            raise BadAudio(self.fail[path.name], "as told")
        return Analysis(np.ones(N_COLUMNS, np.float32), FACTS, 0.1)

    def ingest(self, listing=None, *, since=None, retry_rejected=False):
        self.heard.clear()
        listing = listing or read_folder(self.root)
        analysed = self.features.analysed(self.fingerprint, since=since)
        run = prepare_run(listing, self.catalogue, analysed, retry_rejected=retry_rejected)
        return ingest(run, self.catalogue, self.open_files)

    def open_files(self, run):
        def progress(_summary):
            if self.stop_after is not None and len(self.heard) >= self.stop_after:
                raise KeyboardInterrupt

        Opening(
            catalogue=self.catalogue,
            known=run.known,
            analysed=run.analysed,
            fingerprint=self.fingerprint,
            clock=lambda: self.now,
            summary=run.summary,
            progress=progress,
        ).run(run.plan.to_open, InlinePool(partial(do, analyse=self.analyse), crash_on=self.crash_on, crash=self.crash))

    def titles(self, status="present"):
        return sorted(track.title for track in self.tracks.with_status(status))


def retag(path, title):
    file = mutagen.File(path)
    if file.tags is None:
        file.add_tags()
    file.tags.add(TIT2(encoding=3, text=[title]))
    file.save()

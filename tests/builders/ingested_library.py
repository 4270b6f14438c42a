"""A folder of music, a catalogue in memory, and an analysis that counts what it hears."""

from datetime import UTC, datetime
from functools import partial

import mutagen
import numpy as np
import pytest
from mutagen.id3 import TIT2

from etl.ingest.analysis_order import AnalysisOrder
from etl.ingest.analysis_pass import AnalysisPass
from etl.ingest.list_pass import ListPass
from etl.ingest.listening import listen
from etl.ingest.run import ingest, prepare_run
from etl.ingest.stores import Catalogue
from etl.ingest.work import describe_file
from etl.readers.folder import read_folder
from recommender.errors import BadAudio
from recommender.records import Analysis, SoundFacts
from recommender.similarity.features import N_COLUMNS
from tests.contracts.fakes.catalogue import MemoryFeatureStore, MemoryFileLedger, MemoryTrackStore
from tests.inline_pool import SEGFAULT, InlinePool

THIS = "0123456789ab"
FACTS = SoundFacts(duration_s=2.0, loudness_lufs=-14.0, tempo_bpm=120.0, key=0, mode="major")


def interrupt():
    """Do as Ctrl-C does."""
    raise KeyboardInterrupt


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
        self.crash_reader_on = frozenset()
        self.crash = SEGFAULT
        self.stop_after = None
        self.wanted = []
        self.when_listed = lambda: None

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
        return ingest(run, self.catalogue, list_files=self.list_files, analyse_tracks=self.analyse_tracks)

    def list_only(self):
        """Ingest, and stop between the passes."""
        self.when_listed = interrupt
        with pytest.raises(KeyboardInterrupt):
            self.ingest()
        self.when_listed = lambda: None

    def progress(self, _summary):
        if self.stop_after is not None and len(self.heard) >= self.stop_after:
            raise KeyboardInterrupt

    def list_files(self, run):
        ListPass(
            catalogue=self.catalogue,
            known=run.known,
            analysed=run.analysed,
            listed=run.listed,
            counted=run.counted,
            clock=lambda: self.now,
            summary=run.summary,
            progress=self.progress,
        ).run(run.plan.to_open, InlinePool(describe_file, crash_on=self.crash_reader_on, crash=self.crash))
        self.when_listed()

    def analyse_tracks(self, run):
        pool = InlinePool(partial(listen, analyse=self.analyse), crash_on=self.crash_on, crash=self.crash)
        AnalysisPass(
            catalogue=self.catalogue,
            fingerprint=self.fingerprint,
            clock=lambda: self.now,
            summary=run.summary,
            progress=self.progress,
            counted=run.counted,
        ).run(AnalysisOrder(run.listed.values(), lambda: self.wanted), pool)

    def titles(self, status="present"):
        return sorted(track.title for track in self.tracks.with_status(status))


def retag(path, title):
    file = mutagen.File(path)
    if file.tags is None:
        file.add_tags()
    file.tags.add(TIT2(encoding=3, text=[title]))
    file.save()

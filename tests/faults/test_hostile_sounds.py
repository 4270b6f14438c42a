"""Sound files that want all memory or all time, and processes that are killed while they analyse good ones."""

import subprocess
import sys
import time
from functools import partial

import pytest

from etl.ingest.analysis_pass import AnalysisPass
from etl.ingest.list_pass import ListPass
from etl.ingest.listening import listen
from etl.ingest.pool import Pool
from etl.ingest.run import ingest, prepare_run
from etl.ingest.stores import Catalogue
from etl.ingest.summary import Summary
from etl.ingest.work import describe_file
from etl.readers.folder import read_folder
from etl.tags.covers import embedded_cover
from recommender.clock import system_clock
from tests.builders.audio import make_sound
from tests.contracts.fakes.catalogue import MemoryFeatureStore, MemoryFileLedger, MemoryTrackStore
from tests.pool_work import analyse_unless_killed

FINGERPRINT = "0123456789ab"
MAX_COVER_CPU_S = 1.0
MAX_MORE_MB = 50
PEAK_MEMORY = (
    "import resource, sys; from pathlib import Path; from etl.analysis.analyse import analyse; "
    "print(analyse(Path(sys.argv[1])).sound.duration_s, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
)


def run_ingest(folder, catalogue):
    def list_files(run):
        with Pool(describe_file, n_workers=1) as pool:
            ListPass(
                catalogue=catalogue,
                known=run.known,
                analysed=run.analysed,
                listed=run.listed,
                counted=run.counted,
                clock=system_clock,
                summary=run.summary,
                progress=lambda _summary: None,
            ).run(run.plan.to_open, pool)

    def analyse_tracks(run):
        with Pool(partial(listen, analyse=analyse_unless_killed), n_workers=2) as pool:
            AnalysisPass(
                catalogue=catalogue,
                fingerprint=FINGERPRINT,
                counted=run.counted,
                clock=system_clock,
                summary=run.summary,
                progress=lambda _summary: None,
            ).run(run.listed.values(), pool)

    run = prepare_run(read_folder(folder), catalogue, catalogue.features.analysed(FINGERPRINT))
    return ingest(run, catalogue, list_files=list_files, analyse_tracks=analyse_tracks)


def test_a_good_file_whose_process_is_killed_each_time_is_analysed_by_the_next_run(tmp_path):
    for seed, name in enumerate("abc"):
        make_sound(tmp_path / f"{name}.wav", seed=seed)
    killed = tmp_path / "b.killed"
    killed.touch()
    catalogue = Catalogue(MemoryTrackStore(), MemoryFeatureStore(), MemoryFileLedger())
    assert run_ingest(tmp_path, catalogue) == Summary(analysed=2, postponed=1)
    killed.unlink()
    assert run_ingest(tmp_path, catalogue) == Summary(analysed=1, unchanged=2)
    assert list(catalogue.tracks.with_status("rejected")) == []


def test_the_cover_of_a_file_of_500_000_empty_blocks_is_looked_for_in_no_time(tmp_path):
    path = make_sound(tmp_path / "a.flac")
    content = path.read_bytes()
    path.write_bytes(content[:4] + bytes([content[4] & 0x7F]) + content[5:42] + b"\1\0\0\0" * 500_000 + b"\x81\0\0\0")
    began = time.process_time()
    assert embedded_cover(path) is None
    assert time.process_time() - began < MAX_COVER_CPU_S


@pytest.mark.parametrize("n_copies", [3000])
def test_hours_of_mp3_that_tell_no_length_take_no_more_memory_than_minutes(tmp_path, n_copies):
    short = make_sound(tmp_path / "a.mp3", seconds=4)
    bare = short.read_bytes().replace(b"Info", bytes(4), 1).replace(b"Xing", bytes(4), 1)
    few, many = tmp_path / "few.mp3", tmp_path / "many.mp3"
    few.write_bytes(bare * 60)
    with many.open("wb") as file:
        for _ in range(n_copies // 100):
            file.write(bare * 100)
    (_, few_mb), (many_s, many_mb) = map(duration_and_peak_mb, (few, many))
    assert many_s > 3 * 3600
    assert many_mb < few_mb + MAX_MORE_MB


def duration_and_peak_mb(path):
    done = subprocess.run([sys.executable, "-c", PEAK_MEMORY, path], capture_output=True, text=True, check=True)
    duration_s, peak_mb = done.stdout.split()
    return float(duration_s), int(peak_mb)

"""A folder of thousands of files through `segue ingest`: files a second, and where the CPU time goes."""

import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from benchmarks.etl.ways import bare_decode
from benchmarks.own_servers import own_mongod, server_pids
from benchmarks.results_file import Table
from etl.containers.mpeg_frames import frame_length
from etl.containers.tag_blocks import read_at, without_tags
from infra.jobs.ingest import n_cores

_NUMBER_BYTES = 4
_DECODED_SHARE = 10
"""One in so many files is decoded again for comparison."""


@dataclass(frozen=True)
class FolderRun:
    """One ingest of a folder that was not known."""

    n_files: int
    n_cores: int
    wall_s: float
    segue_cpu_s: float
    """Of `segue ingest` and its processes."""
    mongod_cpu_s: float
    decode_cpu_s: float
    """Of the bare decode of all the files, estimated from every tenth."""

    @property
    def cpu_s(self) -> float:
        """CPU seconds of everything."""
        return self.segue_cpu_s + self.mongod_cpu_s


def ingest_folder(clips: Sequence[Path], *, n_files: int) -> FolderRun:
    """Ingest `n_files` variations of the clips with one process for each core, into a database of its own."""
    with TemporaryDirectory(prefix="segue-bench-music-") as name, own_mongod() as settings:
        folder = Path(name)
        files = write_variations(clips, folder, n_files=n_files)
        mongod = psutil.Process(server_pids(settings)["mongod"])
        command = [str(Path(sys.executable).with_name("segue")), "ingest", name]
        before, mongod_before, started = _children_cpu_s(), _cpu_s(mongod), time.monotonic()
        ended = subprocess.run(
            command,
            env=settings.as_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=True,
        )
        wall_s = time.monotonic() - started
        segue_cpu_s, mongod_cpu_s = _children_cpu_s() - before, _cpu_s(mongod) - mongod_before
        if f"{n_files} analysed" not in ended.stdout:
            raise RuntimeError(f"not all of {n_files} files were analysed: {ended.stdout.strip()}")
        sample = files[::_DECODED_SHARE]
        return FolderRun(
            n_files=n_files,
            n_cores=n_cores(),
            wall_s=wall_s,
            segue_cpu_s=segue_cpu_s,
            mongod_cpu_s=mongod_cpu_s,
            decode_cpu_s=_decode_cpu_s(sample) / len(sample) * n_files,
        )


def write_variations(clips: Sequence[Path], folder: Path, *, n_files: int) -> list[Path]:
    """Write files that sound like the clips and are tracks of their own; return their paths.

    A track is known by the hash of its audio stream, so copies would be duplicates. Each variation has its number at
    the end of the frame that tells the length, where nothing else stands and nothing is heard.
    """
    files = []
    for number in range(n_files):
        clip = clips[number % len(clips)]
        file = folder / f"{number // 1000:03d}" / f"{number:06d}.mp3"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(vary(clip, number))
        files.append(file)
    return files


def vary(clip: Path, number: int) -> bytes:
    """Return an MP3 file with a number in its first frame; raises `ValueError` where there is no room for it."""
    with clip.open("rb") as file:
        start = without_tags(file).start
        head = read_at(file, start, 4096)
    end = frame_length(head)
    if not (b"Info" in head[:64] or b"Xing" in head[:64]) or any(head[end - _NUMBER_BYTES : end]):
        raise ValueError(f"{clip} does not begin with a frame that has room for a number")
    content = bytearray(clip.read_bytes())
    content[start + end - _NUMBER_BYTES : start + end] = number.to_bytes(_NUMBER_BYTES, "big")
    return bytes(content)


def folder_table(run: FolderRun, origin: str) -> Table:
    """Return files a second, and the CPU time of a file by who took it."""
    per_file = partial(_ms_per_file, run)
    return Table(
        title=f"{run.n_files:,} files through segue ingest on {run.n_cores} cores, {origin}",
        columns=("what", "all", "per file, ms"),
        rows=(
            ("files per second", run.n_files / run.wall_s, None),
            ("wall time, s", run.wall_s, per_file(run.wall_s)),
            ("CPU of segue ingest and its processes, s", run.segue_cpu_s, per_file(run.segue_cpu_s)),
            ("CPU of mongod, s", run.mongod_cpu_s, per_file(run.mongod_cpu_s)),
            ("CPU of the bare decode of the same files, s", run.decode_cpu_s, per_file(run.decode_cpu_s)),
            ("share of all CPU that is not decode", 1 - run.decode_cpu_s / run.cpu_s, None),
            ("cores in use, mean", run.cpu_s / run.wall_s, None),
        ),
    )


def _ms_per_file(run: FolderRun, seconds: float) -> float:
    return seconds / run.n_files * 1000


def _decode_cpu_s(files: Sequence[Path]) -> float:
    """Return the CPU seconds of decoding the files with one process for each core, as an ingest has them."""
    with ProcessPoolExecutor(n_cores()) as pool:
        return sum(pool.map(_decode_all, [files[first :: n_cores()] for first in range(n_cores())]))


def _decode_all(files: Iterable[Path]) -> float:
    return sum(bare_decode(file)["all"] for file in files)


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)

"""Analyses uploaded files in processes of their own, each for one file, with limits of CPU, memory and time."""

import subprocess
import sys
from pathlib import Path
from threading import Lock

import msgspec
import numpy as np
import structlog

from infra.web.upload_job import UploadJob, UploadResult
from recommender.errors import BadAudio
from recommender.records import Analysis, SoundFacts

_MEMORY_BYTES = 4_000_000_000
"""Of address space, most of which libraries reserve and never touch."""
_WALL_PER_CPU = 2.0
_log = structlog.get_logger(__name__)


class UploadAnalysis:
    """Analyses one file per call; keeps one warm process ahead, because loading the libraries takes a second."""

    def __init__(self, *, cpu_s: float, middle_s: float, memory_bytes: int = _MEMORY_BYTES) -> None:
        """`cpu_s` bounds the CPU seconds of one analysis; twice that many seconds of waiting end it too."""
        self._cpu_s = cpu_s
        self._middle_s = middle_s
        self._memory_bytes = memory_bytes
        self._spare: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def warm_up(self) -> None:
        """Start the process that will do the next upload."""
        with self._lock:
            if self._spare is None:
                self._spare = _start()

    def close(self) -> None:
        """End the process that waits."""
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is not None:
            _end(spare)

    def __call__(self, path: Path) -> Analysis:
        """Analyse a file; raise `BadAudio` with the reason, `too long to analyse` when it takes too much."""
        result = self._result(path, for_descriptors=False)
        return Analysis(vector=np.array(result.vector, dtype=np.float32), sound=_sound(result), seconds=result.seconds)

    def heard(self, path: Path) -> tuple[np.ndarray, SoundFacts]:
        """Return what descriptors are estimated from, float32 [140], and the measured facts; raises as above."""
        result = self._result(path, for_descriptors=True)
        return np.array(result.inputs, dtype=np.float32), _sound(result)

    def _result(self, path: Path, *, for_descriptors: bool) -> UploadResult:
        with self._lock:
            worker, self._spare = self._spare, None
        worker = worker or _start()
        job = UploadJob(
            path=str(path),
            middle_s=self._middle_s,
            cpu_s=self._cpu_s,
            memory_bytes=self._memory_bytes,
            for_descriptors=for_descriptors,
        )
        try:
            answer, _ = worker.communicate(msgspec.json.encode(job) + b"\n", timeout=self._cpu_s * _WALL_PER_CPU)
        except subprocess.TimeoutExpired as error:
            raise BadAudio("too long to analyse", f"no result within {self._cpu_s * _WALL_PER_CPU:g} s") from error
        finally:
            _end(worker)
            self.warm_up()
        return _decode(answer, worker.returncode)


def _decode(answer: bytes, returncode: int) -> UploadResult:
    try:
        result = msgspec.json.decode(answer, type=UploadResult)
    except msgspec.DecodeError as error:
        _log.warning("upload_worker_died", returncode=returncode)
        raise BadAudio("too long to analyse", "the file took more CPU or memory than an upload may") from error
    if result.sound is None:
        raise BadAudio(result.reason, result.detail)
    return result


def _sound(result: UploadResult) -> SoundFacts:
    assert result.sound is not None
    return result.sound


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "infra.web.upload_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait()

"""The process that analyses one uploaded file: `python -m infra.web.upload_worker`, limited, then gone.

Reads one line of JSON from stdin once it is warm, analyses that file within its limits and writes one line of JSON.
"""

import resource
import sys
from pathlib import Path

import msgspec

from etl.analysis.analyse import analyse
from etl.ingest.descriptor_inputs import descriptor_inputs
from infra.web.upload_job import UploadJob, UploadResult
from recommender.errors import BadAudio

_MAX_WRITE_BYTES = 400_000_000
"""Foreign formats may be decoded through a temporary file."""


def main() -> None:
    """Do one job."""
    line = sys.stdin.buffer.readline()
    if not line:
        return  # the web process has ended
    job = msgspec.json.decode(line, type=UploadJob)
    used_s = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _limit(resource.RLIMIT_CPU, int(used_s + job.cpu_s) + 1)
    _limit(resource.RLIMIT_AS, job.memory_bytes)
    _limit(resource.RLIMIT_FSIZE, _MAX_WRITE_BYTES)
    _limit(resource.RLIMIT_CORE, 0)
    sys.stdout.buffer.write(msgspec.json.encode(_result(job)) + b"\n")
    sys.stdout.buffer.flush()


def _result(job: UploadJob) -> UploadResult:
    try:
        analysis = analyse(Path(job.path), middle_s=job.middle_s)
        inputs = descriptor_inputs(Path(job.path)).tolist() if job.for_descriptors else []
    except BadAudio as error:
        return UploadResult(reason=error.reason, detail=error.detail)
    except MemoryError:
        return UploadResult(reason="too large", detail="the analysis needs more memory than an upload may take")
    return UploadResult(vector=analysis.vector.tolist(), sound=analysis.sound, seconds=analysis.seconds, inputs=inputs)


def _limit(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


if __name__ == "__main__":
    main()

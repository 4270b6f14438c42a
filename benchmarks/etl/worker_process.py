"""A process that analyses, as an ingest starts it: how long until it is ready, and the memory it needs."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import soundfile

from benchmarks.etl.clips import Clips
from benchmarks.results_file import Table

_CODE = r"""
import json, re, sys, time
from pathlib import Path
from etl.ingest.listening import listen
from etl.analysis.analyse import analyse

def peak_mb():
    # not ru_maxrss, which begins with that of the parent
    return int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024

numbers = [time.process_time(), peak_mb()]
for path in sys.argv[1:]:
    analyse(Path(path))
    numbers.append(peak_mb())
print(json.dumps(numbers))
"""
_STARTS = 5
_LONG_S = 600


@dataclass(frozen=True)
class _Started:
    cpu_s: float
    """From the start of Python until the analysis is loaded."""
    idle_mb: float
    clip_mb: float
    """Peak after a clip of 30 s."""
    long_mb: float
    """Peak after a file of ten minutes, of which two are analysed."""


def worker_table(clips: Clips) -> Table:
    """Return what it costs to start such a process and the most memory it ever had."""
    with TemporaryDirectory() as folder:
        long = Path(folder) / "long.wav"
        noise = np.random.default_rng(0).normal(size=(44_100, 2)) * 0.1
        with soundfile.SoundFile(long, "w", 44_100, 2) as file:
            for _ in range(_LONG_S):
                file.write(noise)
        started = [_start(clips.paths[0], long) for _ in range(_STARTS)]
    return Table(
        title=f"A process that analyses, medians of {_STARTS}",
        columns=("what", "value"),
        rows=(
            ("CPU until it is ready, ms", float(np.median([one.cpu_s for one in started])) * 1000),
            ("memory when it is ready, MB", float(np.median([one.idle_mb for one in started]))),
            ("peak after a clip of 30 s, MB", float(np.median([one.clip_mb for one in started]))),
            ("peak after a stereo file of ten minutes, MB", float(np.median([one.long_mb for one in started]))),
        ),
    )


def _start(clip: Path, long: Path) -> _Started:
    command = [sys.executable, "-c", _CODE, str(clip), str(long)]
    ended = subprocess.run(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], check=True)
    return _Started(*json.loads(ended.stdout))

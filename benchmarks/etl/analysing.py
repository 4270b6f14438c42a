"""Analyses the files that it is told, for `benchmarks.etl.checkout`; run with PYTHONPATH naming a checkout.

A line of standard input is the path of a sound file; a line of standard output its `[CPU seconds, vector]` as JSON.
Only what every checkout has is imported.
"""

import json
import sys
import time
from pathlib import Path

from etl.analysis import analyse as analysis


def main() -> None:
    """Say where the code is from, then answer until nobody asks any more."""
    print(json.dumps(str(Path(analysis.__file__).resolve())), flush=True)
    for line in sys.stdin:
        started = time.process_time()
        measured = analysis.analyse(Path(json.loads(line)))
        seconds = time.process_time() - started
        print(json.dumps([seconds, measured.vector.tolist()]), flush=True)


if __name__ == "__main__":
    main()

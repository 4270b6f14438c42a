"""`make bench-budgets`: sizes and times that have a limit: the page, set-up with nothing to do, the unit tests."""

import gzip
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.results_file import Goal, Table, write_result

ROOT = Path(__file__).parents[1]
ASSETS = ROOT / "webapp" / "static" / "assets"
JS_KB, CSS_KB = 100, 20
SETUP_S, UNIT_S = 5, 20


def main() -> None:
    """Measure and write the result."""
    seconds = {
        "make setup, nothing changed": (_seconds("make", "setup"), SETUP_S),
        "make unit": (_seconds("make", "unit"), UNIT_S),
        "segue --help": (_seconds(str(Path(sys.executable).with_name("segue")), "--help"), None),
    }
    sizes = {"JS of the page, gzip": (_gzip_kb("*.js"), JS_KB), "CSS of the page, gzip": (_gzip_kb("*.css"), CSS_KB)}
    goals = [
        Goal(name, f"<= {limit} {unit}", f"{value:.1f} {unit}", value <= limit)
        for unit, measured in (("s", seconds), ("kB", sizes))
        for name, (value, limit) in measured.items()
        if limit is not None
    ]
    rows = [(name, round(value, 2), "s") for name, (value, _) in seconds.items()]
    rows += [(name, round(value, 1), "kB") for name, (value, _) in sizes.items()]
    write_result("budgets", goals=goals, tables=[Table("Sizes and times", ("what", "measured", "unit"), tuple(rows))])


def _seconds(*command: str) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def _gzip_kb(pattern: str) -> float:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in ASSETS.glob(pattern)) / 1000


if __name__ == "__main__":
    main()

"""`python -m benchmarks.reliability FILE`: writes docs/reliability.md from the rows that `make test-faults` kept."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.results_file import this_machine

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"
COLUMNS = (
    ("fault", "fault"),
    ("tried", "tried"),
    ("good", "good events acknowledged"),
    ("lost", "lost or counted twice"),
    ("buried", "bad messages buried"),
    ("acknowledged_again_s", "acknowledged again, s"),
    ("answered_again_s", "answered again, s"),
)
INTRODUCTION = """# Reliability

Made by `make test-faults`: each row is a test in `tests/faults/` on real servers, and the test fails unless every
acknowledged event is archived once, every taste is the fold of its archive, every bad message is buried with its
reason and the lag is back at 0. Seconds count from the server's return to the first event made after it that is
acknowledged, and that is answered by a slate; the worst of all tries. None of segue's processes is restarted meanwhile.
What is promised, and how it is kept: [streaming.md](streaming.md).
"""


def main(file: Path) -> None:
    """Read the rows and write the page."""
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    PAGE.write_text(page_of(rows, made_at=datetime.now(UTC), machine=machine_words()))
    print(PAGE)


def machine_words() -> str:
    """Return what it was tried on."""
    machine = this_machine()
    return f"{machine.cpu}, {machine.cores} cores, {machine.memory_gb:g} GB, Python {machine.python}"


def page_of(rows: list[dict[str, Any]], *, made_at: datetime, machine: str) -> str:
    """Return the page in Markdown."""
    lines = [INTRODUCTION, f"{made_at:%Y-%m-%d %H:%M} UTC on {machine}.", ""]
    lines.append("| " + " | ".join(title for _, title in COLUMNS) + " |")
    lines.append("| --- | --- |" + " ---: |" * (len(COLUMNS) - 2))
    lines += ["| " + " | ".join(_cell(row.get(name, "")) for name, _ in COLUMNS) + " |" for row in rows]
    return "\n".join([*lines, ""])


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

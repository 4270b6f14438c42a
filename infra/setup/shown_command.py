"""Runs a command of set-up: one line says how far it is; what it printed is shown only when it fails."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

_PLAIN_EVERY_S = 10.0
_LAST_LINES = 40
_WORTH_TELLING = re.compile(
    r"^\s*(Collecting|Downloading|Using cached|Building wheel|Installing collected packages|Resolved|Prepared|Installed"
    r"|resolving|vite|transforming"
    r"|rendering|computing gzip|added \d+ packages)"
)


def run_shown(command: Sequence[str], *, folder: Path) -> None:
    """Run it to its end; raises `subprocess.CalledProcessError` after printing its last lines.

    In a terminal one line changes with what is being done; elsewhere a plain line comes every ten seconds.
    """
    lines: list[str] = []
    line = _ChangingLine() if sys.stdout.isatty() else _PlainLines()
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        errors="replace",
    ) as process:  # fmt: skip
        assert process.stdout is not None
        for printed in process.stdout:
            lines.append(printed.rstrip())
            if _WORTH_TELLING.match(printed):
                line.show(shorten(printed))
    line.clear()
    if process.returncode:
        print("\n".join(lines[-_LAST_LINES:]), file=sys.stderr)
        raise subprocess.CalledProcessError(process.returncode, list(command))


def shorten(line: str) -> str:
    """Return what is being done, without addresses' folders, options and versions' digests."""
    words = line.split()
    if words[0] in ("Downloading", "Using"):
        name = words[2] if words[0] == "Using" else words[1]
        _, opened, size = line.rstrip().partition(" (")
        size = f" ({size}" if opened else ""
        return f"downloading {name.rpartition('/')[2]}{size}"
    if words[0] == "Installing":
        return f"installing {len(words) - 3} packages"
    return " ".join(words[:2]) if words[0] == "Collecting" else " ".join(words)


class _ChangingLine:
    def show(self, text: str) -> None:
        width = shutil.get_terminal_size().columns
        print(f"\r\033[K    {text[: width - 5]}", end="", flush=True)

    def clear(self) -> None:
        print("\r\033[K", end="", flush=True)


class _PlainLines:
    def __init__(self) -> None:
        self._due = time.monotonic() + _PLAIN_EVERY_S

    def show(self, text: str) -> None:
        if time.monotonic() >= self._due:
            print(f"    {text}", flush=True)
            self._due = time.monotonic() + _PLAIN_EVERY_S

    def clear(self) -> None:
        return

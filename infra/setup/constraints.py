"""Writes `constraints.txt`: the exact versions installed now, without hashes or any registry's address."""

import subprocess
import sys
from pathlib import Path

TARGET = Path(__file__).parents[2] / "constraints.txt"
_HEADER = "# Exact versions that segue is tested with; made by `make constraints`, never by hand.\n"


def main() -> int:
    """Write the file and return the exit code."""
    freeze = [sys.executable, "-m", "pip", "freeze", "--exclude-editable"]
    frozen = subprocess.run(freeze, capture_output=True, text=True, check=True).stdout
    lines = [line for line in frozen.splitlines() if not line.startswith(("#", "segue=="))]
    if foreign := [line for line in lines if " @ " in line or line.startswith("-")]:
        print(f"not from a registry, cannot be pinned: {', '.join(foreign)}", file=sys.stderr)
        return 1
    TARGET.write_text(_HEADER + "".join(f"{line}\n" for line in sorted(lines, key=str.lower)))
    print(f"{len(lines)} packages pinned in {TARGET.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

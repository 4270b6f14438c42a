"""Resolves the Java libraries beside the installed packages; run with the environment's Python."""

import sys

from infra.servers import jars
from recommender.errors import SegueError


def main() -> int:
    """Resolve every set that is not here yet; returns the exit code."""
    try:
        for libraries in jars.ALL:
            jars.resolve(libraries, folder=jars.shared_folder(), say=lambda text: print(f"  {text}", flush=True))
    except SegueError as error:
        print(f"set-up: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Runs npm in the front end with a Node that is new enough: `python -m infra.setup.npm run build`."""

import subprocess
import sys
from pathlib import Path

from infra.settings import inherited_environment
from infra.setup.requirements import MIN_NODE, node_program

FRONTEND = Path(__file__).parents[2] / "webapp" / "frontend"


def main(arguments: list[str]) -> int:
    """Run npm with `arguments` and return its exit code."""
    node = node_program()
    if node is None:
        print(f"there is no Node {MIN_NODE[0]}.{MIN_NODE[1]} or newer; run `make setup`", file=sys.stderr)
        return 1
    # Scripts of packages call `node` by name: they must find this one and not an older one of the system.
    environment = inherited_environment(path_first=node.parent)
    return subprocess.run(
        [str(node), str(_npm_of(node)), *arguments], cwd=FRONTEND, env=environment, check=False
    ).returncode


def _npm_of(node: Path) -> Path:
    beside = node.parents[1]
    for folder in (beside / "lib", beside / "share", beside):
        program = folder / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if program.exists():
            return program
    raise SystemExit(f"Node at {node} comes without npm; install npm beside it")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

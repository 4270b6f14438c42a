"""Python as it is where segue was installed with some of its extras only: the other packages cannot be imported."""

import json
import os
import subprocess
import sys
from functools import cache
from importlib.metadata import packages_distributions

from infra.extras import normalise, packages_by_extra
from infra.licences.dependencies import needed_packages
from tests.paths import ROOT

ELSEWHERE = {
    "web": {"keras", "jax", "scikit-learn"},  # the lab's models are asked, not trained
    "worker": {"scipy"},  # an index is searched, not built
    "schedule": {"scipy"},
    "demo": {"scipy"},
    "path": {"scipy"},
    "experiment": {"scipy"},
    "export": {"scipy"},
    "import": {"scipy", "tantivy", "anyascii"},  # of Navidrome's playlists the fields are read, not searched
    "ingest": {"pyspark", "faiss-cpu", "scipy"},  # --spark
    "build": {"lightgbm", "scikit-learn"},  # moods
    "evaluate": {"pyspark", "faiss-cpu"},  # similarity
}
"""By command, what is imported below it only where another extra is needed, or by functions that it does not call."""
_HIDE = """
from importlib.machinery import PathFinder
hidden, find_spec = frozenset(%s), PathFinder.find_spec
PathFinder.find_spec = lambda name, *rest: None if name.partition(".")[0] in hidden else find_spec(name, *rest)
"""


@cache
def modules_without(extra: str) -> tuple[str, ...]:
    """Return the top-level modules that are not there after `pip install segue[extra]`; the empty name has no extra."""
    declared = packages_by_extra()
    here = {normalise(name) for name in needed_packages(declared[""] | declared[extra])} | {"segue"}
    owners = packages_distributions()
    return tuple(sorted(top for top, names in owners.items() if here.isdisjoint(map(normalise, names))))


def run_with(extra: str, code: str) -> subprocess.CompletedProcess[str]:
    """Run code where only this extra is installed."""
    hide = _HIDE % json.dumps(modules_without(extra))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SEGUE_")}
    return subprocess.run(
        [sys.executable, "-c", hide + code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

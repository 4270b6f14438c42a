"""The laws of the house, applied to the tree; unit/project/test_architecture_laws.py proves that each can fail."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.architecture import Source, environment_reads, shapes, sources, strays, wrong_directions
from tests.paths import ROOT

TREE = sources(ROOT)


@pytest.mark.parametrize("law", [wrong_directions, strays, environment_reads, shapes], ids=lambda law: law.__name__)
def test_the_tree_keeps_the_law(law: Callable[[Source], list[str]]):
    broken = [line for source in TREE for line in law(source)]
    assert not broken, "\n".join(broken)


def test_importing_does_nothing():
    modules = [source.module for source in TREE if source.house != "benchmarks"]
    done = watched_import(modules)
    assert done == [], "\n".join(done)


@pytest.mark.parametrize(
    "module",
    [
        "infra.cli",
        "infra.commands.running.web",
        "infra.commands.running.worker",
        "infra.web.wiring",
        "infra.workers.wiring",
    ],
)
def test_what_serves_does_not_load_spark_librosa_or_pandas(module: str):
    heavy = ("pyspark", "librosa", "numba", "sklearn", "pandas", "pyarrow", "pacmap", "faiss")
    code = f"import sys, {module}; print([m for m in {heavy} if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def watched_import(modules: list[str]) -> list[str]:
    """Import the modules in a process of its own and return what they did that importing should not."""
    watcher = [sys.executable, "-W", "ignore", str(ROOT / "tests" / "import_watcher.py"), *modules]
    ran = subprocess.run(watcher, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)

"""The laws of the house, applied to the tree; that each can fail is proved in tests/unit/test_architecture_laws.py."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import Source, environment_reads, shapes, sources, strays, wrong_directions

ROOT = Path(__file__).parents[1]
TREE = sources(ROOT)


@pytest.mark.parametrize("law", [wrong_directions, strays, environment_reads, shapes], ids=lambda law: law.__name__)
def test_the_tree_keeps_the_law(law: Callable[[Source], list[str]]):
    broken = [line for source in TREE for line in law(source)]
    assert not broken, "\n".join(broken)


def test_importing_does_nothing():
    modules = [source.module for source in TREE if source.house != "benchmarks"]
    done = watched_import(modules)
    assert done == [], "\n".join(done)


@pytest.mark.parametrize("module", ["infra.cli", "infra.commands.web", "infra.commands.worker"])
def test_what_serves_does_not_load_spark_or_librosa(module: str):
    code = f"import sys, {module}; print([m for m in ('pyspark', 'librosa', 'numba', 'sklearn') if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def watched_import(modules: list[str]) -> list[str]:
    """Import the modules in a process of its own and return what they did that importing should not."""
    watcher = [sys.executable, "-W", "ignore", str(ROOT / "tests" / "import_watcher.py"), *modules]
    ran = subprocess.run(watcher, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)

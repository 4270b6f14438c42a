"""The laws of the house, applied to the tree; unit/project/test_architecture_laws.py proves that each can fail."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from recommender.prediction.topics import TOPIC_NAMES
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


HEAVY = (
    *("pyspark", "librosa", "numba", "sklearn", "pandas", "pyarrow", "pacmap", "faiss", "scipy", "lightgbm"),
    *("jax", "keras", "soundfile", "mutagen", "rich", "requests", "authlib", "joserfc"),
)
"""What analyses, builds, trains, shows tables or asks other servers: no process that plays music loads it to start."""
SERVING = (
    *("infra.cli", "infra.commands.running.web", "infra.commands.running.worker", "infra.commands.running.schedule"),
    *("infra.web.serving", "infra.workers.wiring", "infra.workers.engine"),
    "recommender.sequences.serving.served",
    "recommender.collaborative.serving",
    *(f"recommender.prediction.{topic}.served" for topic in TOPIC_NAMES),
)


@pytest.mark.parametrize("module", SERVING)
def test_what_serves_loads_nothing_heavy(module: str):
    assert loaded_with(module, HEAVY) == []


def loaded_with(module: str, packages: tuple[str, ...]) -> list[str]:
    """Return which of the packages a process has loaded after it has imported a module."""
    first = ["from infra import lean_imports", "lean_imports.load_structlog_alone()"]  # as the program's entry does
    if module == "infra.web.serving":
        first.append("lean_imports.load_socketio_server()")  # as `segue web` does
    told = f"print(json.dumps([m for m in {packages} if m in sys.modules]))"
    code = "; ".join([*first, f"import sys, json, {module}", told])
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded: list[str] = json.loads(ran.stdout)
    return loaded


def watched_import(modules: list[str]) -> list[str]:
    """Import the modules in a process of its own and return what they did that importing should not."""
    # -B: writing the compiled modules is Python's doing
    watcher = [sys.executable, "-B", "-W", "ignore", str(ROOT / "tests" / "import_watcher.py"), *modules]
    ran = subprocess.run(watcher, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)

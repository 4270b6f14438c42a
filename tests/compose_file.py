"""The compose file as tests read it."""

from typing import Any

import yaml

from tests.paths import ROOT

OURS = "segue:"
"""What the name of our own image starts with."""


def services() -> dict[str, dict[str, Any]]:
    """Return the services of docker-compose.yml with all anchors resolved."""
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def our_services() -> dict[str, dict[str, Any]]:
    """Return the services that run our image."""
    return {name: service for name, service in services().items() if service["image"].startswith(OURS)}

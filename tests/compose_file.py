"""The compose file as tests read it."""

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
OURS = "segue:"
"""What the name of our own image starts with."""


def services() -> dict[str, dict[str, Any]]:
    """Return the services of docker-compose.yml with all anchors resolved."""
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def our_services() -> dict[str, dict[str, Any]]:
    """Return the services that run our image."""
    return {name: each for name, each in services().items() if each["image"].startswith(OURS)}

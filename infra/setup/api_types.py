"""The types of the API's records that the page is checked with: `python -m infra.setup.api_types` writes them anew."""

import sys
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from webapp.api.typescript import typescript_of
from webapp.app import create_app
from webapp.services import Services, WebConfig

TYPES = Path(__file__).parents[2] / "webapp" / "frontend" / "src" / "api" / "schema.ts"


@cache
def api_document() -> dict[str, Any]:
    """Return the OpenAPI document as a player hands it out that knows nothing else."""
    ports: dict[str, Any] = {port.name: _never for port in fields(Services) if port.name != "config"}
    app = create_app(Services(config=WebConfig(secret_key=b"signs nothing"), **ports))
    return msgspec.json.decode(app.test_client().get("/api/v1/openapi.json").data, type=dict[str, Any])


def api_types() -> str:
    """Return the text of schema.ts."""
    return typescript_of(api_document())


def main() -> int:
    """Write schema.ts and return the exit code."""
    TYPES.write_text(api_types())
    return 0


def _never(*_: object) -> NoReturn:
    raise AssertionError("the document depends on nothing that a player knows")


if __name__ == "__main__":
    sys.exit(main())

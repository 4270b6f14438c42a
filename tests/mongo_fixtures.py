"""Fixtures around a real MongoDB; imported by the conftest files that need them."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from pymongo.database import Database

from infra.stores.database import open_database, prepare_database


@pytest.fixture
def mongo_database(mongo_uri: str) -> Iterator[Database[dict[str, Any]]]:
    """A prepared database of its own, dropped afterwards."""
    database = open_database(mongo_uri, f"test_{uuid4().hex[:12]}")
    prepare_database(database)
    yield database
    database.client.drop_database(database.name)
    database.client.close()

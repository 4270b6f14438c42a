"""Fixtures around a real MongoDB; imported by the conftest files that need them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from pymongo.database import Database

from infra.stores.database import open_database, opened_database, prepare_database


class LentDatabase:
    """A prepared database that one test has after another; to make one takes ten times as long as to empty it.

    What a test has changed of collections, schemas or indexes is not put right: the next test has a new database.
    """

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._name: str | None = None
        self._shape: dict[str, Any] = {}
        self._documents: dict[str, list[dict[str, Any]]] = {}

    @contextmanager
    def lend(self) -> Iterator[Database[dict[str, Any]]]:
        """Yield it as `prepare_database` makes it, with a client of the borrower's own."""
        database = open_database(self._uri, self._name or self._make())
        try:
            yield database
        finally:
            database.client.close()
            self._take_back()

    def drop(self) -> None:
        """Delete it, if there is one."""
        if self._name is not None:
            with opened_database(self._uri, self._name) as database:
                database.client.drop_database(self._name)
            self._name = None

    def _make(self) -> str:
        name = f"test_{uuid4().hex[:12]}"
        with opened_database(self._uri, name) as database:
            prepare_database(database)
            self._shape = _shape_of(database)
            self._documents = {each: found for each in self._shape if (found := list(database[each].find()))}
        self._name = name
        return name

    def _take_back(self) -> None:
        assert self._name is not None
        with opened_database(self._uri, self._name) as database:
            is_as_made = _shape_of(database) == self._shape
            if is_as_made:
                self._empty(database)
        if not is_as_made:
            self.drop()

    def _empty(self, database: Database[dict[str, Any]]) -> None:
        for name in self._shape:
            database[name].delete_many({})
        for name, documents in self._documents.items():
            database[name].insert_many(documents)


def _shape_of(database: Database[dict[str, Any]]) -> dict[str, Any]:
    """Return the collections, with the identity, the schema and the indexes of each."""
    return {each["name"]: (each, database[each["name"]].index_information()) for each in database.list_collections()}


@pytest.fixture(scope="session")
def lent_database(mongo_uri: str) -> Iterator[LentDatabase]:
    """The session's prepared database; ask for `mongo_database`."""
    lent = LentDatabase(mongo_uri)
    yield lent
    lent.drop()


@pytest.fixture
def mongo_database(lent_database: LentDatabase) -> Iterator[Database[dict[str, Any]]]:
    """A prepared database without anything in it, of this test's own."""
    with lent_database.lend() as database:
        yield database

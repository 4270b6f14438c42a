"""Brings the stored data to the version that this code understands, one numbered step at a time."""

import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from pymongo.database import Database

from infra.stores import migrations
from recommender.errors import SegueError

FIRST_VERSION = 1
SCHEMA = "schema"
"""`_id` of the document in `meta` that holds the version."""


@dataclass(frozen=True)
class Migration:
    """One step: what makes `version` out of `version - 1`."""

    version: int
    migrate: Callable[[Database[dict[str, Any]]], None]


def known_migrations() -> tuple[Migration, ...]:
    """Return the steps in `infra/stores/migrations/`, in order."""
    names = sorted(module.name for module in pkgutil.iter_modules(migrations.__path__))
    modules = [import_module(f"{migrations.__name__}.{name}") for name in names]
    return tuple(Migration(module.VERSION, module.migrate) for module in modules)


def migrate(database: Database[dict[str, Any]], steps: Iterable[Migration]) -> int:
    """Run the steps that the database has not had; return its version.

    Raises `SegueError` when the data was written by a newer segue, or the steps are not numbered 2, 3, 4...
    """
    ordered = sorted(steps, key=lambda step: step.version)
    expected = [*range(FIRST_VERSION + 1, FIRST_VERSION + 1 + len(ordered))]
    if [step.version for step in ordered] != expected:
        raise SegueError(f"migrations are numbered {[step.version for step in ordered]}, not {expected}")
    newest = ordered[-1].version if ordered else FIRST_VERSION
    version = _stored_version(database, when_new=newest)
    if version > newest:
        raise SegueError(
            f"database {database.name} has schema version {version}, this segue knows {newest}; update segue, "
            "or set SEGUE_MONGO_DATABASE to another name"
        )
    for step in ordered:
        if step.version > version:
            step.migrate(database)
            database["meta"].update_one({"_id": SCHEMA}, {"$set": {"version": step.version}})
    return newest


def _stored_version(database: Database[dict[str, Any]], *, when_new: int) -> int:
    document = database["meta"].find_one({"_id": SCHEMA})
    if document is None:
        database["meta"].update_one({"_id": SCHEMA}, {"$setOnInsert": {"version": when_new}}, upsert=True)
        return when_new
    return int(document["version"])

"""How a store's module declares its collection: a name, what a document must look like, which indexes serve it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pymongo import IndexModel


@dataclass(frozen=True)
class CollectionSpec:
    """One collection; `infra.stores.database.SPECS` lists them all."""

    name: str
    schema: Mapping[str, Any]
    """JSON schema in MongoDB's dialect (`bsonType`), enforced on every write."""
    indexes: tuple[IndexModel, ...] = ()
    """Beside the one on `_id`; each needs a `name`."""
    listener_field: str = ""
    """Field that names whose a document is; empty where a document is nobody's."""
    secret_fields: tuple[str, ...] = ()
    """Fields that are not told even to whom the document is of: hashes of what lets somebody in."""


def document_schema(required: Mapping[str, Any], optional: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the schema of a document that has all `required` fields, maybe the `optional` ones, and no other."""
    return {
        "bsonType": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": {**required, **(optional or {})},
    }

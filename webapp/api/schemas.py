"""The schemas of the OpenAPI document, made of the types that decode questions and encode answers."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import UNSET, Struct, inspect, structs

REF = "#/components/schemas/{name}"


def schemas_of(*, answers: Sequence[Any], questions: Sequence[Any]) -> dict[str, Any]:
    """Return the schema of every record in these types, by name.

    Who asks may leave out what has a default; an answer says all that its record does not leave out itself.
    """
    _, components = msgspec.json.schema_components([*answers, *questions], ref_template=REF)
    asked, answered = _records_in(questions), _records_in(answers)
    for name in answered.keys() - asked.keys():
        components[name]["required"] = _always_sent(answered[name])
    return components


def schema_of(kind: Any) -> dict[str, Any]:
    """Return the schema of one type; records in it are references."""
    return msgspec.json.schema_components([kind], ref_template=REF)[0][0]


def record_schema(record: type[Struct]) -> dict[str, Any]:
    """Return the schema of a record itself, with its properties."""
    schema: dict[str, Any] = msgspec.json.schema_components([record], ref_template=REF)[1][record.__name__]
    return schema


def _always_sent(record: type[Struct]) -> list[str]:
    may_omit = record.__struct_config__.omit_defaults
    return [
        field.encode_name
        for field in structs.fields(record)
        if field.required or not (may_omit or field.default is UNSET)
    ]


def _records_in(kinds: Sequence[Any]) -> dict[str, type[Struct]]:
    records: dict[str, type[Struct]] = {}
    for kind in inspect.multi_type_info(kinds):
        _add_records(kind, records)
    return records


def _add_records(node: object, records: dict[str, type[Struct]]) -> None:
    if isinstance(node, tuple):
        for part in node:
            _add_records(part, records)
    if not isinstance(node, inspect.Type | inspect.Field):
        return
    if isinstance(node, inspect.StructType):
        if node.cls.__name__ in records:
            return
        records[node.cls.__name__] = node.cls
    for name in node.__struct_fields__:
        _add_records(getattr(node, name), records)

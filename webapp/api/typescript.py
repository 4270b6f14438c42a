"""The records of the OpenAPI document as TypeScript: one readonly interface each."""

import json
from typing import Any

_HEAD = (
    "/** The records of the API, made by `python -m infra.setup.api_types`: what is changed here by hand is lost. */\n"
)
_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
_LINE = 120
"""Columns; a longer choice of words is written one a line, as Biome does."""


def typescript_of(document: dict[str, Any]) -> str:
    """Return the module's text; raises `ValueError` for a schema that has no TypeScript here."""
    schemas = document["components"]["schemas"]
    return "\n".join([_HEAD, *(_interface(name, schemas[name]) for name in sorted(schemas))])


def _interface(name: str, schema: dict[str, Any]) -> str:
    required = schema.get("required", ())
    fields = [
        line
        for field, kind in schema["properties"].items()
        for line in (*_comment_of(kind, "  "), _field(field if field in required else f"{field}?", kind))
    ]
    return "\n".join([*_comment_of(schema, ""), f"export interface {name} {{", *fields, "}\n"])


def _comment_of(schema: dict[str, Any], indent: str) -> list[str]:
    text = " ".join(schema.get("description", "").split())
    return [f"{indent}/** {text} */"] if text else []


def _field(name: str, schema: dict[str, Any]) -> str:
    choices = _choices(schema)
    line = f"  readonly {name}: {' | '.join(choices)};"
    if len(line) <= _LINE:
        return line
    if choices == [f"readonly ({' | '.join(parts := _choices(schema.get('items', schema)))})[]"]:
        return "\n".join([f"  readonly {name}: readonly (", *(f"    | {part}" for part in parts), "  )[];"])
    return "\n".join([f"  readonly {name}:", *(f"    | {choice}" for choice in choices)]) + ";"


def _choices(schema: dict[str, Any]) -> list[str]:
    """Return the types that a value may have; most schemas allow one."""
    if "$ref" in schema:
        return [schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        return [choice for kind in schema["anyOf"] for choice in _choices(kind)]
    if "enum" in schema:
        return [json.dumps(value) for value in schema["enum"]]
    kind = schema.get("type")
    if kind == "array" and schema["items"] is False:
        return [f"readonly [{', '.join(' | '.join(_choices(part)) for part in schema['prefixItems'])}]"]
    if kind == "array":
        return [f"readonly {_element(schema['items'])}[]"]
    if kind == "object" and "additionalProperties" in schema:
        return [f"Readonly<Record<string, {' | '.join(_choices(schema['additionalProperties']))}>>"]
    if kind in _PLAIN:
        return [_PLAIN[kind]]
    raise ValueError(f"there is no TypeScript for the schema {schema}; add it to {__name__}")


def _element(schema: dict[str, Any]) -> str:
    choices = _choices(schema)
    alone = len(choices) == 1 and " " not in choices[0]
    return choices[0] if alone else f"({' | '.join(choices)})"

import pytest

from webapp.api.typescript import typescript_of


def made(properties: dict, **schema) -> str:
    document = {"components": {"schemas": {"Made": {"properties": properties, **schema}}}}
    return typescript_of(document).partition("export interface ")[2]


@pytest.mark.parametrize(
    ("schema", "type_"),
    [
        ({"type": "string", "format": "date"}, "string"),
        ({"type": "integer", "minimum": 0}, "number"),
        ({"anyOf": [{"type": "number"}, {"type": "null"}]}, "number | null"),
        ({"enum": ["direct", "no"]}, '"direct" | "no"'),
        ({"$ref": "#/components/schemas/Other", "anyOf": [{"required": ["a"]}]}, "Other"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Other"}}, "readonly Other[]"),
        ({"type": "array", "items": {"type": "array", "items": {"type": "number"}}}, "readonly (readonly number[])[]"),
        (
            {"type": "array", "prefixItems": [{"type": "number"}, {"type": "string"}], "items": False},
            "readonly [number, string]",
        ),
        ({"type": "object", "additionalProperties": {"type": "number"}}, "Readonly<Record<string, number>>"),
    ],
)
def test_a_field_is_typed_as_its_schema_says(schema, type_):
    assert made({"a": schema}, required=["a"]) == f"Made {{\n  readonly a: {type_};\n}}\n"


def test_a_field_that_may_be_missing_is_optional():
    assert "readonly a?: string;" in made({"a": {"type": "string"}}, required=[])


def test_what_the_document_says_of_a_record_and_a_field_is_said():
    text = typescript_of(
        {
            "components": {
                "schemas": {
                    "Made": {
                        "description": "A record\n  of two lines.",
                        "properties": {"a": {"type": "boolean", "description": "A field."}},
                    }
                }
            }
        }
    )
    assert "/** A record of two lines. */\nexport interface Made {\n  /** A field. */\n  readonly a?: boolean;" in text


def test_more_words_than_fit_on_a_line_stand_one_a_line():
    words = [f"word {number}" for number in range(12)]
    lines = made({"a": {"enum": words}}, required=["a"]).splitlines()
    assert lines[1:4] == ["  readonly a:", '    | "word 0"', '    | "word 1"']
    assert lines[-2] == '    | "word 11";'


def test_a_list_of_more_kinds_than_fit_on_a_line_has_them_one_a_line():
    kinds = [{"$ref": f"#/components/schemas/Operation{number}"} for number in range(12)]
    lines = made({"a": {"type": "array", "items": {"anyOf": kinds}}}, required=["a"]).splitlines()
    assert lines[1:3] == ["  readonly a: readonly (", "    | Operation0"]
    assert lines[-3:-1] == ["    | Operation11", "  )[];"]


def test_a_schema_without_a_type_here_is_refused_and_not_written_as_anything():
    with pytest.raises(ValueError, match="prefixItems"):
        made({"a": {"type": "array", "prefixItems": [], "items": {"prefixItems": []}}})

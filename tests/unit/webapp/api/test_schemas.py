import msgspec
from msgspec import UNSET, Struct, UnsetType

from webapp.api.schemas import schemas_of


class Inner(Struct):
    a: int = 0


class Answer(Struct):
    inner: tuple[Inner, ...] = ()
    note: str | UnsetType = UNSET


class Spare(Struct, omit_defaults=True):
    a: int
    b: int = 0


class Question(Struct):
    a: int = 0


def test_an_answer_has_every_field_that_is_always_sent_also_deep_inside():
    schemas = schemas_of(answers=[list[Answer]], questions=[])
    assert schemas["Answer"]["required"] == ["inner"]
    assert schemas["Inner"]["required"] == ["a"]
    assert msgspec.to_builtins(Answer(inner=(Inner(),))) == {"inner": ({"a": 0},)}


def test_an_answer_that_leaves_out_defaults_needs_not_have_them():
    assert schemas_of(answers=[Spare], questions=[])["Spare"]["required"] == ["a"]


def test_who_asks_may_leave_out_what_has_a_default_even_where_it_is_answered_too():
    assert schemas_of(answers=[Answer], questions=[Question])["Question"]["required"] == []
    assert schemas_of(answers=[Question], questions=[Question])["Question"]["required"] == []

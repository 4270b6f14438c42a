"""What no list can be made of is refused, and the message says which rule it is."""

import pytest

from recommender.errors import BadInput
from recommender.playlists.smart.checking import check
from recommender.playlists.smart.fields.field import OPERATORS
from recommender.playlists.smart.fields.table import FIELDS
from recommender.playlists.smart.records import Definition, Limit, SortKey
from tests.builders.smart import either, every, rule

GOOD = {
    "text": "x", "number": 1.0, "day": "2026-01-31", "moment": "2026-01-31", "flag": False, "playlist": "p1",
    "sound": ("id", 0.3),
}  # fmt: skip


def nested(depth):
    group = every(rule("title", "is", "x"))
    for _ in range(depth - 1):
        group = either(group)
    return group


def test_every_field_may_be_asked_with_every_operator_of_its_kind():
    for name, field in FIELDS.items():
        for operator in OPERATORS[field.kind]:
            value = {"choice": (field.choices or ("",))[0], **GOOD}[field.kind]
            value = (value, value) if operator == "between" else value
            value = 7.0 if operator in ("in_the_last", "not_in_the_last") else value
            check(Definition(rules=every(rule(name, operator, None if operator in ("missing", "present") else value))))


@pytest.mark.parametrize(
    ("field", "operator", "value", "message"),
    [
        ("tittle", "is", "x", "rule 1: there is no field 'tittle'"),
        ("$where", "is", "x", "rule 1: there is no field '$where'"),
        ("title", "more", 1.0, "rule 1 (Title): it cannot be asked with 'more'"),
        ("title", "is", " ", "rule 1 (Title): give a text"),
        ("title", "missing", "x", "takes no value"),
        ("plays", "is", "5", "rule 1 (Plays): give a number"),
        ("plays", "is", True, "rule 1 (Plays): give a number"),
        ("plays", "more", float("nan"), "give a number"),
        ("plays", "between", (5.0, 1.0), "5.0 comes after 1.0"),
        ("plays", "between", 5.0, "give two values"),
        ("is_liked", "is", "true", "give true or false, without quotes"),
        ("last_played", "is", "yesterday", "give a date such as"),
        ("last_played", "is", "0001-01-01", "give a date such as"),
        ("last_played", "between", ("2026-02-01", "2026-01-01"), "comes after"),
        ("last_played", "in_the_last", "7", "give days"),
        ("last_played", "in_the_last", 0.0, "give days"),
        ("mood", "is", "Furious", "give one of Happy, Sad"),
        ("playlist", "in", "", "give the id"),
        ("sounds_like_track", "within", ("k", 3.0), "a distance from 0"),
        ("sounds_like_track", "within", "k", "a distance from 0"),
    ],
)
def test_a_rule_that_cannot_be_asked_is_named(field, operator, value, message):
    with pytest.raises(BadInput) as refusal:
        check(Definition(rules=every(rule(field, operator, value))))
    assert message in str(refusal.value)


def test_a_rule_in_a_group_is_named_by_its_place():
    with pytest.raises(BadInput, match=r"rule 2\.1 \(Plays\)"):
        check(Definition(rules=every(rule("title", "is", "x"), either(rule("plays", "is", "x")))))


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        (Definition(rules=every(either())), "group 1 is empty"),
        (Definition(rules=nested(6)), "at most 5 deep"),
        (Definition(rules=every(*[rule("title", "is", "x")] * 199, every(rule("title", "is", "x")))), "at most 200"),
        (Definition(sort=(SortKey(field="playlist"),)), "sort key 1"),
        (Definition(sort=(SortKey(field="title"), SortKey(field="nothing"))), "sort key 2"),
        (Definition(limit=Limit(unit="percent", amount=101)), "more than all"),
        (Definition(time_zone="Mars/Olympus"), "there is no 'Mars/Olympus'"),
        (Definition(time_zone="../../etc/passwd"), "time_zone"),
    ],
)
def test_what_is_too_much_or_nothing_is_refused(definition, message):
    with pytest.raises(BadInput) as refusal:
        check(definition)
    assert message in str(refusal.value)


def test_no_rules_at_all_are_all_tracks():
    check(Definition(sort=(SortKey(field="random"),)))
    check(Definition(rules=nested(5)))

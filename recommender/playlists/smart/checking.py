"""Refuses what no list can be made of: each message names the rule by its place, such as `rule 2.1 (Title)`."""

from collections.abc import Callable, Iterator
from datetime import date
from math import isfinite
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from recommender.catalogue.names import fold
from recommender.errors import BadInput
from recommender.playlists.smart.fields.field import OPERATORS, Field, FieldKind
from recommender.playlists.smart.fields.table import FIELDS
from recommender.playlists.smart.records import MAX_DEPTH, MAX_RULES, RANDOM, Definition, Group, Rule, Value

MAX_DAYS = 36_500
MAX_DISTANCE = 2.0
"""1 - cosine of opposite sounds."""
_YEARS = (1000, 9000)
_MAX_PERCENT = 100


class BadRule(BadInput):
    """A rule cannot be asked."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(f"{place}: {what}")


def check(definition: Definition) -> None:
    """Raise `BadInput` for what cannot be asked; the message says what, where, and what to do."""
    n = sum(1 for _ in rules_of(definition.rules))
    if n > MAX_RULES:
        raise BadInput(f"there are {n} rules and groups, a smart playlist has at most {MAX_RULES}; leave some out")
    _check_group(definition.rules, place="", depth=1)
    for number, key in enumerate(definition.sort, 1):
        if key.field != RANDOM and not ((field := FIELDS.get(key.field)) and field.can_sort):
            raise BadInput(f"sort key {number}: nothing can be sorted by {key.field!r}; choose another field")
    if definition.limit and definition.limit.unit == "percent" and definition.limit.amount > _MAX_PERCENT:
        raise BadInput(f"limit: {definition.limit.amount:g} % is more than all; give at most 100")
    zone_of(definition.time_zone)


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of an IANA name; raises `BadInput` for what is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(f"time_zone: there is no {name[:64]!r}; give an IANA name such as Europe/Berlin") from error


def rules_of(group: Group) -> Iterator[Rule | Group]:
    """Yield the rules and groups in a group, at every depth."""
    for each in group.rules:
        yield each
        if isinstance(each, Group):
            yield from rules_of(each)


def day_of(text: str) -> date:
    """Return the date of `2026-01-31`; raises `ValueError` for anything else, and for years that no clock has."""
    day = date.fromisoformat(text)
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        raise ValueError("year")
    return day


def _check_group(group: Group, *, place: str, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise BadInput(f"rule {place}: groups lie in each other at most {MAX_DEPTH} deep; take one out")
    for number, each in enumerate(group.rules, 1):
        inner = f"{place}.{number}" if place else str(number)
        if isinstance(each, Rule):
            _check_rule(each, inner)
        elif not each.rules:
            raise BadInput(f"group {inner} is empty: add a rule to it, or remove it")
        else:
            _check_group(each, place=inner, depth=depth + 1)


def _check_rule(rule: Rule, place: str) -> None:
    field = FIELDS.get(rule.field)
    if field is None:
        raise BadRule(f"rule {place}", f"there is no field {rule.field!r}; GET /api/v1/smart-fields lists them")
    named = f"rule {place} ({field.words})"
    if rule.operator not in OPERATORS[field.kind]:
        known = ", ".join(OPERATORS[field.kind])
        raise BadRule(named, f"it cannot be asked with {rule.operator!r}; choose one of {known}")
    wanted = _wanted(rule, field)
    if wanted:
        raise BadRule(named, wanted)


def _wanted(rule: Rule, field: Field) -> str:
    """Return what the value should be; empty when it is."""
    if rule.operator in ("missing", "present"):
        return "" if rule.value is None else f"{rule.operator!r} takes no value; leave it out"
    if rule.operator in ("in_the_last", "not_in_the_last"):
        return "" if _is_number(rule.value, 0, MAX_DAYS) and rule.value else f"give days, more than 0 to {MAX_DAYS:,}"
    is_one, words = _VALUES[field.kind]
    if rule.operator == "between":
        return _wanted_between(rule.value, is_one, words)
    if field.kind == "choice":
        return "" if rule.value in field.choices else f"give one of {', '.join(field.choices)}"
    return "" if is_one(rule.value) else words


def _wanted_between(value: Value, is_one: Callable[[Value], bool], words: str) -> str:
    if not (isinstance(value, tuple) and len(value) == 2 and all(is_one(each) for each in value)):
        return f"give two values; {words}"
    first, last = value
    in_order = first <= last if isinstance(first, float) and isinstance(last, float) else str(first) <= str(last)
    return "" if in_order else f"{first} comes after {last}; give the smaller one first"


def _is_number(value: Value, low: float = -1e12, high: float = 1e12) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and isfinite(float(value)) and low <= float(value) <= high  # type: ignore[arg-type]


def _is_text(value: Value) -> bool:
    return isinstance(value, str) and bool(fold(value))


def _is_day(value: Value) -> bool:
    try:
        return isinstance(value, str) and bool(day_of(value))
    except ValueError:
        return False


def _is_sound(value: Value) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and _is_text(value[0]) and _is_number(value[1], 0, MAX_DISTANCE)


_VALUES: dict[FieldKind, tuple[Callable[[Value], bool], str]] = {
    "text": (_is_text, "give a text that is not empty"),
    "choice": (_is_text, "give one of the field's words"),
    "number": (_is_number, "give a number"),
    "day": (_is_day, "give a date such as 2026-01-31"),
    "moment": (_is_day, "give a date such as 2026-01-31"),
    "flag": (lambda value: isinstance(value, bool), "give true or false, without quotes"),
    "playlist": (_is_text, "give the id of a playlist"),
    "sound": (_is_sound, f"give an id and a distance from 0 (the same sound) to {MAX_DISTANCE:g}"),
}

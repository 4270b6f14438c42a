"""Smart playlists in Navidrome's form (`.nsp`): JSON of `all` or `any`, rules such as `{"is": {"loved": true}}`.

Fields and operators that have no counterpart are refused by name: a rule that is left out would change the list.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from recommender.errors import BadInput
from recommender.playlists.records import MAX_DESCRIPTION, MAX_NAME
from recommender.playlists.smart.fields.field import OPERATORS, Field
from recommender.playlists.smart.fields.table import FIELDS
from recommender.playlists.smart.records import (
    MAX_DEPTH,
    RANDOM,
    Definition,
    Group,
    Limit,
    Match,
    Operator,
    Rule,
    SortKey,
    Value,
)
from recommender.playlists.written import lines, one_line

NAMES = {
    "title": "title", "artist": "artist", "album": "album", "albumartist": "album_artist", "genre": "genre",
    "year": "year", "date": "released_on", "releasedate": "released_on", "duration": "duration",
    "tracknumber": "track_number", "discnumber": "disc_number", "comment": "comment", "composer": "composer",
    "lyricist": "writer", "producer": "producer", "recordlabel": "label",
    "filepath": "file_path", "filetype": "file_type", "compilation": "is_compilation", "hascoverart": "has_cover",
    "bpm": "tempo", "dateadded": "added_at", "loved": "is_liked", "playcount": "plays", "lastplayed": "last_played",
    "rating": "rating", "dateloved": "", "id": "playlist", "albumloved": "is_album_liked",
    "artistloved": "is_artist_liked", "albumplaycount": "album_plays", "artistplaycount": "artist_plays",
    "albumlastplayed": "album_last_played", "artistlastplayed": "artist_last_played", "isrc": "isrc",
    "language": "language", "mbz_recording_id": "musicbrainz_track_id", "mbz_album_id": "musicbrainz_album_id",
}  # fmt: skip
"""Navidrome's fields by ours."""
NAMES = {theirs: ours for theirs, ours in NAMES.items() if ours}
_THEIR_NAMES = {ours: theirs for theirs, ours in reversed(NAMES.items())}
_OPERATORS: dict[str, Operator] = {
    "is": "is", "isnot": "is_not", "gt": "more", "lt": "less", "contains": "contains", "notcontains": "contains_not",
    "startswith": "starts", "endswith": "ends", "intherange": "between", "before": "before", "after": "after",
    "inthelast": "in_the_last", "notinthelast": "not_in_the_last", "inplaylist": "in", "notinplaylist": "not_in",
}  # fmt: skip
_WRITTEN: dict[Operator, str] = {
    "is": "is", "is_not": "isNot", "more": "gt", "less": "lt", "contains": "contains", "contains_not": "notContains",
    "starts": "startsWith", "ends": "endsWith", "between": "inTheRange", "before": "before", "after": "after",
    "in_the_last": "inTheLast", "not_in_the_last": "notInTheLast", "in": "inPlaylist", "not_in": "notInPlaylist",
}  # fmt: skip
_KEYS = frozenset(("all", "any", "name", "comment", "sort", "order", "limit", "limitPercent", "public"))
_FLAGS = {"true": True, "false": False}


class ReadSmart(msgspec.Struct, frozen=True, kw_only=True):
    """What a file holds."""

    name: str
    description: str
    is_public: bool
    definition: Definition


def read_nsp(content: bytes, *, time_zone: str = "UTC") -> ReadSmart:
    """Return what the file says; raises `BadInput` naming what has no counterpart here, and where it stands."""
    try:
        document = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadInput(f"the file is no .nsp: {error}") from error
    if not isinstance(document, dict):
        raise BadInput("the file is no .nsp: it is not a JSON object with `all` or `any`")
    if unknown := sorted(document.keys() - _KEYS):
        raise BadInput(f"{unknown[0]!r}: segue knows nothing of this name in an .nsp; take it out")
    definition = Definition(
        rules=_top(document), sort=tuple(_sort_keys(document)), limit=_limit(document), time_zone=time_zone
    )
    return ReadSmart(
        name=one_line(_text(document, "name"))[:MAX_NAME].strip(),
        description=lines(_text(document, "comment"))[:MAX_DESCRIPTION],
        is_public=document.get("public") is True,
        definition=definition,
    )


def write_nsp(name: str, description: str, definition: Definition) -> str:
    """Return the file's text; raises `BadInput` naming the rule that Navidrome has no words for."""
    document: dict[str, Any] = {"name": name}
    if description:
        document["comment"] = description
    document[definition.rules.match] = [_written(each, str(n)) for n, each in enumerate(definition.rules.rules, 1)]
    if definition.sort:
        keys = [_their_name(key.field, f"sort key {n}") for n, key in enumerate(definition.sort, 1)]
        signs = ["-" if key.descending else "" for key in definition.sort]
        document["sort"] = ",".join(sign + key for sign, key in zip(signs, keys, strict=True))
    if definition.limit is not None:
        if definition.limit.unit == "minutes":
            raise BadInput("limit: Navidrome has no limit by minutes; choose tracks or percent, then export")
        name_of_limit = "limit" if definition.limit.unit == "tracks" else "limitPercent"
        document[name_of_limit] = int(definition.limit.amount)
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _top(document: Mapping[str, Any]) -> Group:
    """Return the topmost group; where a file has both `all` and `any`, both must hold."""
    kinds: tuple[Match, ...] = ("all", "any")
    groups = [_group(kind, document[kind], "", 1) for kind in kinds if kind in document]
    if not groups:
        raise BadInput("the file is no .nsp: it has neither `all` nor `any`")
    if len(groups) == 1:
        return groups[0]
    every, some = groups
    return Group(match="all", rules=(*every.rules, some) if some.rules else every.rules)


def _group(match: Match, rules: Any, place: str, depth: int) -> Group:
    if not isinstance(rules, list):
        raise BadInput(f"{_at(place)}`{match}` is not a list of rules")
    if depth > MAX_DEPTH:
        raise BadInput(f"{_at(place)}groups lie in each other at most {MAX_DEPTH} deep; take one out")
    inner = (f"{place}.{n}" if place else str(n) for n in range(1, len(rules) + 1))
    return Group(match=match, rules=tuple(_node(each, at, depth) for each, at in zip(rules, inner, strict=True)))


def _node(node: Any, place: str, depth: int) -> Rule | Group:
    if not isinstance(node, dict) or len(node) != 1:
        raise BadInput(f'{_at(place)}write one rule such as {{"is": {{"loved": true}}}}, or one group')
    [(name, content)] = node.items()
    if name in ("all", "any"):
        return _group(name, content, place, depth + 1)
    if not isinstance(content, dict) or len(content) != 1:
        raise BadInput(f"{_at(place)}{name!r} compares one field with one value")
    operator = _OPERATORS.get(name.lower())
    if operator is None:
        raise BadInput(f"{_at(place)}segue has no operator {name!r}; use one of {', '.join(_WRITTEN.values())}")
    [(theirs, value)] = content.items()
    field = FIELDS[_our_name(theirs, place)]
    operator = _fitting(operator, field)
    return Rule(field=field.name, operator=operator, value=_value(value, field, operator, place))


def _fitting(operator: Operator, field: Field) -> Operator:
    """Return the operator that means the same of this kind of field."""
    if operator in OPERATORS[field.kind]:
        return operator
    dates: dict[Operator, Operator] = {"more": "after", "less": "before"}
    numbers: dict[Operator, Operator] = {"after": "more", "before": "less"}
    return (dates if field.kind in ("day", "moment") else numbers).get(operator, operator)


def _value(value: Any, field: Field, operator: Operator, place: str) -> Value:
    """Return the value in the form that our rule has; Navidrome writes flags and numbers also as texts."""
    if isinstance(value, list):
        return tuple(_value(each, field, operator, place) for each in value)  # type: ignore[misc]
    if isinstance(value, dict):
        raise BadInput(f"{_at(place)}{field.words} is compared with an object; give a text, number, true or false")
    if field.kind == "flag" and isinstance(value, str):
        return _FLAGS.get(value.lower(), value)
    is_number = field.kind == "number" or operator in ("in_the_last", "not_in_the_last")
    if is_number and isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return value
    if is_number and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if field.kind == "text" and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value  # type: ignore[no-any-return]


def _sort_keys(document: Mapping[str, Any]) -> Iterator[SortKey]:
    """Yield the keys of `sort`: names with commas, a sign before each; `order` turns all of them round."""
    is_reversed = _text(document, "order").lower() == "desc"
    for number, part in enumerate(filter(None, (each.strip() for each in _text(document, "sort").split(","))), 1):
        name = part.lstrip("+-").strip()
        field = RANDOM if name.lower() == RANDOM else _our_name(name, f"sort key {number}")
        yield SortKey(field=field, descending=part.startswith("-") != is_reversed)


def _limit(document: Mapping[str, Any]) -> Limit | None:
    for name, make in _LIMITS.items():
        amount = document.get(name)
        if amount in (None, 0):
            continue
        if not isinstance(amount, int) or isinstance(amount, bool) or not 0 < amount <= 1_000_000:
            raise BadInput(f"{name}: give a whole number above 0, or leave it out")
        return make(amount)
    return None


_LIMITS: dict[str, Callable[[int], Limit]] = {
    "limit": lambda amount: Limit(unit="tracks", amount=amount),
    "limitPercent": lambda amount: Limit(unit="percent", amount=amount),
}


def _written(node: Rule | Group, place: str) -> dict[str, Any]:
    if isinstance(node, Group):
        return {node.match: [_written(each, f"{place}.{n}") for n, each in enumerate(node.rules, 1)]}
    if node.operator not in _WRITTEN:
        raise BadInput(
            f"rule {place}: Navidrome has no operator for {node.operator!r}; leave the rule out, then export"
        )
    value = list(node.value) if isinstance(node.value, tuple) else node.value
    return {_WRITTEN[node.operator]: {_their_name(node.field, f"rule {place}"): value}}


def _our_name(theirs: str, place: str) -> str:
    ours = NAMES.get(theirs.lower())
    if ours is None:
        raise BadInput(f"{_at(place)}segue has no field for Navidrome's {theirs[:64]!r}; leave it out")
    return ours


def _their_name(ours: str, place: str) -> str:
    if ours == RANDOM:
        return RANDOM
    if ours not in _THEIR_NAMES:
        raise BadInput(f"{place}: Navidrome has no field for {FIELDS[ours].words!r}; leave it out, then export")
    return _THEIR_NAMES[ours]


def _text(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name, "")
    if not isinstance(value, str):
        raise BadInput(f"{name}: it is not a text")
    return value


def _at(place: str) -> str:
    return "" if not place else f"{place}: " if place.startswith("sort") else f"rule {place}: "

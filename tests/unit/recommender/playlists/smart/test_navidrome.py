"""Navidrome's files: read whole or refused by name, and written so that they read the same."""

import json

import pytest

from recommender.errors import BadInput
from recommender.playlists.smart.checking import check
from recommender.playlists.smart.navidrome import NAMES, read_nsp, write_nsp
from recommender.playlists.smart.records import Definition, Limit, SortKey
from tests.builders.smart import either, every, rule


def read(document):
    return read_nsp(json.dumps(document).encode())


def rules(document):
    return read(document).definition.rules


def test_a_file_of_navidromes_documentation_is_read():
    found = read({
        "name": "Recently  Played", "comment": "80s\nfavourites",
        "all": [
            {"inTheLast": {"lastPlayed": 30}},
            {"any": [{"is": {"loved": True}}, {"gt": {"rating": 3}}]},
            {"inTheRange": {"year": [1981, 1990]}},
            {"notContains": {"title": "live"}},
            {"notInPlaylist": {"id": "6a8f"}},
        ],
        "sort": "year,-title", "order": "desc", "limit": 25,
    })  # fmt: skip
    assert (found.name, found.description, found.is_public) == ("Recently Played", "80s\nfavourites", False)
    assert found.definition == Definition(
        rules=every(
            rule("last_played", "in_the_last", 30.0),
            either(rule("is_liked", "is", True), rule("rating", "more", 3.0)),
            rule("year", "between", (1981.0, 1990.0)),
            rule("title", "contains_not", "live"),
            rule("playlist", "not_in", "6a8f"),
        ),
        sort=(SortKey(field="year", descending=True), SortKey(field="title")),
        limit=Limit(unit="tracks", amount=25),
    )
    check(found.definition)


def test_any_and_all_at_the_top_must_both_hold():
    both = {"any": [{"is": {"loved": True}}, {"gt": {"playCount": 9}}], "all": [{"contains": {"genre": "pop"}}]}
    assert rules(both) == every(
        rule("genre", "contains", "pop"), either(rule("is_liked", "is", True), rule("plays", "more", 9.0))
    )


def test_flags_and_numbers_that_are_written_as_texts_are_what_they_say():
    assert rules(
        {"all": [{"is": {"loved": "true"}}, {"is": {"compilation": "False"}}, {"gt": {"bpm": "120"}}]}
    ) == every(rule("is_liked", "is", True), rule("is_compilation", "is", False), rule("tempo", "more", 120.0))


def test_names_are_read_in_any_case_and_dates_are_compared_as_dates():
    document = {"any": [{"GT": {"LASTPLAYED": "2026-01-01"}}, {"before": {"playcount": 4}}, {"is": {"title": 1979}}]}
    assert rules(document) == either(
        rule("last_played", "after", "2026-01-01"), rule("plays", "less", 4.0), rule("title", "is", "1979")
    )


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"all": [{"is": {"bitrate": 320}}]}, "rule 1: segue has no field for Navidrome's 'bitrate'"),
        (
            {"all": [{"any": [{"is": {"loved": True}}, {"near": {"title": "x"}}]}]},
            "rule 1.2: segue has no operator 'near'",
        ),
        ({"all": [], "sort": "title,catalognumber"}, "sort key 2: segue has no field for Navidrome's 'catalognumber'"),
        ({"all": [{"is": {"loved": True}, "gt": {"rating": 3}}]}, "rule 1: write one rule"),
        ({"all": [{"is": {"loved": True, "rating": 3}}]}, "compares one field"),
        ({"all": [{"is": {"title": {"$ne": ""}}}]}, "compared with an object"),
        ({"all": {"is": {"loved": True}}}, "`all` is not a list"),
        ({"name": "x"}, "neither `all` nor `any`"),
        ({"all": [], "where": "1"}, "'where'"),
        ({"all": [], "limit": -1}, "limit: give a whole number"),
        ([], "not a JSON object"),
    ],
)
def test_what_has_no_counterpart_is_refused_by_name(document, message):
    with pytest.raises(BadInput) as refusal:
        read(document)
    assert message in str(refusal.value)


def test_what_is_no_json_or_nests_without_end_is_refused():
    for content in (b"{", b'{"all":[' * 5_000, b'{"all":[{"all":[{"all":[{"all":[{"all":[{"all":[]}]}]}]}]}]}'):
        with pytest.raises(BadInput):
            read_nsp(content)


def test_what_is_written_reads_the_same():
    definition = Definition(
        rules=either(
            rule("title", "starts", "A"), rule("is_liked", "is", False), rule("year", "between", (1990.0, 1999.0)),
            every(rule("last_played", "not_in_the_last", 7.0), rule("playlist", "in", "p1")),
        ),
        sort=(SortKey(field="plays", descending=True), SortKey(field="random")),
        limit=Limit(unit="percent", amount=20),
    )  # fmt: skip
    text = write_nsp("Mine", "about", definition)
    found = read_nsp(text.encode())
    assert (found.name, found.description, found.definition) == ("Mine", "about", definition)


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        (Definition(rules=every(rule("skip_rate", "more", 50.0))), "rule 1: Navidrome has no field for 'Skip rate'"),
        (Definition(rules=every(either(rule("title", "missing")))), "rule 1.1: Navidrome has no operator"),
        (Definition(sort=(SortKey(field="mood"),)), "sort key 1"),
        (Definition(limit=Limit(unit="minutes", amount=60)), "no limit by minutes"),
    ],
)
def test_what_navidrome_cannot_say_is_not_written(definition, message):
    with pytest.raises(BadInput) as refusal:
        write_nsp("x", "", definition)
    assert message in str(refusal.value)


def test_every_name_is_of_a_field_that_there_is():
    for theirs in NAMES:
        operator = "inPlaylist" if theirs == "id" else "is"
        assert rules({"all": [{operator: {theirs: "x"}}]}).rules[0].field == NAMES[theirs]


def test_who_made_a_track_goes_by_navidromes_names_there_and_back():
    document = {"all": [{"is": {"lyricist": "Ann"}}, {"contains": {"producer": "Bob"}}, {"is": {"recordLabel": "ECM"}}]}
    told = every(rule("writer", "is", "Ann"), rule("producer", "contains", "Bob"), rule("label", "is", "ECM"))
    assert rules(document) == told
    written = json.loads(write_nsp("x", "", Definition(rules=told)))["all"]
    assert [next(iter(each.values())) for each in written] == [
        {"lyricist": "Ann"}, {"producer": "Bob"}, {"recordlabel": "ECM"},
    ]  # fmt: skip

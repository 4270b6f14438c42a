from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from recommender.catalogue.libraries.folders import (
    checked_name,
    covering,
    find_library,
    free_name,
    leaves_with,
    require_apart,
    require_no_wider,
)
from recommender.catalogue.libraries.records import MAX_NAME, Library
from recommender.errors import NotFound, OutOfRange
from recommender.records import ListenerId

NOW = datetime(2026, 1, 5, tzinfo=UTC)


def library(name: str, folder: str) -> Library:
    return Library(library_id=folder, name=name, folder=folder, added_at=NOW)


MUSIC = library("Music", "file:///music/")
JAZZ = library("Jazz", "file:///music/jazz/")
POP = library("Pop", "file:///pop/")


def test_a_folder_is_covered_by_its_own_library_and_by_one_above() -> None:
    assert covering("file:///music/", [MUSIC, POP]) == MUSIC
    assert covering("file:///music/jazz/1959/", [MUSIC, JAZZ]) == JAZZ
    assert covering("file:///musicals/", [MUSIC, POP]) is None
    assert covering("file:///", [MUSIC]) is None


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("file:///music/", "is the library “Music” already"),
        ("file:///music/new/", "lies in the library “Music”"),
        ("file:///", "holds the library “Music”"),
    ],
)
def test_libraries_that_are_added_lie_beside_one_another(folder: str, words: str) -> None:
    with pytest.raises(OutOfRange, match=words):
        require_apart(folder, [MUSIC], shown="/somewhere")
    require_apart("file:///musicals/", [MUSIC], shown="/musicals")


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert free_name("Music", {"Pop"}) == "Music"
    assert free_name("Music", {"Music", "Music 2"}) == "Music 3"
    assert free_name("  ", set()) == "Music"
    long = "x" * (MAX_NAME + 9)
    assert free_name(long, {long[:MAX_NAME]}).endswith("x 2")
    assert len(free_name(long, {long[:MAX_NAME]})) == MAX_NAME


def test_a_name_that_somebody_gives_is_one_that_can_be_shown_and_is_not_taken() -> None:
    assert checked_name(" Ünïcode 🎷 ", [MUSIC]) == "Ünïcode 🎷"
    for name in ("", "  ", "a\nb", "x" * (MAX_NAME + 1), "Music"):
        with pytest.raises(OutOfRange):
            checked_name(name, [MUSIC])


def test_a_library_is_found_by_its_name_or_id() -> None:
    assert find_library("Jazz", [MUSIC, JAZZ]) == JAZZ
    assert find_library(JAZZ.library_id, [MUSIC, JAZZ]) == JAZZ
    with pytest.raises(NotFound, match="segue libraries list"):
        find_library("Rock", [MUSIC])
    with pytest.raises(OutOfRange, match="by its id"):
        find_library("Pop", [POP, library("Pop", "file:///more pop/")])


def test_what_lies_in_another_library_too_stays_when_one_goes() -> None:
    blue = "file:///music/jazz/blue.mp3"
    assert leaves_with(JAZZ, blue, [])
    assert not leaves_with(JAZZ, blue, [MUSIC])
    assert not leaves_with(MUSIC, blue, [JAZZ])
    assert leaves_with(MUSIC, "file:///music/a.mp3", [JAZZ])
    assert not leaves_with(MUSIC, "file:///pop/a.mp3", [])


ANNA, BERT = ListenerId("anna"), ListenerId("bert")


@pytest.mark.parametrize(
    ("inner", "outer", "is_refused"),
    [((ANNA,), None, True), ((ANNA,), (ANNA, BERT), True), ((ANNA, BERT), (ANNA,), False), (None, (ANNA,), False)],
    ids=["everybody sees more", "one more sees it", "fewer see it", "everybody saw it before"],
)
def test_what_is_hidden_is_not_handed_to_a_library_that_more_people_see(inner, outer, is_refused) -> None:
    jazz, music = replace(JAZZ, visible_to=inner), replace(MUSIC, visible_to=outer)
    if not is_refused:
        require_no_wider(jazz, [music, POP])
        return
    with pytest.raises(OutOfRange, match="lies in the library “Music”, which more people see"):
        require_no_wider(jazz, [music, POP])


def test_a_hidden_library_that_lies_in_no_other_can_go() -> None:
    require_no_wider(replace(JAZZ, visible_to=()), [POP])

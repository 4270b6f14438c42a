"""Who sees what is looked at again and again, and nothing is shown before the first look."""

import pytest

from recommender.catalogue.libraries.visibility import NOTHING, LiveVisibility
from recommender.errors import ServerUnavailable
from recommender.records import ListenerId
from tests.builders.libraries import library, visibility
from tests.contracts.fakes.libraries import MemoryLibraryStore

ANNA, BOSS = ListenerId("anna"), ListenerId("boss")


@pytest.fixture
def libraries():
    return MemoryLibraryStore()


def test_admins_see_all_listeners_what_is_shown_to_them_and_guests_what_is_everybodys():
    shown_to = ("anna", "guest")
    seen = visibility(library("a", *shown_to), library("b"), library("c", is_everybodys=True),
                      boss="admin", anna="listener", guest="guest")  # fmt: skip
    assert seen.hidden_from(BOSS) == NOTHING
    assert seen.hidden_from(ANNA) == {"b"}
    assert seen.hidden_from(ListenerId("guest")) == {"a", "b"}
    assert seen.hidden_from(ListenerId("stranger")) == {"a", "b"}
    assert seen.hidden_from(None) == {"a", "b"}


def test_a_role_that_is_known_better_counts():
    seen = visibility(library("a"), boss="admin")
    assert seen.hidden_from(BOSS, "listener") == {"a"}
    assert seen.hidden_from(ANNA, "admin") == NOTHING


def test_nothing_is_told_before_the_first_look(libraries):
    live = LiveVisibility(libraries, dict)
    with pytest.raises(ServerUnavailable, match="has not been read yet"):
        live.current()


def test_what_is_everybodys_is_hidden_from_nobody_and_no_account_is_asked_for(libraries):
    def refuse():
        raise AssertionError("asked")

    libraries.put(library("open", is_everybodys=True))
    live = LiveVisibility(libraries, refuse)
    live.refresh()
    assert live.current().hidden_from(None) is NOTHING


def test_a_change_is_seen_at_the_next_look(libraries):
    libraries.put(library("closed"))
    live = LiveVisibility(libraries, lambda: {BOSS: "admin"})
    assert live.refresh()
    assert live.current().hidden_from(ANNA) == {"closed"}
    libraries.show_to("closed", [ANNA])
    assert live.refresh()
    assert live.current().hidden_from(ANNA) == NOTHING
    assert not live.refresh()


def test_who_is_no_admin_any_more_sees_less(libraries):
    libraries.put(library("closed"))
    roles = {BOSS: "admin"}
    live = LiveVisibility(libraries, lambda: roles)
    live.refresh()
    assert live.current().hidden_from(BOSS) == NOTHING
    roles[BOSS] = "listener"
    live.refresh()
    assert live.current().hidden_from(BOSS) == {"closed"}


def test_when_the_database_does_not_answer_everything_stays_hidden_as_it_was(libraries):
    libraries.put(library("closed"))
    live = LiveVisibility(libraries, dict)
    live.refresh()

    def fail():
        raise ServerUnavailable("MongoDB does not answer")

    libraries.all = fail
    assert not live.refresh()
    assert live.current().hidden_from(ANNA) == {"closed"}


def test_a_library_that_is_removed_hides_its_tracks_until_they_are_read_as_missing(libraries):
    libraries.put(library("closed"))
    live = LiveVisibility(libraries, dict, keeps_vanished=True)
    live.refresh()
    libraries.delete("closed")
    live.refresh()
    assert live.vanished() == live.current().hidden_from(ANNA) == {"closed"}
    live.release(live.vanished())
    live.refresh()
    assert live.current().hidden_from(ANNA) == NOTHING


def test_a_library_that_comes_back_is_seen_by_those_whom_it_is_shown_to(libraries):
    libraries.put(library("closed"))
    live = LiveVisibility(libraries, dict, keeps_vanished=True)
    live.refresh()
    libraries.delete("closed")
    live.refresh()
    libraries.put(library("closed", ANNA))
    live.refresh()
    assert live.current().hidden_from(ANNA) == NOTHING

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.errors import BadInput
from recommender.playlists import operations
from recommender.playlists.access import NotYours, may_edit, may_read, readers_of
from recommender.playlists.editing import duplicates
from recommender.playlists.operations import (
    START,
    Describe,
    Dismiss,
    FileIn,
    Insert,
    Invite,
    Match,
    Move,
    PutBack,
    Remove,
    Rename,
    Show,
    apply,
)
from recommender.playlists.records import PlaylistChange, PlaylistId
from recommender.playlists.summary import summarise
from recommender.records import TrackId
from tests.builders.playlists import ANNA, BERT, CARL, NOW, entry, entry_id, playlist, shown

LATER = NOW + timedelta(minutes=1)


def insert(letters: str, after: str | None = None) -> Insert:
    return Insert(entries=tuple(entry(letter) for letter in letters), after=place(after))


def move(letters: str, after: str | None = None) -> Move:
    return Move(entry_ids=tuple(map(entry_id, letters)), after=place(after))


def remove(letters: str) -> Remove:
    return Remove(entry_ids=tuple(map(entry_id, letters)))


def put_back(letters: str) -> PutBack:
    return PutBack(entry_ids=tuple(map(entry_id, letters)))


def place(after: str | None) -> str | None:
    return entry_id(after) if after and len(after) == 1 else after


def edited(letters: str, *asked, editor=ANNA, **fields):
    return apply(playlist(letters, **fields), asked, editor=editor, now=LATER)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (insert("xy"), "abcxy"),
        (insert("xy", START), "xyabc"),
        (insert("xy", "a"), "axybc"),
        (insert("x", "z"), "abcx"),
        (insert("b"), "abc"),
        (move("c", START), "cab"),
        (move("a", "b"), "bac"),
        (move("a"), "bca"),
        (move("ca", "b"), "bca"),
        (move("b", "b"), "abc"),
        (move("bc", "c"), "abc"),
        (move("z", "a"), "abc"),
        (remove("b"), "ac"),
        (remove("zb"), "ac"),
    ],
)
def test_each_operation_names_entries(asked, expected):
    assert shown(edited("abc", asked)) == expected


def test_what_is_added_after_a_removed_entry_stands_where_that_one_stood():
    assert shown(edited("abc", remove("b"), insert("x", "b"))) == "axc"


def test_a_removed_entry_comes_back_to_its_place_also_when_it_was_moved_meanwhile():
    assert shown(edited("abc", remove("b"), insert("x", "a"), put_back("b"))) == "axbc"
    assert shown(edited("abc", remove("b"), move("b", "c"), put_back("b"))) == "acb"


def test_edits_of_two_people_both_survive_in_any_order():
    mine, theirs, third = insert("x", "a"), move("c", START), remove("b")
    for order in permutations((mine, theirs, third)):
        assert sorted(shown(edited("abc", *order))) == ["a", "c", "x"]


LETTERS = st.sampled_from("abcdex")
OPERATIONS = st.one_of(
    st.builds(insert, st.sampled_from(["x", "xy", "d"]), LETTERS),
    st.builds(move, LETTERS, st.one_of(st.none(), LETTERS, st.just(START))),
    st.builds(remove, LETTERS),
    st.builds(put_back, LETTERS),
)


@given(st.lists(OPERATIONS, max_size=8))
def test_no_entry_is_lost_or_doubled_and_the_same_operations_again_remove_nothing_more(asked):
    once = apply(playlist("abc"), asked, editor=ANNA, now=LATER)
    ids = [each.entry_id for each in once.entries]
    assert len(ids) == len(set(ids))
    assert {entry_id(letter) for letter in "abc"} <= set(ids)
    twice = apply(once, [insert("x"), insert("abc")], editor=ANNA, now=LATER)
    assert set(shown(once)) <= set(shown(twice))


def test_a_change_makes_a_revision_and_none_makes_none():
    before = playlist("ab")
    after = apply(before, [move("a"), remove("b")], editor=ANNA, now=LATER)
    assert (after.revision, after.changed_at) == (2, LATER)
    assert apply(before, [remove("z"), insert("a")], editor=ANNA, now=LATER) is before


def test_a_match_is_kept_and_the_list_does_not_count_as_changed():
    after = edited("ab", Match(tracks={entry_id("b"): TrackId("new")}))
    assert [each.track_id for each in after.entries] == ["a", "new"]
    assert (after.revision, after.changed_at) == (2, NOW)


def test_a_removed_entry_is_forgotten_after_a_day():
    removed = edited("abc", remove("b"))
    much_later = apply(removed, [Rename(name="x")], editor=ANNA, now=LATER + timedelta(days=2))
    assert [each.entry_id[0] for each in much_later.entries] == ["a", "c"]


def test_texts_are_tidied():
    after = edited("", Rename(name="  A  \0 b "), Describe(description=" x\ny\x07 "), FileIn(folder=" In  here "))
    assert (after.name, after.description, after.folder) == ("A b", "x\ny", "In here")
    with pytest.raises(BadInput, match="a name that can be read"):
        edited("", Rename(name="\0\x07"))


def test_more_entries_than_allowed_are_refused(monkeypatch):
    monkeypatch.setattr(operations, "MAX_ENTRIES", 3)
    with pytest.raises(BadInput, match="at most 3 entries"):
        edited("abc", insert("x"))


SHARED = {"visibility": "shared", "collaborators": (BERT,)}


@pytest.mark.parametrize("asked", [insert("x"), remove("a"), move("b", START), Rename(name="New")])
def test_collaborators_edit_and_others_do_not(asked):
    assert edited("ab", asked, editor=BERT, **SHARED).revision == 2
    with pytest.raises(NotYours):
        edited("ab", asked, editor=CARL, **SHARED)
    with pytest.raises(NotYours):
        edited("ab", asked, editor=BERT, collaborators=(BERT,))


@pytest.mark.parametrize("asked", [Show(visibility="public"), Invite(invitation="0" * 32), FileIn(folder="x")])
def test_who_sees_it_is_the_owners_choice(asked):
    assert edited("ab", asked, **SHARED).revision == 2
    with pytest.raises(NotYours, match="only the owner"):
        edited("ab", asked, editor=BERT, **SHARED)


def test_the_owner_takes_out_anybody_and_a_collaborator_themselves():
    both = {"visibility": "shared", "collaborators": (BERT, CARL), "invitation": "0" * 32}
    assert edited("", Dismiss(listener_id=BERT), **both).collaborators == (CARL,)
    assert edited("", Dismiss(listener_id=BERT), **both).invitation == ""
    assert edited("", Dismiss(listener_id=BERT), editor=BERT, **both).invitation == "0" * 32
    with pytest.raises(NotYours):
        edited("", Dismiss(listener_id=CARL), editor=BERT, **both)


def test_nobody_is_invited_to_a_private_playlist():
    with pytest.raises(BadInput, match="share it first"):
        edited("", Invite(invitation="0" * 32))


@pytest.mark.parametrize(
    ("visibility", "readers", "editors"),
    [("private", "a", "a"), ("shared", "ab", "ab"), ("public", "abc", "ab")],
)
def test_who_may_read_and_edit(visibility, readers, editors):
    of = playlist(visibility=visibility, collaborators=(BERT,))
    people = {"a": ANNA, "b": BERT, "c": CARL}
    assert "".join(name for name, who in people.items() if may_read(of, who)) == readers
    assert "".join(name for name, who in people.items() if may_edit(of, who)) == editors
    change = PlaylistChange(
        playlist_id=PlaylistId("p1"), revision=1, owner=ANNA, visibility=visibility, collaborators=(BERT,),
        is_deleted=False,
    )  # fmt: skip
    told = readers_of(change)
    assert (set(people.values()) if told is None else told) == {people[name] for name in readers}


def test_duplicates_are_those_on_show_and_those_within_what_is_added():
    of = edited("abc", remove("b"))
    assert duplicates(of, [TrackId(letter) for letter in "abxxa"]) == ("a", "x")


def test_a_summary_counts_what_is_shown_and_takes_covers_of_different_albums():
    same = {"named": entry("a").named}
    of = playlist(entries=(entry("a"), entry("b", **same), entry("c", track_id=None), *map(entry, "defg")))
    summary = summarise(apply(of, [remove("e")], editor=ANNA, now=LATER))
    assert (summary.n_entries, summary.duration_s) == (6, 360.0)
    assert summary.cover_track_ids == ("a", "d", "f", "g")


def test_adding_and_removing_without_end_keeps_the_playlist_of_bounded_size(monkeypatch):
    monkeypatch.setattr(operations, "MAX_REMOVED", 2)
    one = edited("abc", remove("a"))
    two = apply(one, [insert("xyz"), remove("xyz")], editor=ANNA, now=LATER + timedelta(minutes=1))
    assert shown(two) == "bc"
    assert len(two.entries) == 4
    again = apply(two, [put_back("axyz")], editor=ANNA, now=LATER + timedelta(minutes=2))
    assert shown(again) == "bcyz"

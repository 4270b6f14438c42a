"""Who made a track: one tag holds several names, and one rule parts them."""

import pytest

from recommender.catalogue.clean_texts import MAX_TEXT_LENGTH
from recommender.catalogue.contributors import contributor_key, contributors, join_names, split_names
from recommender.records import Track, TrackId


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        ("  ;  ", ()),
        ("Clara Schumann", ("Clara Schumann",)),
        ("Ann; Bob;Cid ;Ann", ("Ann", "Bob", "Cid")),
        ("Ann\0Bob", ("Ann", "Bob")),
        ("Ann / Bob", ("Ann", "Bob")),
        ("Ann Lee/Bob Ray", ("Ann Lee", "Bob Ray")),
        ("AC/DC", ("AC/DC",)),
        ("Universal Music/Island", ("Universal Music/Island",)),
        ("Lee, Ann & Bob", ("Lee, Ann & Bob",)),
        ("Björk; BJORK", ("Björk",)),
    ],
)
def test_names_are_parted_where_taggers_part_them(text, names):
    assert split_names(text) == names


def test_what_is_joined_is_parted_the_same():
    names = ("Ann Lee", "Bob", "AC/DC", "Çid")
    assert split_names(join_names(names)) == names
    assert join_names(["Ann;Bob", "ann", "Cid\0Dan"]) == "Ann; Bob; Cid; Dan"


def test_names_are_cleaned_and_none_is_cut_off():
    assert join_names(["A\nb\x1b", "\0 "]) == "A b"
    names = [f"Name number {number:03}" for number in range(99)]
    joined = join_names(names)
    assert len(joined) <= MAX_TEXT_LENGTH
    assert split_names(joined) == tuple(names[: len(split_names(joined))])


def test_a_track_names_each_of_its_contributors():
    track = Track(track_id=TrackId("a"), title="A", tags={"producer": "Pia; Quin", "label": "ECM"})
    assert contributors(track, "producer") == ("Pia", "Quin")
    assert contributors(track, "label") == ("ECM",)
    assert contributors(track, "writer") == ()


def test_spellings_share_a_key():
    assert contributor_key("Clara  SCHUMANN") == contributor_key("clara schumann") != contributor_key("Clara")

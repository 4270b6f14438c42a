from datetime import date

import pytest

from recommender.catalogue.corrections import (
    TOUCHED,
    Changes,
    CorrectedFields,
    FileValues,
    as_file_says,
    clean_changes,
    correct,
    file_values,
    merge,
    picture_id,
    undoing,
)
from recommender.errors import OutOfRange
from recommender.records import Track, TrackId

FILE = Track(
    track_id=TrackId("1"),
    title="Fod",
    artist="Ann, Bob",
    artists=("Ann", "Bob"),
    album="Life",
    album_artist="Various",
    is_compilation=True,
    musicbrainz_album_id="a-release",
    genres=("Rap",),
    track_number=3,
    disc_number=1,
    released_on=date(2009, 5, 6),
    cover="embedded",
    tags={"composer": "Clara", "label": "Own"},
)


def test_nothing_corrected_is_the_track_of_the_file():
    assert correct(FILE, CorrectedFields()) == FILE
    assert not CorrectedFields()


def test_another_artist_is_not_the_list_of_the_wrong_ones():
    corrected = correct(FILE, CorrectedFields(artist="Ann"))
    assert (corrected.artist, corrected.artists) == ("Ann", ())


def test_another_artist_leaves_composer_label_and_compilation_as_the_file_says():
    corrected = correct(FILE, CorrectedFields(artist="Ann"))
    assert (corrected.tags, corrected.is_compilation, corrected.album_artist) == (FILE.tags, True, "Various")


def test_another_album_is_no_longer_the_release_of_the_wrong_one():
    assert correct(FILE, CorrectedFields(album="Live")).musicbrainz_album_id == ""


def test_a_corrected_year_is_its_first_day_and_a_right_one_keeps_the_day():
    assert correct(FILE, CorrectedFields(year=2010)).released_on == date(2010, 1, 1)
    assert correct(FILE, CorrectedFields(year=2009)).released_on == date(2009, 5, 6)


def test_nothing_can_be_what_is_right():
    fields = CorrectedFields(artist="", album="", genres=(), track_number=0, disc_number=0, year=0, cover="")
    corrected = correct(FILE, fields)
    assert (corrected.artist, corrected.album, corrected.genres, corrected.cover) == ("", "", (), "")
    assert (corrected.track_number, corrected.disc_number, corrected.released_on) == (None, None, None)


def test_a_given_picture_is_told_from_one_of_the_file():
    assert picture_id(correct(FILE, CorrectedFields(cover="abc")).cover) == "abc"
    assert picture_id("embedded") == picture_id("file:///cover.jpg") == picture_id("") == ""


@pytest.mark.parametrize("name", TOUCHED)
def test_what_is_corrected_is_taken_back_to_what_the_file_says(name):
    value = {"genres": ("Jazz",), "year": 1999, "track_number": 9, "disc_number": 9}.get(name, "other")
    fields = CorrectedFields(**{name: value})
    corrected = correct(FILE, fields)
    assert corrected != FILE
    assert as_file_says(corrected, file_values(FILE, fields)) == FILE


def test_of_the_file_only_what_lies_beneath_is_kept():
    assert file_values(FILE, CorrectedFields(artist="Ann")) == FileValues(artist="Ann, Bob", artists=("Ann", "Bob"))


def test_changes_leave_alone_what_they_do_not_name_and_null_takes_back():
    fields = CorrectedFields(title="Food", album="Live")
    merged = merge(fields, Changes(title=None, genres=("Jazz",)))
    assert merged == CorrectedFields(album="Live", genres=("Jazz",))


def test_undoing_changes_gives_what_was_corrected_before():
    before = CorrectedFields(title="Food", album="Live")
    changes = Changes(title="Feed", genres=("Jazz",), album=None)
    assert merge(merge(before, changes), undoing(before, changes)) == before


def test_texts_are_kept_as_tags_are():
    changes = clean_changes(Changes(title=" Sigur\n Ro\u0301s ", genres=("Jazz; Blues", "Jazz"), album=None))
    assert changes == Changes(title="Sigur R\u00f3s", genres=("Jazz", "Blues"), album=None)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (Changes(title=" \n"), "title: a track needs one"),
        (Changes(album="x" * 501), "album: 501 characters"),
        (Changes(genres=("x" * 501,)), "genres: 501 characters"),
        (Changes(genres=tuple(map(str, range(21)))), "genres: 21 are too many"),
        (Changes(year=20009), "year: 20009"),
        (Changes(year=-1), "year: -1"),
        (Changes(track_number=-1), "track_number: -1"),
        (Changes(disc_number=1_000_000), "disc_number: 1000000"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_no_track_can_have_is_refused_in_words(changes, words):
    with pytest.raises(OutOfRange, match=words):
        clean_changes(changes)


def test_every_correctable_field_has_its_place_in_the_records():
    names = set(TOUCHED)
    assert names == set(Changes.__struct_fields__) == set(CorrectedFields.__struct_fields__)
    touched = {field for fields in TOUCHED.values() for field in fields}
    assert touched == set(FileValues.__struct_fields__) <= set(Track.__struct_fields__)

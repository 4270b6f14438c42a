import pytest

from recommender.catalogue.search import SearchIndex

ROWS = [
    ("Bohemian Rhapsody", "Queen", "A Night at the Opera"),
    ("Killer Queen", "Queen", "Sheer Heart Attack"),
    ("Hoppípolla", "Sigur Rós", "Takk..."),
    ("Don't Stop Me Now", "Queen", "Jazz"),
    ("Que Sera", "Doris Day", "Hits"),
    ("時代", "中島みゆき", "私の声が聞こえますか"),
    ("أنت عمري", "أم كلثوم", ""),
    ("99 Luftballons", "Nena", "Nena"),
]


@pytest.fixture(scope="module")
def search() -> SearchIndex:
    return SearchIndex((("title", 1.0), ("artist", 0.8), ("album", 0.6)), ROWS)


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("bohemian", 0),
        ("bohemain rapsody", 0),
        ("boh", 0),
        ("b", 0),
        ("queen killer", 1),
        ("sigur ros", 2),
        ("hoppipola", 2),
        ("dont stop", 3),
        ("don't stop", 3),
        ("DON\u2019T", 3),
        ("opera", 0),
        ("doris dya", 4),
        ("時代", 5),
        ("中島", 5),
        ("أنت", 6),
        ("99 luft", 7),
    ],
)
def test_the_track_meant_comes_first(search, query, best):
    assert search.find(query, 5)[0] == best


def test_every_word_must_match_where_some_row_has_them_all(search):
    assert search.find("queen jazz", 5) == [3]


def test_rows_with_some_of_the_words_are_better_than_none(search):
    assert search.find("queen zzzzzzzz", 5) != []


def test_a_name_that_begins_with_what_was_typed_beats_one_that_contains_it(search):
    assert search.find("que", 5)[0] == 4


@pytest.mark.parametrize("query", ["", "   ", "...", '"', "a:b AND (", "*", "\x00", "\U0001d518" * 50, "' OR 1=1 --"])
def test_anything_may_be_typed(search, query):
    assert isinstance(search.find(query, 5), list)


def test_no_more_than_asked_for(search):
    assert len(search.find("queen", 2)) == 2
    assert search.find("queen", 0) == []

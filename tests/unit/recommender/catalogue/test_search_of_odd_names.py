# ruff: noqa: RUF001 - letters that look alike are what is tested
import pytest

from recommender.catalogue.building import build_catalogue
from recommender.catalogue.names import fold, words
from recommender.catalogue.search import SearchIndex
from tests.unit.recommender.catalogue.test_album_identity import weaver

NAMES = (
    *("!!!", "÷", "+/-", "★", "( )", "††† (Crosses)", "Ed Sheeran", "Ed Sheeran ÷ Deluxe"),
    *("R.E.M.", "AC/DC", "M.I.A.", "N.W.A", "Run-D.M.C.", "blink-182", "a-ha", "will.i.am", "Jay Z", "The B-52's"),
    *("소녀시대", "ババ", "パパ", "किताब", "कताब", "বাংলা", "বাংল", "Мой", "Мои", "Ёлка", "ไก่", "தமிழ்"),
    *("מַיִם", "مُحَمَّد", "أم كلثوم", "Trịnh Công Sơn", "İbrahim Tatlıses", "Mötley Crüe", "Smørrebrød Straße"),
    *("Þórr Æsir", "ＡＢＢＡ", "ﬁnal ﬂight", "Neon Corridor", "Remember"),
)


@pytest.fixture(scope="module")
def search() -> SearchIndex:
    return SearchIndex((("name", 1.0),), [(name,) for name in NAMES])


@pytest.mark.parametrize(
    ("query", "best"),
    [
        *((name, name) for name in NAMES),
        *(
            ("!", "!!!"),
            ("††", "††† (Crosses)"),
            ("ed sheeran ÷", "Ed Sheeran ÷ Deluxe"),
            ("sheeran - ed", "Ed Sheeran"),
        ),
        *(("rem", "R.E.M."), ("r.e.m", "R.E.M."), ("acdc", "AC/DC"), ("ac dc", "AC/DC"), ("mia", "M.I.A.")),
        *(("nwa", "N.W.A"), ("n.w.a.", "N.W.A"), ("rundmc", "Run-D.M.C."), ("run dmc", "Run-D.M.C.")),
        *(("blink182", "blink-182"), ("blink 182", "blink-182"), ("aha", "a-ha"), ("william", "will.i.am")),
        *(("jayz", "Jay Z"), ("jay-z", "Jay Z"), ("b52s", "The B-52's"), ("b-52s", "The B-52's")),
        *(("시대", "소녀시대"), ("елка", "Ёлка"), ("מים", "מַיִם"), ("محمد", "مُحَمَّد"), ("ام كلثوم", "أم كلثوم")),
        *(
            ("trinh cong son", "Trịnh Công Sơn"),
            ("ibrahim tatlises", "İbrahim Tatlıses"),
            ("IBRAHIM", "İbrahim Tatlıses"),
        ),
        *(("motley crue", "Mötley Crüe"), ("smorrebrod strasse", "Smørrebrød Straße"), ("thorr aesir", "Þórr Æsir")),
        *(("abba", "ＡＢＢＡ"), ("final flight", "ﬁnal ﬂight"), ("neon coridor", "Neon Corridor")),
        *(("moy", "Мой"), ("elka", "Ёлка"), ("kitab", "किताब"), ("sonyeosidae", "소녀시대"), ("muhamad", "مُحَمَّد")),
        *(("neon coridr", "Neon Corridor"), ("neno corridor", "Neon Corridor")),
    ],
)
def test_the_name_meant_comes_first(search, query, best):
    assert NAMES[search.find(query, 5)[0]] == best


@pytest.mark.parametrize(
    ("query", "stranger"), [("किताब", "कताब"), ("বাংলা", "বাংল"), ("ババ", "パパ"), ("ไก่", "ไก"), ("rem", "AC/DC")]
)
def test_a_name_of_other_letters_is_not_found(search, query, stranger):
    assert stranger not in [NAMES[i] for i in search.find(query, 5)]


def test_marks_are_dropped_only_where_they_are_accents():
    assert fold("Sigur Rós, Đà Nẵng, Ёлка") == "sigur ros, da nang, елка"
    for letters in ("йогурт", "バパ", "किताब", "বাংলা", "தமிழ்", "ไก่", "소녀시대"):
        assert fold(letters) == letters


def test_a_name_of_signs_is_its_own_word_and_signs_among_words_are_none():
    assert words("!!!") == ["!!!"]
    assert words("+/- live") == ["live"]
    assert words("") == words("  ") == []


def test_tracks_and_albums_are_found_by_their_year():
    catalogue = build_catalogue([weaver("b", 2001, 1), weaver("a", 1994, 1)])
    assert catalogue.albums[catalogue.album_search.find("weaver 2001", 5)[0]].year == 2001
    assert catalogue.tracks[catalogue.track_search.find("1994", 5)[0]].track_id == "a"

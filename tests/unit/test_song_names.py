import pytest

from recommender.prediction.song_names import first_artist, song_key, song_title


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rockabye (feat. Sean Paul & Anne-Marie)", "Rockabye"),
        ("Stay - Remastered 2011", "STAY"),
        ("Déjà Vu (Live at Wembley)", "Deja Vu"),
        ("Señorita", "senorita"),
        ("Don't Stop", "Dont Stop"),
    ],
)
def test_one_song_under_two_titles(one, other):
    assert song_title(one) == song_title(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Closer", "Closer Still"),
        ("Part 1", "Part 2"),
        ("1999", "1989"),
        ("사랑", "이별"),
        ("???", "!!!"),
        ("Live", "Mix"),
    ],
)
def test_two_songs_stay_two(one, other):
    assert song_title(one) != song_title(other)


@pytest.mark.parametrize(
    ("credit", "first"),
    [
        ("The Weeknd, Daft Punk", "the weeknd"),
        ("Drake feat. Future", "drake"),
        ("Drake Featuring Future", "drake"),
        ("Gen Hoshino;Someone", "gen hoshino"),
        ("Simon & Garfunkel", "simon"),
        ("Malcolm X", "malcolm x"),
        ("Sigur Rós", "sigur ros"),
        ("???", "???"),
    ],
)
def test_the_first_name_of_a_credit(credit, first):
    assert first_artist(credit) == first


def test_a_key_tells_songs_of_the_same_title_apart():
    assert song_key("Stay", "Rihanna") != song_key("Stay", "The Kid LAROI")
    assert song_key("Stay (with Justin Bieber)", "The Kid LAROI, Justin Bieber") == song_key("STAY", "The Kid Laroi")

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
        ("Old Town Road feat. Billy Ray Cyrus", "Old Town Road"),
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
        ("Feat. Nobody", "Feat. Somebody"),
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
        *[
            (f"Lil Nas X{company}", "lil nas x")
            for company in (
                "",
                " feat. Cardi B",
                " Featuring Cardi B",
                " (feat. Cardi B)",
                " & Cardi B",
                " with Cardi B",
            )
        ],
        *[
            (f"Lil Nas X{company}", "lil nas x")
            for company in (
                ", Cardi B",
                "; Cardi B",
                " x Cardi B",
                " X Cardi B",
                " and Cardi B",
                " + Cardi B",
                " vs. B",
            )
        ],
        ("Machine Gun Kelly, X Ambassadors", "machine gun kelly"),
        ("Eminem x X Ambassadors", "eminem"),
        ("X Ambassadors", "x ambassadors"),
        ("X & Y", "x"),
        ("Ozuna x Daddy Yankee x J Balvin", "ozuna"),
        ("R. Kelly Duet With Usher", "r kelly"),
        ("Paula Abdul (Duet With The Wild Pair)", "paula abdul"),
        ("Tom Petty and the Heartbreakers", "tom petty"),
        ("Tom Petty & The Heartbreakers", "tom petty"),
        ("Within Temptation", "within temptation"),
        ("With Confidence", "with confidence"),
        ("Anderson .Paak", "anderson paak"),
        ("Sigur Rós", "sigur ros"),
        ("???", "???"),
    ],
)
def test_the_first_name_of_a_credit(credit, first):
    assert first_artist(credit) == first


def test_a_key_tells_songs_of_the_same_title_apart():
    assert song_key("Stay", "Rihanna") != song_key("Stay", "The Kid LAROI")
    assert song_key("Stay (with Justin Bieber)", "The Kid LAROI, Justin Bieber") == song_key("STAY", "The Kid Laroi")

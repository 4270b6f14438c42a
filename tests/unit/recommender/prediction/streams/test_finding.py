import pytest

from recommender.errors import NotFound
from recommender.prediction.streams.asking import in_words
from recommender.prediction.streams.finding import SongFinder, songs_of
from recommender.records import Track, TrackId

HEARD = [("Stay (feat. Nobody)", "Ann"), ("Señorita", "Bo"), ("Go", "Ann"), ("Go", "Carl")]
TRACKS = [
    Track(track_id=TrackId("1"), title="Stay", artist="Ann"),
    Track(track_id=TrackId("2"), title="Never Heard", artist="Dora & Ann"),
]


@pytest.fixture
def finder():
    return SongFinder(songs_of(TRACKS, HEARD, [("Only in a Table", "Eve"), ("Go", "Ann")]))


def test_a_heard_song_of_the_library_is_both(finder):
    song = finder.find("Stay (feat. Nobody)", "Ann").match.song
    assert (song.where, song.track_id, song.heard) == ("catalogue", "1", 0)


@pytest.mark.parametrize(
    ("title", "artist", "how", "expected"),
    [
        ("Señorita", "Bo", "exact", "Señorita"),
        ("senorita", "BO", "normalised", "Señorita"),
        ("Stay - Remastered 2011", "Ann", "normalised", "Stay (feat. Nobody)"),
        ("Senorta", "Bo", "fuzzy", "Señorita"),
        ("Never Herd", "", "fuzzy", "Never Heard"),
        ("only in a table", "", "normalised", "Only in a Table"),
    ],
)
def test_how_a_song_was_found_is_told(finder, title, artist, how, expected):
    match = finder.find(title, artist).match
    assert (match.song.title, match.how) == (expected, how)
    assert (match.closeness == 1) == (how != "fuzzy")


def test_several_songs_of_that_name_are_choices(finder):
    found = finder.find("Go")
    assert {found.match.song.artist, *(choice.song.artist for choice in found.choices)} == {"Ann", "Carl"}
    assert not finder.find("Go", "Carl").choices


def test_a_song_that_is_not_there_names_the_nearest(finder):
    with pytest.raises(NotFound, match=r"the nearest: .*Never Heard by Dora"):
        finder.find("Never Again Always", "Dora")


def test_another_song_of_the_artist_is_not_taken_for_it(finder):
    with pytest.raises(NotFound):
        finder.find("Nothing alike", "Ann")


def test_no_names_at_all():
    with pytest.raises(NotFound, match="neither in the library"):
        SongFinder([]).find("Anything")


def test_the_answer_in_words():
    said = in_words(heard=True, low=0, high=3, typical=1, expected=1.24, chance=0.6)
    assert said.startswith("You will probably play it at most 3 times in the next 30 days; 1.2 times on average")
    assert "not play it in the next 30 days" in in_words(
        heard=True, low=0, high=1, typical=0, expected=0.01, chance=0.02
    )
    unheard = in_words(heard=False, low=0, high=1, typical=0, expected=0.7, chance=0.4)
    assert unheard.startswith("If you hear it for the first time, you will probably play it again at most once")

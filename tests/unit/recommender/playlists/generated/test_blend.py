import numpy as np
import pytest
from msgspec.structs import replace

from recommender.catalogue.building import build_catalogue
from recommender.errors import BadInput, NotFound, OutOfRange
from recommender.playlists.generated.anchors import Anchor, parse_anchors
from recommender.playlists.generated.blend import make_blend
from recommender.playlists.generated.library import Library
from recommender.playlists.generated.records import GeneratedList
from tests.builders.generated import made_library
from tests.builders.index import all_vectors, index_of, kind_of, made_tracks, made_vectors


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Library:
    return made_library(tmp_path_factory.mktemp("library"))


def blend(
    library: Library, like: str, unlike: str = "", *, n: int = 10, refused: tuple[str, ...] = ()
) -> GeneratedList:
    mask = np.zeros(len(library.index), dtype=bool)
    mask[library.rows(refused)] = True
    return make_blend(library, parse_anchors(like), parse_anchors(unlike), n=n, artist_cap=2, refused=mask)


def kinds(made: GeneratedList) -> set[str]:
    return {kind_of(track.track_id) for track in made.tracks}


def artist_id(library: Library, name: str) -> str:
    return next(artist.artist_id for artist in library.catalogue.artists if artist.name == name)


def test_what_is_like_a_track_is_of_its_kind_and_the_track_itself_does_not_come(library):
    made = blend(library, "track:k01-t00")
    assert len(made.tracks) == 10
    assert kinds(made) == {"k01"}
    assert "k01-t00" not in {track.track_id for track in made.tracks}
    assert all("like “Title 1.0”" in track.reason for track in made.tracks)


def test_what_is_like_two_things_is_between_them(library):
    index = library.index
    made = blend(library, "track:k01-t00,track:k02-t00", n=6)
    rows = library.rows(track.track_id for track in made.tracks)
    to_both = all_vectors(index) @ index.vectors_of(library.rows(["k01-t00", "k02-t00"])).T
    assert to_both[rows].mean() > 2 * to_both.mean()
    assert kinds(made) == {"k01", "k02"}


def test_a_subtracted_genre_goes_and_what_went_is_told(library):
    made = blend(library, "track:k01-t00,track:k02-t00", "genre:genre%202", n=6)
    assert kinds(made) == {"k01"}
    assert made.left_out
    assert all(kind_of(track.track_id) == "k02" for track in made.left_out)
    assert {track.reason for track in made.left_out} == {"its genre is genre 2"}
    assert made.name == "Like Title 1.0 and Title 2.0, without genre 2"


def test_a_subtracted_track_takes_what_sounds_more_like_it(library):
    made = blend(library, "genre:genre%201", "track:k01-t05", n=8)
    like_it = {track.track_id: track.reason for track in made.left_out}
    assert like_it.get("k01-t05", "“Title 1.5” itself") == "“Title 1.5” itself"
    assert "sounds more like “Title 1.5”" in like_it.values() or len(like_it) == 1
    assert not {track.track_id for track in made.tracks} & set(like_it)


def test_a_subtracted_artist_does_not_come(library):
    artist = artist_id(library, "artist 1.2")
    made = blend(library, "track:k01-t00", f"artist:{artist}", n=12)
    artists = {library.catalogue.track(track.track_id).artist for track in made.tracks}
    assert "artist 1.2" not in artists


def test_moods_are_added_by_their_probability_and_subtracted_as_the_likeliest(library):
    calm = blend(library, "mood:calm", n=12)
    assert kinds(calm) == {"k05"}
    assert {track.reason for track in calm.tracks} == {"calm (80 %)"}
    assert kinds(blend(library, "track:k03-t00,track:k02-t00", "mood:calm", n=12)) == {"k02"}


def test_what_was_turned_away_never_comes(library):
    refused = tuple(f"k01-t{number:02d}" for number in range(1, 15))
    made = blend(library, "track:k01-t00", n=12, refused=refused)
    assert not {track.track_id for track in made.tracks} & set(refused)


def test_a_short_list_says_so(library):
    made = blend(library, "track:k01-t00", ",".join(f"genre:genre%20{kind}" for kind in range(1, 6)), n=30)
    assert kinds(made) == {"k00"}
    assert len(made.tracks) == 20
    assert made.message == "Only 20 of the library are left"


def test_artists_come_more_often_where_there_are_too_few_of_them(tmp_path):
    tracks = [replace(track, artist="the only one") for track in made_tracks(4, 12)]
    library = Library(index_of(tmp_path, tracks, made_vectors(4, 12)), build_catalogue(tracks, revision="1"))
    made = blend(library, "track:k01-t00", n=25)
    assert len(made.tracks) == 25
    assert made.message == "There are few artists, so up to 10 tracks of one come in any ten in a row."


@pytest.mark.parametrize(
    ("like", "unlike", "error", "words"),
    [
        ("", "", BadInput, "1 to 8 things"),
        ("track:k00-t00", "track:k00-t00", OutOfRange, "Title 0.0 is both wanted and left out"),
        ("track:gone", "", NotFound, "gone"),
        ("genre:none", "", NotFound, "no genre none"),
    ],
)
def test_what_is_no_blend_is_refused_in_words(library, like, unlike, error, words):
    with pytest.raises(error, match=words):
        blend(library, like, unlike)


def test_an_anchor_is_read_as_it_is_written():
    anchor = Anchor("genre", "Drum, Bass & Ünïcödé: 100 %")
    assert parse_anchors(str(anchor)) == (anchor,)
    assert "," not in str(anchor)

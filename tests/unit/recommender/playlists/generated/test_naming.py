import pytest

from recommender.catalogue.building import build_catalogue
from recommender.catalogue.snapshot import Catalogue
from recommender.errors import BadInput, NotFound
from recommender.playlists.generated.anchors import Anchor
from recommender.playlists.generated.naming import find_anchor
from tests.builders.index import made_tracks


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return build_catalogue(made_tracks(3, 10), revision="1")


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("k01-t03", Anchor("track", "k01-t03")),
        ("track:k01-t03", Anchor("track", "k01-t03")),
        ("title 2.7", Anchor("track", "k02-t07")),
        ("genre:GENRE 1", Anchor("genre", "genre 1")),
        ("mood:Calm", Anchor("mood", "calm")),
    ],
)
def test_a_name_is_found_as_it_is_typed(catalogue, text, anchor):
    assert find_anchor(catalogue, text) == anchor


def test_artists_and_albums_are_found_by_name(catalogue):
    artist = find_anchor(catalogue, "artist:artist 2.1")
    assert catalogue.artists_by_id[artist.id].name == "artist 2.1"
    album = find_anchor(catalogue, "album:album 2")
    assert catalogue.albums_by_id[album.id].title == "album 2"


@pytest.mark.parametrize("text", ["zzzzzz", "artist:zzzzzz", "album:zzzzzz", "genre:zzzzzz"])
def test_what_is_not_there_is_told_with_its_words(catalogue, text):
    with pytest.raises(NotFound, match="zzzzzz"):
        find_anchor(catalogue, text)


def test_a_mood_that_is_none_is_refused_with_those_there_are(catalogue):
    with pytest.raises(BadInput, match="happy, sad, energetic, calm"):
        find_anchor(catalogue, "mood:angry")

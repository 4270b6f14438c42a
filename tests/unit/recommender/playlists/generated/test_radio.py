from itertools import pairwise

import pytest

from recommender.errors import NotFound
from recommender.listening.engine import Engine, EngineConfig, StaleWish
from recommender.listening.folding import update_taste
from recommender.listening.taste import Taste
from recommender.playlists.generated.anchors import Anchor
from recommender.playlists.generated.library import Library
from recommender.playlists.generated.radio import radio_wish
from recommender.records import ListenerId, Slate
from tests.builders.events import START, event, taste_after
from tests.builders.generated import made_library
from tests.builders.index import kind_of, made_index

ANNA = Taste(listener_id=ListenerId("anna"))


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Library:
    return made_library(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def engine(library) -> Engine:
    return Engine(lambda: library.index, dict, EngineConfig(), lambda: library.moods)


def slate_of(library: Library, engine: Engine, anchor: Anchor, taste: Taste = ANNA) -> Slate:
    return engine.slate(taste, made_at=START, wish=radio_wish(library, [anchor]))


def kinds(slate: Slate) -> list[str]:
    return [kind_of(pick.track_id) for pick in slate.picks]


def test_a_radio_plays_what_sounds_like_its_track(library, engine):
    slate = slate_of(library, engine, Anchor("track", "k02-t03"))
    assert len(slate.picks) == 12
    assert kinds(slate).count("k02") >= 10
    assert all("like “Title 2.3”" in pick.reason for pick in slate.picks)
    assert slate.because == "like “Title 2.3”, as you asked"


@pytest.mark.parametrize(("kind", "find"), [("artist", "artist 3.1"), ("album", "album 3"), ("genre", "genre 3")])
def test_a_radio_may_be_of_an_artist_an_album_or_a_genre(library, engine, kind, find):
    catalogue = library.catalogue
    ids = {
        "artist": next(artist.artist_id for artist in catalogue.artists if artist.name == "artist 3.1"),
        "album": next(album.album_id for album in catalogue.albums if album.title == "album 3"),
        "genre": "genre 3",
    }
    slate = slate_of(library, engine, Anchor(kind, ids[kind]))
    assert kinds(slate).count("k03") >= 10
    assert find in slate.because


def test_a_radio_of_a_mood_is_mood_radio(library, engine):
    slate = slate_of(library, engine, Anchor("mood", "calm"))
    assert [pick.track_id for pick in slate.picks] == [
        pick.track_id for pick in engine.slate(ANNA, made_at=START, mood="Calm").picks
    ]


def test_a_radio_never_ends_and_stays_with_its_sound(library, engine):
    taste, played = ANNA, []
    for number in range(0, 240, 2):
        slate = slate_of(library, engine, Anchor("track", "k01-t00"), taste)
        played.append(slate.picks[0].track_id)
        for turn, kind in enumerate(("started", "finished")):
            done = event(kind, played[-1], number=number + turn, position_s=180.0)
            taste = update_taste(taste, done, half_life_days=14.0)
    assert len(played) == 120
    assert len(set(played[:8])) == 8
    assert all(later != earlier for earlier, later in pairwise(played))
    assert sum(kind_of(track_id) == "k01" for track_id in played) > 80


def test_what_is_turned_away_leaves_the_radio(library, engine):
    taste = taste_after(("disliked", "k02-t03"), ("disliked", "k02-t04"))
    slate = slate_of(library, engine, Anchor("track", "k02-t03"), taste)
    assert not {"k02-t03", "k02-t04"} & {pick.track_id for pick in slate.picks}


def test_a_radio_of_several_tracks_plays_what_sounds_like_all_of_them_together(library, engine):
    seeds = [Anchor("track", f"k0{kind}-t0{number}") for kind in (1, 3) for number in range(3)]
    slate = engine.slate(ANNA, made_at=START, wish=radio_wish(library, seeds))
    assert {"k01", "k03"} <= set(kinds(slate))
    assert kinds(slate).count("k01") + kinds(slate).count("k03") >= 10


def test_slates_of_different_radios_have_different_ids(library, engine):
    ids = {slate_of(library, engine, Anchor("track", f"k0{kind}-t00")).slate_id for kind in range(3)}
    assert len(ids) == 3


def test_a_radio_of_nothing_that_is_here_is_refused(library):
    with pytest.raises(NotFound):
        radio_wish(library, [Anchor("artist", "gone")])


def test_a_wish_of_an_index_that_was_replaced_is_told(library, tmp_path):
    other = made_index(tmp_path, n_kinds=2, per_kind=10)
    engine = Engine(lambda: other, dict, EngineConfig())
    with pytest.raises(StaleWish, match="try again"):
        slate_of(library, engine, Anchor("track", "k01-t00"))

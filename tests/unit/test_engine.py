"""What a listener sees the engine do."""

from collections import Counter
from datetime import timedelta

import numpy as np
import pytest
from msgspec.structs import replace

from recommender.listening.engine import Engine, EngineConfig
from recommender.listening.taste import Taste
from recommender.records import ListenerId, Track, TrackId
from tests.made_events import START, taste_after
from tests.made_index import index_of, kind_of, made_index, made_tracks, made_vectors

ANNA = Taste(listener_id=ListenerId("anna"))


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return made_index(tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="module")
def engine(index):
    return Engine(lambda: index, dict, EngineConfig())


def picked(slate):
    return [each.track_id for each in slate.picks]


def kinds(slate):
    return Counter(kind_of(each) for each in picked(slate))


def test_the_same_inputs_make_the_same_slate(engine):
    taste = taste_after(("started", "k01-t01"), ("finished", "k01-t01"), ("started", "k02-t02"))
    assert engine.slate(taste, made_at=START) == engine.slate(taste, made_at=START)


def test_chance_differs_from_day_to_day(engine):
    taste = taste_after(("finished", "k01-t01"))
    tomorrow = replace(taste, last=replace(taste.last, at=START + timedelta(days=1)))
    assert picked(engine.slate(taste, made_at=START)) != picked(engine.slate(tomorrow, made_at=START))


def test_a_listener_without_history_gets_a_varied_slate(engine):
    slate = engine.slate(ANNA, made_at=START)
    assert len(slate.picks) == 12
    assert len(kinds(slate)) >= 6
    assert slate.caused_by == ""


def test_a_listener_without_history_hears_what_is_popular(index):
    plays = {TrackId(f"k0{i}-t03"): 50.0 - i for i in range(6)}
    slate = Engine(lambda: index, lambda: plays, EngineConfig()).slate(ANNA, made_at=START)
    assert len(set(picked(slate)) & set(plays)) >= 4
    assert slate.picks[0].reason == "played often here lately"


def test_picks_sound_like_what_plays(engine):
    slate = engine.slate(taste_after(("started", "k03-t04")), made_at=START)
    assert kinds(slate)["k03"] >= 5
    assert slate.picks[0].source == "now_playing"
    assert slate.picks[0].reason.startswith("sounds like “Title 3.4”")
    assert slate.because == "because “Title 3.4” is playing"


def test_liking_a_track_raises_its_neighbours(engine):
    before = taste_after(("started", "k03-t04"))
    after = taste_after(("started", "k03-t04"), ("liked", "k07-t01"))
    assert kinds(engine.slate(after, made_at=START))["k07"] > kinds(engine.slate(before, made_at=START))["k07"]
    reasons = [each.reason for each in engine.slate(after, made_at=START).picks]
    assert any(each.startswith("like “Title 7.1”, which you like") for each in reasons)


def test_a_reason_names_what_two_sounds_share_where_it_stands_out(engine):
    taste = taste_after(("started", "k03-t04"), ("liked", "k07-t01"))
    reasons = [each.reason for each in engine.slate(taste, made_at=START).picks]
    assert any(", close in " in each for each in reasons), reasons


def test_two_skips_in_a_row_lower_that_kind_at_once(engine):
    liked = [("finished", "k05-t01"), ("finished", "k08-t02"), ("finished", "k05-t03")]
    before = engine.slate(taste_after(*liked), made_at=START)
    after = engine.slate(taste_after(*liked, ("skipped", "k05-t07"), ("skipped", "k05-t08")), made_at=START)
    assert kinds(before)["k05"] >= 3
    assert kinds(after)["k05"] < kinds(before)["k05"] / 2
    assert any(each.reason.startswith("you skipped two like “Title 5.8”, so more like") for each in after.picks)
    assert after.because == "because you skipped two in a row, “Title 5.8” the last"


def test_disliked_tracks_never_come_back(engine):
    turned_away = [f"k02-t{n:02d}" for n in range(24)]
    taste = taste_after(*[("disliked", each) for each in turned_away], ("finished", "k02-t24"))
    for n in (5, 12, 40):
        assert not set(picked(engine.slate(taste, made_at=START, n=n))) & set(turned_away)


def test_a_disliked_artist_never_comes_back(engine, index):
    taste = replace(taste_after(("started", "k04-t01")), disliked={TrackId("k04-t02"): "artist"})
    artists = [index.table.artists[index.table.row(each)] for each in picked(engine.slate(taste, made_at=START, n=40))]
    assert "artist 4.2" not in artists


def test_at_most_two_of_an_artist_in_any_ten_picks(engine, index):
    slate = engine.slate(taste_after(("started", "k03-t04"), ("liked", "k03-t05")), made_at=START, n=30)
    artists = [index.table.artists[index.table.row(each)] for each in picked(slate)]
    windows = [Counter(artists[i : i + 10]) for i in range(len(artists))]
    assert max(max(each.values()) for each in windows) <= 2


def test_what_was_heard_lately_is_not_picked_again(engine):
    heard = [("started", f"k06-t{n:02d}") for n in range(20)]
    slate = engine.slate(taste_after(*heard), made_at=START, n=30)
    assert not set(picked(slate)) & {each for _, each in heard}


def test_the_parts_of_a_score_add_up(engine):
    taste = taste_after(("started", "k03-t04"), ("liked", "k07-t01"), ("skipped", "k05-t07"))
    for pick in engine.slate(taste, made_at=START).picks:
        assert sum(pick.contributions.values()) == pytest.approx(pick.score, abs=1e-3)


def test_twins_are_picked_once(tmp_path):
    tracks, vectors = made_tracks(3, 30), made_vectors(3, 30)
    same_song = [replace(tracks[0], track_id=TrackId("live"), title="TITLE 0.0 (Remastered 2011)")]
    same_sound = [Track(track_id=TrackId("copy"), title="Something else", artist="somebody else")]
    rng = np.random.default_rng(0)
    vectors = np.concatenate([vectors, vectors[:1] + rng.normal(0, 1, vectors[:1].shape), vectors[1:2]])
    index = index_of(tmp_path, [*tracks, *same_song, *same_sound], vectors.astype(np.float32))
    slate = Engine(lambda: index, dict, EngineConfig(artist_cap=50)).slate(ANNA, made_at=START, n=92)
    ids = set(picked(slate))
    assert not {"k00-t00", "live"} <= ids
    assert not {"k00-t01", "copy"} <= ids
    assert len(ids) == 90


def test_without_an_index_the_slate_is_empty_and_says_what_to_do():
    slate = Engine(lambda: None, dict, EngineConfig()).slate(ANNA, made_at=START)
    assert slate.picks == ()
    assert "segue build index" in slate.message


@pytest.mark.parametrize("n_tracks", [1, 2, 5])
def test_a_tiny_library_works(tmp_path, n_tracks):
    index = index_of(tmp_path, made_tracks(1, n_tracks), made_vectors(1, n_tracks))
    engine = Engine(lambda: index, dict, EngineConfig())
    assert len(engine.slate(ANNA, made_at=START).picks) == n_tracks
    assert len(engine.slate(taste_after(("started", "k00-t00")), made_at=START).picks) == n_tracks - 1


def test_tracks_that_left_the_catalogue_do_no_harm(engine):
    taste = taste_after(("started", "gone"), ("liked", "gone"), ("skipped", "gone too"), ("disliked", "gone three"))
    assert len(engine.slate(taste, made_at=START).picks) == 12

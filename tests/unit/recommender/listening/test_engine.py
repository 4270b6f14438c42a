"""What a listener sees the engine do."""

from collections import Counter
from datetime import timedelta

import numpy as np
import pytest
from msgspec.structs import replace

from recommender.listening.engine import Engine, EngineConfig
from recommender.listening.folding import update_taste
from recommender.listening.taste import Taste
from recommender.records import ListenerId, Track, TrackId
from tests.builders.events import HALF_LIFE_DAYS, START, event, taste_after
from tests.builders.index import index_of, kind_of, made_index, made_tracks, made_vectors

ANNA = Taste(listener_id=ListenerId("anna"))


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return made_index(tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="module")
def engine(index):
    return Engine(lambda: index, dict, EngineConfig())


def folded_event(taste, each):
    return update_taste(taste, each, half_life_days=HALF_LIFE_DAYS)


def picked(slate):
    return [pick.track_id for pick in slate.picks]


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


def test_what_was_played_once_is_not_played_often(index):
    once = {TrackId(f"k0{i}-t03"): 1.0 for i in range(6)}
    slate = Engine(lambda: index, lambda: once, EngineConfig()).slate(ANNA, made_at=START)
    assert (slate.shared, {pick.reason for pick in slate.picks}) == ("All are new to you", {""})


def test_picks_sound_like_what_plays(engine):
    slate = engine.slate(taste_after(("started", "k03-t04")), made_at=START)
    assert kinds(slate)["k03"] >= 5
    assert slate.picks[0].source == "now_playing"
    assert slate.shared in (
        "Most sound like “Title 3.4”, which is playing",
        "All sound like “Title 3.4”, which is playing",
    )
    assert slate.because == "because “Title 3.4” is playing"


def test_liking_a_track_raises_its_neighbours(engine):
    before = taste_after(("started", "k03-t04"))
    after = taste_after(("started", "k03-t04"), ("liked", "k07-t01"))
    assert kinds(engine.slate(after, made_at=START))["k07"] > kinds(engine.slate(before, made_at=START))["k07"]
    reasons = [pick.reason for pick in engine.slate(after, made_at=START).picks]
    assert any(
        "like “Title 7.1”, which you love" in each for each in [*reasons, engine.slate(after, made_at=START).shared]
    )


def test_what_most_picks_have_in_common_is_said_once_and_the_rows_differ(engine):
    slate = engine.slate(taste_after(("started", "k03-t04"), ("finished", "k03-t04")), made_at=START)
    reasons = [pick.reason for pick in slate.picks]
    assert "Title 3.4" in slate.shared
    assert sum("Title 3.4" in reason for reason in reasons) < len(reasons) / 2
    assert all(reasons)
    assert len(set(reasons)) >= 3, reasons


def test_no_song_is_picked_because_of_itself(tmp_path):
    index = index_of(tmp_path, made_tracks(2, 12), made_vectors(2, 12))
    slate = Engine(lambda: index, dict, EngineConfig()).slate(taste_after(("liked", "k01-t01")), made_at=START)
    assert [pick.reason for pick in slate.picks if pick.track_id == "k01-t01"] == ["a song you love"]


def test_plays_heard_elsewhere_are_not_called_finished(engine):
    taste = folded_event(ANNA, event("finished", "k05-t01", source="imported"))
    said = [slate.shared for slate in [engine.slate(taste, made_at=START)]]
    said += [pick.reason for pick in engine.slate(taste, made_at=START).picks]
    assert any("which you played elsewhere" in each for each in said)
    assert not any("you finished" in each for each in said)


def test_nothing_is_said_to_be_new_that_may_have_been_forgotten(engine):
    taste = replace(taste_after(("started", "gone")), heard=tuple(TrackId(f"h{n}") for n in range(100)))
    assert engine.slate(taste, made_at=START).shared == "None was heard here for a while"


def test_tracks_of_a_refused_artist_speak_for_nothing(engine):
    taste = replace(taste_after(("liked", "k04-t02")), disliked={TrackId("k04-t02"): "artist"})
    slate = engine.slate(taste, made_at=START)
    assert not any("Title 4.2" in pick.reason for pick in slate.picks)
    assert slate.shared == "All are new to you"


def test_two_skips_in_a_row_lower_that_kind_at_once(engine):
    liked = [("finished", "k05-t01"), ("finished", "k08-t02"), ("finished", "k05-t03")]
    before = engine.slate(taste_after(*liked), made_at=START)
    after = engine.slate(taste_after(*liked, ("skipped", "k05-t07"), ("skipped", "k05-t08")), made_at=START)
    assert kinds(before)["k05"] >= 3
    assert kinds(after)["k05"] < kinds(before)["k05"] / 2
    assert after.because == "because you skipped two in a row, “Title 5.8” the last"


def test_a_refused_track_lowers_its_kind_on_the_very_next_slate_and_only_while_it_is_refused(engine):
    liked = [("finished", "k05-t01"), ("finished", "k08-t02")]
    before = engine.slate(taste_after(*liked), made_at=START)
    after = engine.slate(taste_after(*liked, ("disliked", "k05-t07")), made_at=START)
    undone = engine.slate(taste_after(*liked, ("disliked", "k05-t07"), ("unliked", "k05-t07")), made_at=START)
    assert kinds(before)["k05"] >= 3
    assert kinds(after)["k05"] < kinds(before)["k05"]
    assert kinds(undone) == kinds(before)
    assert all(pick.contributions["skipped"] < 0 for pick in after.picks if kind_of(pick.track_id) == "k05")


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
    assert max(max(window.values()) for window in windows) <= 2


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


def test_who_skips_everything_all_evening_is_still_proposed_something(tmp_path):
    larger = made_index(tmp_path, n_kinds=20, per_kind=40)
    engine, taste = Engine(lambda: larger, dict, EngineConfig()), ANNA
    for number in range(60):
        pick = engine.slate(taste, made_at=START, n=5).picks[0]
        for kind, part in (("started", 0), ("skipped", 1)):
            done = event(kind, pick.track_id, number=2 * number + part, minutes=number / 10, position_s=3.0)
            taste = folded_event(taste, done)
    assert engine.slate(taste, made_at=START).picks

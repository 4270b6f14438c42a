"""How activity changes a taste."""

from datetime import timedelta

import numpy as np
import pytest

from recommender.listening.folding import KEPT_AFFINITIES, REMEMBERED_EVENTS, heard_share, moment_of, updated_taste
from recommender.listening.placing import with_events
from recommender.listening.simulation import simulated_events
from recommender.listening.taste import Taste, decayed
from recommender.records import ListenerId
from tests.made_events import HALF_LIFE_DAYS, START, event, placed, taste_after
from tests.made_index import made_tracks

ANNA = Taste(listener_id=ListenerId("anna"))


def folded(taste, *events):
    for each in events:
        taste = updated_taste(taste, each, half_life_days=HALF_LIFE_DAYS)
    return taste


def test_a_finished_track_is_liked_and_a_skipped_one_is_not():
    taste = taste_after(("started", "a"), ("finished", "a"), ("started", "b"), ("skipped", "b"))
    assert taste.affinities["a"].weight == pytest.approx(1.0)
    assert taste.affinities["b"].weight == pytest.approx(-1 + 1.5 * 5 / 180)


def test_a_skip_near_the_end_counts_for_the_track_and_not_as_a_skip():
    taste = folded(ANNA, event("skipped", "a", position_s=170.0))
    assert taste.affinities["a"].weight > 0
    assert taste.skips == ()
    assert taste.skip_run == 0


def test_skips_in_a_row_are_counted_until_something_pleases():
    run = taste_after(("skipped", "a"), ("skipped", "b"))
    assert run.skip_run == 2
    assert [each.track_id for each in run.skips] == ["b", "a"]
    assert folded(run, event("finished", "c", number=9)).skip_run == 0


def test_half_of_a_weight_is_lost_every_half_life():
    affinity = taste_after(("finished", "a")).affinities["a"]
    assert decayed(affinity, START + timedelta(days=14), half_life_days=14.0) == pytest.approx(0.5)
    assert decayed(affinity, START - timedelta(days=14), half_life_days=14.0) == 1.0


def test_a_like_counts_once_and_can_be_taken_back():
    liked = taste_after(("liked", "a"), ("liked", "a"))
    assert liked.liked == ("a",)
    assert liked.affinities["a"].weight == pytest.approx(2.0)
    taken_back = folded(liked, event("unliked", "a", number=5))
    assert taken_back.liked == ()
    assert taken_back.affinities["a"].weight == pytest.approx(0.0, abs=1e-3)


def test_a_dislike_outlasts_everything_but_a_like():
    taste = taste_after(("liked", "a"), ("disliked", "a"), ("finished", "a"))
    assert taste.disliked == {"a": "track"}
    assert taste.liked == ()
    assert folded(taste, event("liked", "a", number=9)).disliked == {}


def test_a_dislike_can_be_taken_back():
    turned_away = taste_after(("disliked", "a"))
    assert folded(turned_away, event("unliked", "a", number=9)).disliked == {}


def test_a_dislike_may_mean_the_whole_artist():
    assert folded(ANNA, event("disliked", "a", source="artist")).disliked == {"a": "artist"}


def test_a_retry_counts_once():
    once = folded(ANNA, event("finished", "a", number=3))
    assert folded(once, event("finished", "a", number=3)) is once


def test_a_page_whose_clock_is_ahead_does_not_write_the_future():
    ahead = event("finished", "a", minutes=600)
    recorded = type(ahead)(**{f: getattr(ahead, f) for f in ahead.__struct_fields__} | {"recorded_at": START})
    assert moment_of(recorded) == START
    assert moment_of(ahead) == ahead.occurred_at


def test_heard_share_is_zero_when_unknown_and_at_most_one():
    assert heard_share(event("skipped", "a")) == 0.0
    assert heard_share(event("skipped", "a", position_s=999.0)) == 1.0


def test_a_taste_stays_small_however_much_is_heard():
    events = [event(("finished", "skipped", "shown")[i % 3], f"t{i % 700}", number=i) for i in range(3000)]
    taste = folded(ANNA, *events)
    assert len(taste.affinities) <= KEPT_AFFINITIES + 50
    assert len(taste.seen) == REMEMBERED_EVENTS
    assert len(taste.heard) <= 100
    assert taste.n_events == 3000


def test_redelivery_changes_nothing_and_batches_may_be_cut_anywhere():
    tracks = made_tracks(4, 6)
    rng = np.random.default_rng(3)
    made = simulated_events(tracks, n_listeners=1, hours=96, until=START, rng=rng)
    stream = placed(list(made))
    assert len(stream) > 30
    listener = Taste(listener_id=stream[0].event.listener_id)
    whole = with_events(listener, stream, half_life_days=HALF_LIFE_DAYS)
    redelivered = with_events(listener, stream[:20], half_life_days=HALF_LIFE_DAYS)
    redelivered = with_events(redelivered, stream[5:], half_life_days=HALF_LIFE_DAYS)
    assert redelivered == whole
    assert whole.last_place == (0, len(stream) - 1)

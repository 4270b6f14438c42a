"""How activity changes a taste."""

from datetime import timedelta

import numpy as np
import pytest
from msgspec.structs import replace

from recommender.events import moment_of
from recommender.listening.folding import KEPT_AFFINITIES, REMEMBERED_EVENTS, heard_share, update_taste
from recommender.listening.placing import contains, with_events
from recommender.listening.taste import Taste, decay
from recommender.records import ListenerId, PlacedEvent, ShownPick, Steering, TrackId
from recommender.simulation.activity import simulate_events
from tests.builders.events import HALF_LIFE_DAYS, START, event, placed, taste_after
from tests.builders.index import made_tracks

ANNA = Taste(listener_id=ListenerId("anna"))


def folded(taste, *events):
    for each in events:
        taste = update_taste(taste, each, half_life_days=HALF_LIFE_DAYS)
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
    assert [skip.track_id for skip in run.skips] == ["b", "a"]
    assert folded(run, event("finished", "c", number=9)).skip_run == 0


def test_choosing_something_else_is_no_skip():
    run = taste_after(("skipped", "a"), ("started", "b"), ("left", "b"), ("skipped", "c"))
    assert run.skip_run == 1
    assert [skip.track_id for skip in run.skips] == ["c", "a"]
    assert "b" not in run.affinities
    assert folded(ANNA, event("left", "b", position_s=170.0)).affinities["b"].weight > 0


def test_half_of_a_weight_is_lost_every_half_life():
    affinity = taste_after(("finished", "a")).affinities["a"]
    assert decay(affinity, START + timedelta(days=14), half_life_days=14.0) == pytest.approx(0.5)
    assert decay(affinity, START - timedelta(days=14), half_life_days=14.0) == 1.0


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


def test_a_dislike_can_be_taken_back_with_what_it_says_against_its_kind():
    turned_away = taste_after(("disliked", "a"))
    assert [skip.track_id for skip in turned_away.skips] == ["a"]
    allowed = folded(turned_away, event("unliked", "a", number=9))
    assert (allowed.disliked, allowed.skips, turned_away.skip_run) == ({}, (), 0)


def test_allowing_again_is_told_apart_from_taking_a_like_back():
    allowed = folded(taste_after(("finished", "a"), ("disliked", "a")), event("unliked", "a", number=9))
    assert allowed.last.kind == "allowed"
    assert allowed.affinities["a"].weight == pytest.approx(1.0)
    assert folded(taste_after(("liked", "a")), event("unliked", "a", number=9)).last.kind == "unliked"


def test_a_dislike_undone_by_a_like_leaves_the_like_as_it_was():
    liked = taste_after(("liked", "a"))
    undone = folded(liked, event("disliked", "a", number=8), event("liked", "a", number=9))
    assert undone.liked == ("a",)
    assert undone.affinities["a"].weight == pytest.approx(2.0, abs=1e-2)


def test_a_dislike_may_mean_the_whole_artist():
    taste = folded(ANNA, event("disliked", "a", source="artist"))
    assert (taste.disliked, taste.skips) == ({"a": "artist"}, ())


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
    made = simulate_events(tracks, n_listeners=1, hours=96, until=START, rng=rng)
    stream = placed(list(made))
    assert len(stream) > 30
    listener = Taste(listener_id=stream[0].event.listener_id)
    whole = with_events(listener, stream, half_life_days=HALF_LIFE_DAYS)
    redelivered = with_events(listener, stream[:20], half_life_days=HALF_LIFE_DAYS)
    redelivered = with_events(redelivered, stream[5:], half_life_days=HALF_LIFE_DAYS)
    assert redelivered == whole
    assert whole.last_place == (0, len(stream) - 1)


def test_a_place_of_a_log_that_was_lost_hides_no_event_of_the_new_one():
    old = with_events(ANNA, placed([event("started", "a")], first_offset=500), half_life_days=14.0)
    ((begun),) = placed([event("liked", "b", number=1)], first_offset=0)
    assert contains(old, begun)
    assert contains(old, replace(begun, log_end=501)), "the log may have come so far"
    assert not contains(old, replace(begun, log_end=500))
    again = with_events(old, [replace(begun, log_end=1)], half_life_days=14.0)
    assert again.liked == ("b",)
    assert contains(again, replace(begun, log_end=1))


def recorded(kind, track, *, number, seconds, offset):
    """An event that a player took so many seconds after the start, in a log that is longer than any other."""
    one = replace(event(kind, track, number=number), recorded_at=START + timedelta(seconds=seconds))
    return PlacedEvent(one, 0, offset, log_end=10_000)


def test_a_log_that_has_grown_past_the_place_of_a_lost_one_hides_no_event_either():
    old = with_events(ANNA, [recorded("started", "a", number=0, seconds=0, offset=500)], half_life_days=14.0)
    first = recorded("liked", "b", number=1, seconds=60, offset=3)
    same_request = recorded("liked", "c", number=2, seconds=60, offset=4)
    again = with_events(old, [first, same_request], half_life_days=14.0)
    assert set(again.liked) == {"b", "c"}
    assert with_events(again, [first, same_request], half_life_days=14.0) == again


def test_what_comes_again_after_a_crash_is_contained_however_long_ago_it_was_folded():
    stream = [
        recorded("finished", f"t{n % 7}", number=n, seconds=n // 3, offset=n) for n in range(3 * REMEMBERED_EVENTS)
    ]
    retry = replace(stream[5].event, recorded_at=START + timedelta(days=1))
    stream.append(PlacedEvent(retry, 0, len(stream), log_end=10_000))
    whole = with_events(ANNA, stream, half_life_days=14.0)
    assert all(contains(whole, each) for each in stream)
    assert with_events(whole, stream, half_life_days=14.0) == whole


def test_a_taste_of_before_recorded_moments_were_kept_contains_what_lies_below_its_place():
    old = with_events(ANNA, [recorded("started", "a", number=0, seconds=0, offset=5)], half_life_days=14.0)
    assert contains(replace(old, recorded_at=None), recorded("liked", "b", number=1, seconds=60, offset=3))


@pytest.mark.parametrize(("rating", "weight"), [(1, -2.0), (2, -1.0), (3, 0.5), (4, 1.5), (5, 2.5)])
def test_stars_are_kept_and_weigh_for_the_track_or_against_it(rating, weight):
    taste = folded(ANNA, event("rated", "a", rating=rating))
    assert taste.rated["a"].rating == rating
    assert taste.affinities["a"].weight == pytest.approx(weight)
    assert (taste.affinities["a"].why == "rated") == (rating >= 4)


def test_other_stars_replace_the_first_ones_and_what_those_are_still_worth():
    two_weeks = 14 * 24 * 60
    rated = folded(ANNA, event("rated", "a", number=1, minutes=0, rating=5))
    changed = folded(rated, event("rated", "a", number=2, minutes=two_weeks, rating=3))
    assert changed.affinities["a"].weight == pytest.approx(0.5)
    taken_back = folded(rated, event("rated", "a", number=3, minutes=two_weeks, rating=0))
    assert taken_back.rated == {}
    assert taken_back.affinities["a"].weight == pytest.approx(0.0)


def test_the_same_stars_again_change_no_weight():
    twice = folded(ANNA, *[event("rated", "a", number=n, minutes=0, rating=4) for n in (1, 2)])
    assert twice.affinities["a"].weight == pytest.approx(1.5)


def test_stars_and_heart_do_not_know_of_each_other():
    taste = folded(ANNA, event("rated", "a", number=1, rating=4), event("liked", "a", number=2))
    assert folded(taste, event("unliked", "a", number=3)).rated["a"].rating == 4
    assert folded(taste, event("rated", "a", number=3, rating=0)).liked == ("a",)


def test_steering_is_kept_whole_in_place_of_the_one_before_and_asks_for_a_slate():
    first = folded(ANNA, event("steered", None, number=1, steering=Steering(familiarity=0.2, artist_cap=3)))
    assert first.steering == Steering(familiarity=0.2, artist_cap=3)
    assert (first.last.kind, first.last.track_id, first.last_place) == ("steered", None, (-1, -1))
    second = folded(first, event("steered", None, number=2, steering=Steering(energy=1.0)))
    assert second.steering == Steering(energy=1.0)
    assert folded(second, event("liked", "a", number=3)).steering == second.steering
    assert folded(second, event("steered", None, number=4, steering=Steering())).steering == Steering()


def test_a_listeners_own_half_life_is_used_when_likings_are_added_up():
    two_weeks = 14 * 24 * 60
    plays = [event("finished", "a", number=n, minutes=minutes) for n, minutes in ((2, 1), (3, 1 + two_weeks))]
    own = folded(ANNA, event("steered", None, number=1, minutes=0, steering=Steering(half_life_days=7.0)), *plays)
    assert folded(ANNA, *plays).affinities["a"].weight == pytest.approx(1.5)
    assert own.affinities["a"].weight == pytest.approx(1.25)


def test_what_a_page_had_in_view_changes_no_taste():
    picks = (ShownPick(track_id=TrackId("a"), position=0, source="taste"),)
    before = taste_after(("started", "a"), ("liked", "b"))
    after = folded(before, replace(event("shown", None, number=9), slate_id="s1", shown_picks=picks))
    assert replace(after, n_events=before.n_events, seen=before.seen) == before

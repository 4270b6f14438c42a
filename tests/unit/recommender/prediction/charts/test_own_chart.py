from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from recommender.prediction.charts.own_chart import ChartWeights, MadeWeek, pending_weeks, week_rows
from recommender.prediction.charts.weeks import end_of, parse_week
from tests.builders.events import START, event, placed

WEEK = parse_week("2026-W47")
"""START is Saturday noon of it."""
DAY = 24 * 60
WEIGHTS = ChartWeights()


def rows(*events, weights=WEIGHTS):
    return week_rows(placed(list(events)), weights)


def test_plays_likes_and_skips_are_weighed():
    (row,) = rows(
        event("started", "a"),
        event("started", "a", number=1),
        event("liked", "a", number=2),
        event("skipped", "a", number=3),
        event("finished", "a", number=4),
        event("searched", None, number=5),
    )
    assert (row.week, row.plays, row.likes, row.skips, row.rank) == (WEEK, 2, 1, 1, 1)
    assert row.score == 2 * 1.0 + 0.8 - 0.5


def test_weights_can_be_set():
    (row,) = rows(event("liked", "a"), event("skipped", "a", number=1), weights=ChartWeights(play=0, like=3, skip=-1))
    assert row.score == 2.0


def test_ranks_go_by_score_then_plays_then_track():
    events = [event("started", name, number=n) for n, name in enumerate(["c", "b", "b", "a"])]
    assert [(row.track_id, row.rank) for row in rows(*events)] == [("b", 1), ("a", 2), ("c", 3)]


def test_what_a_wrong_clock_told_is_in_no_week():
    (row,) = rows(
        event("started", "a"),
        *[
            replace(event("started", "a", number=number), occurred_at=datetime(year, 1, 2, tzinfo=UTC))
            for number, year in enumerate([1, 1970, 1999], 1)
        ],
    )
    assert (row.week, row.plays) == (WEEK, 1)


def test_an_unlike_or_a_dislike_takes_the_like_back():
    assert rows(event("liked", "a"), event("unliked", "a", number=1)) == []
    (row,) = rows(event("started", "a"), event("liked", "a", number=1), event("disliked", "a", number=2))
    assert (row.plays, row.likes, row.score) == (1, 0, 1.0)


def test_a_like_taken_back_and_given_again_counts_once():
    kinds = ["liked", "unliked", "liked", "liked"]
    (row,) = rows(*[event(kind, "a", number=n) for n, kind in enumerate(kinds)])
    assert row.likes == 1


def test_likes_of_several_listeners_add_up_and_only_their_own_is_taken_back():
    anna, bert = event("liked", "a"), event("liked", "a", number=1, listener_id="bert")
    (row,) = rows(anna, bert, event("unliked", "a", number=2, listener_id="bert"))
    assert row.likes == 1


def test_the_order_of_the_stream_counts_not_that_of_the_clocks():
    early, late = event("unliked", "a", number=1, minutes=0), event("liked", "a", number=2, minutes=5)
    assert week_rows(reversed(placed([late, early])), WEIGHTS) == []


def test_weeks_run_from_monday_to_sunday_in_utc():
    last_moment = end_of(WEEK) - timedelta(milliseconds=1)
    sunday = replace(event("started", "a"), occurred_at=last_moment)
    east = replace(event("started", "a", number=1), occurred_at=end_of(WEEK).astimezone().replace(microsecond=0))
    assert [row.week for row in rows(sunday, east)] == [WEEK, WEEK + 1]


def test_a_year_has_no_seam():
    new_year = replace(event("started", "a"), occurred_at=datetime(2027, 1, 1, 12, tzinfo=UTC))
    assert rows(new_year)[0].week == parse_week("2026-W53")


def test_a_clock_that_runs_ahead_does_not_reach_the_next_week():
    ahead = replace(event("started", "a", minutes=7 * DAY), recorded_at=START)
    assert rows(ahead)[0].week == WEEK


def test_only_complete_weeks_that_changed_are_made():
    now = end_of(WEEK + 1) - timedelta(seconds=1)
    archived = {WEEK - 2: 5, WEEK - 1: 6, WEEK: 7, WEEK + 1: 8, WEEK + 9: 1}
    made = {WEEK - 2: MadeWeek(n_events=5, weights=WEIGHTS), WEEK - 1: MadeWeek(n_events=4, weights=WEIGHTS)}
    assert pending_weeks(archived, made, weights=WEIGHTS, now=now) == [WEEK - 1, WEEK]
    assert pending_weeks(archived, made, weights=WEIGHTS, now=end_of(WEEK + 1)) == [WEEK - 1, WEEK, WEEK + 1]


def test_other_weights_make_all_weeks_anew():
    made = {WEEK: MadeWeek(n_events=7, weights=WEIGHTS)}
    assert pending_weeks({WEEK: 7}, made, weights=ChartWeights(like=2.0), now=end_of(WEEK)) == [WEEK]

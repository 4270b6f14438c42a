"""What came of what was shown, and how often."""

import pytest

from recommender.experiments.outcomes import outcomes_of
from recommender.experiments.rates import EARLY_SKIPS, FINISHES, LIKES, PLAYS, rates_by, wilson_interval
from recommender.records import ActivityEvent
from tests.builders.events import START, event
from tests.builders.experiments import did, shown


def done(*events: ActivityEvent) -> dict[str, set[str]]:
    return {outcome.track_id: set(outcome.done) for outcome in outcomes_of(events)}


def test_each_shown_pick_has_what_was_done_with_it_from_that_slate():
    assert done(
        shown("anna", "abc"),
        did("anna", "started", "a"),
        did("anna", "finished", "a", minutes=4),
        did("anna", "liked", "b"),
        did("anna", "started", "c", slate_id="s2"),
        did("bert", "started", "c"),
    ) == {"a": {"played", "finished"}, "b": {"liked"}, "c": set()}


def test_a_skip_is_early_before_half_a_minute():
    events = [shown("anna", "ab"), did("anna", "skipped", "a", position_s=29.9)]
    assert done(*events, did("anna", "skipped", "b", position_s=30.0)) == {"a": {"skipped_early"}, "b": set()}


def test_what_two_pages_show_counts_once_and_what_nobody_was_shown_does_not():
    outcomes = list(outcomes_of([shown("anna", "ab", minutes=5), shown("anna", "a"), did("anna", "started", "z")]))
    assert [(each.track_id, each.shown_at == START) for each in outcomes] == [("a", True), ("b", False)]


def test_events_may_come_in_any_order_and_old_ones_say_nothing():
    old = event("shown", None)
    events = [did("anna", "started", "a"), old, event("started", "a"), shown("anna", "a")]
    assert done(*events) == {"a": {"played"}}


def test_rates_are_told_by_source_place_and_engine():
    outcomes = list(
        outcomes_of(
            [
                shown("anna", "ab", source="popular"),
                shown("anna", "c", slate_id="s2", model_version="v2"),
                did("anna", "started", "a"),
                did("anna", "skipped", "a"),
                did("anna", "liked", "c", slate_id="s2"),
            ]
        )
    )
    by_source = {(rate.group, rate.metric): (rate.n_done, rate.n) for rate in rates_by("source", outcomes)}
    assert by_source == {
        ("popular", PLAYS): (1, 2),
        ("popular", FINISHES): (0, 1),
        ("popular", EARLY_SKIPS): (1, 1),
        ("popular", LIKES): (0, 2),
        ("taste", PLAYS): (0, 1),
        ("taste", LIKES): (1, 1),
    }
    assert [(rate.group, rate.n) for rate in rates_by("position", outcomes) if rate.metric == PLAYS] == [
        ("1", 2),
        ("2", 1),
    ]
    assert {rate.group for rate in rates_by("engine", outcomes)} == {"v1", "v2"}


@pytest.mark.parametrize(
    ("n_done", "n", "low", "high"),
    # Wilson's intervals as Newcombe (1998), table I, has them
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_are_those_of_the_literature(n_done, n, low, high):
    assert wilson_interval(n_done, n) == pytest.approx((low, high), abs=1e-4)


def test_the_events_of_a_listener_come_together():
    with pytest.raises(ValueError, match="anna do not come together"):
        list(outcomes_of([shown("anna", "a"), shown("bert", "a"), did("anna", "started", "a")]))


def test_where_nothing_was_counted_every_rate_is_possible():
    assert wilson_interval(0, 0) == (0.0, 1.0)

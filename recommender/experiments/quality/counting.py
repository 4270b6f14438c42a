"""What listeners did with the picks that they had in view."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from recommender.experiments.outcomes import ShownOutcome, outcomes_of
from recommender.experiments.ports import ShownEvents
from recommender.experiments.quality.records import GroupRates, PickRate, RateName, ShownQuality
from recommender.experiments.rates import (
    EARLY_SKIPS,
    FINISHES,
    LIKES,
    PLAYS,
    Grouping,
    Metric,
    Rate,
    Tally,
    group_of,
    in_order,
    rates_of,
)
from recommender.records import ActivityEvent, ListenerId

MIN_PICKS: Final = 30
"""A rate of fewer says little: with so many, the 95 % interval of a half is 0.34 wide."""
WINDOWS: Final = (timedelta(days=30), timedelta(days=7), timedelta(days=1), timedelta(hours=1))
"""The first that has few enough events is counted."""
MAX_EVENTS: Final = 100_000
"""Read at once; 6 s of one core (docs/experiments.md)."""
_NAMES: Final[dict[Metric, RateName]] = {
    PLAYS: "plays",
    FINISHES: "finishes",
    EARLY_SKIPS: "early_skips",
    LIKES: "likes",
}


def count_shown(
    events: ShownEvents, *, now: datetime, max_events: int = MAX_EVENTS, pause: Callable[[], None] = lambda: None
) -> ShownQuality:
    """Count the longest of `WINDOWS` that has at most `max_events`, else the shortest; call `pause` after each."""
    fits = (each for each in WINDOWS if events.count_since(now - each, limit=max_events + 1) <= max_events)
    window = next(fits, WINDOWS[-1])
    return shown_quality(outcomes_of(_with_pauses(events.since(now - window), pause)), window=window)


def shown_quality(outcomes: Iterable[ShownOutcome], *, window: timedelta) -> ShownQuality:
    """Return the rates of all picks that were in view, and by source and place."""
    everything, listeners = Tally(), set[ListenerId]()
    groups: dict[Grouping, dict[str, Tally]] = {"source": {}, "position": {}}
    n_shown = 0
    for outcome in outcomes:
        n_shown += 1
        listeners.add(outcome.listener_id)
        everything.add(outcome)
        for grouping, tallies in groups.items():
            tallies.setdefault(group_of(grouping, outcome), Tally()).add(outcome)
    return ShownQuality(
        hours=round(window.total_seconds() / 3600),
        n_listeners=len(listeners),
        n_shown=n_shown,
        rates=_pick_rates(rates_of("", everything)),
        by_source=_group_rates("source", groups["source"]),
        by_place=_group_rates("position", groups["position"]),
    )


def _group_rates(grouping: Grouping, tallies: dict[str, Tally]) -> tuple[GroupRates, ...]:
    return tuple(
        GroupRates(group=name, rates=_pick_rates(rates_of(name, tallies[name]))) for name in in_order(grouping, tallies)
    )


def _pick_rates(rates: Iterable[Rate]) -> tuple[PickRate, ...]:
    return tuple(
        PickRate(
            name=_NAMES[rate.metric],
            n=rate.n,
            n_done=rate.n_done,
            share=rate.value,
            low=rate.low,
            high=rate.high,
            is_few=rate.n < MIN_PICKS,
        )
        for rate in rates
    )


def _with_pauses(events: Iterable[ActivityEvent], pause: Callable[[], None]) -> Iterator[ActivityEvent]:
    for event in events:
        yield event
        pause()

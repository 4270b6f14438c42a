"""What a load of listeners measured, and its rows in the tables."""

import msgspec


class Latencies(msgspec.Struct, frozen=True):
    """Milliseconds."""

    p50: float
    p90: float
    p99: float


class Outcome(msgspec.Struct, frozen=True):
    """What the load process prints."""

    sent: int
    n_measured: int
    """Of these, after the warm-up."""
    events_per_s: float
    acknowledged: int
    rejected: int
    unanswered: int
    shared_slates: int
    duplicate_slates: int
    acknowledged_ms: Latencies
    slate_ms: Latencies
    first_slate_ms: Latencies
    """Of the warm-up."""
    event_ids: list[str]


def latency_row(name: str, outcome: Outcome) -> tuple[str, float, float, float, float, float]:
    acknowledged, slate = outcome.acknowledged_ms, outcome.slate_ms
    figures = (acknowledged.p50, acknowledged.p99, slate.p50, slate.p90, slate.p99)
    return (name, *[round(figure, 1) for figure in figures])  # type: ignore[return-value]


def warm_up_row(name: str, outcome: Outcome) -> tuple[str, float, float, float]:
    first = outcome.first_slate_ms
    return (name, round(first.p50, 1), round(first.p90, 1), round(first.p99, 1))


def count_row(name: str, outcome: Outcome) -> tuple[str, int, float, int, int, int, int]:
    return (
        name,
        outcome.sent,
        round(outcome.events_per_s, 1),
        outcome.acknowledged,
        outcome.unanswered,
        outcome.shared_slates,
        outcome.duplicate_slates,
    )

"""`make bench-engine`: CPU of a slate at FMA's size, stage by stage."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.big_catalogue import big_index
from benchmarks.results_file import Goal, Table, write_result
from recommender.listening.candidates import candidates
from recommender.listening.engine import Engine, EngineConfig, daily_seed
from recommender.listening.placing import with_events
from recommender.listening.reranking import rerank
from recommender.listening.scoring import score
from recommender.listening.situation import Popular, Situation
from recommender.listening.taste import Taste
from recommender.records import PlacedEvent, Track, TrackId
from recommender.similarity.track_index import TrackIndex
from recommender.simulation.activity import simulate_events

LISTENERS = 300
GOAL_MS = 0.7
UNTIL = datetime(2026, 11, 21, tzinfo=UTC)


def tastes_of(index: TrackIndex) -> list[Taste]:
    """Return what simulated listeners like after two days, each on tracks all over the catalogue."""
    rng = np.random.default_rng(1)
    table = index.table
    rows = rng.choice(len(table), size=4_000, replace=False)
    tracks = [
        Track(track_id=TrackId(table.track_ids[row]), title="", artist=table.artists[row], duration_s=200.0)
        for row in rows.tolist()
    ]
    tastes: dict[str, Taste] = {}
    made = simulate_events(tracks, n_listeners=LISTENERS, hours=72, until=UNTIL, rng=rng)
    for offset, event in enumerate(made):
        taste = tastes.get(event.listener_id) or Taste(listener_id=event.listener_id)
        tastes[event.listener_id] = with_events(taste, [PlacedEvent(event, 0, offset)], half_life_days=14.0)
    return [taste for taste in tastes.values() if taste.n_events > 20]


def cpu_ms(action: Callable[[Taste], object], tastes: list[Taste]) -> np.ndarray:
    """Return CPU milliseconds of `action` for each taste."""
    times = []
    for taste in tastes:
        started = time.process_time_ns()
        action(taste)
        times.append((time.process_time_ns() - started) / 1e6)
    return np.array(times)


def main() -> None:
    """Measure and write the result."""
    index = big_index()
    tastes = tastes_of(index)
    engine = Engine(lambda: index, dict, EngineConfig())
    popular = Popular.resolve({}, index)
    config = engine.config

    def resolve(taste: Taste) -> Situation:
        return Situation.resolve(taste, index, popular, half_life_days=config.half_life_days)

    def to_candidates(taste: Taste) -> object:
        return candidates(resolve(taste), np.random.default_rng(daily_seed(taste)))

    def to_scores(taste: Taste) -> object:
        rng = np.random.default_rng(daily_seed(taste))
        situation = resolve(taste)
        return score(situation, candidates(situation, rng), rng)

    def to_list(taste: Taste) -> object:
        rng = np.random.default_rng(daily_seed(taste))
        situation = resolve(taste)
        values = score(situation, candidates(situation, rng), rng)
        return rerank(values, index.table, n=12, artist_cap=2, heard_songs=frozenset())

    def whole(taste: Taste) -> object:
        return engine.slate(taste, made_at=UNTIL)

    with threadpool_limits(1):
        cold = cpu_ms(whole, tastes)
        steps = {
            "history resolved": resolve,
            "... and candidates": to_candidates,
            "... and scores": to_scores,
            "... and re-ranked": to_list,
            "whole slate with reasons": whole,
        }
        rows = [_row("whole slate, nothing cached (first of each listener)", cold)]
        rows += [_row(name + ", neighbours cached", cpu_ms(step, tastes)) for name, step in steps.items()]
    mean_ms = float(cold.mean())
    write_result(
        "engine",
        goals=[
            Goal(
                f"CPU of a slate at {len(index.table):,} tracks, nothing cached (mean of {len(tastes)} listeners)",
                f"<= {GOAL_MS:g} ms",
                f"{mean_ms:.2f} ms",
                mean_ms <= GOAL_MS,
            )
        ],
        tables=[Table("CPU per slate, one thread, ms", ("step", "mean", "p50", "p99"), tuple(rows))],
    )


def _row(name: str, times: np.ndarray) -> tuple[str, float, float, float]:
    return (
        name,
        round(float(times.mean()), 3),
        round(float(np.quantile(times, 0.5)), 3),
        round(float(np.quantile(times, 0.99)), 3),
    )


if __name__ == "__main__":
    main()

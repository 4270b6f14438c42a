"""How good the picks are while somebody listens: the engine beside popularity, chance and an oracle."""

from collections.abc import Callable, Mapping

import numpy as np

from recommender.errors import BadInput
from recommender.listening.engine import Engine, EngineConfig
from recommender.prediction.evaluation.report import Report, ReportRow
from recommender.resampling import GroupBootstrap
from recommender.similarity.track_index import TrackIndex
from recommender.simulation.hidden_taste import Kinds
from recommender.simulation.policies import Chance, EnginePolicy, Oracle, PlayCounts, Policy, Popularity
from recommender.simulation.skips import SkipResponse, measure_skips
from recommender.simulation.trial import Outcome, blocks_of, run_trial

ENGINE, POPULARITY, CHANCE, ORACLE = "engine", "popularity", "chance", "oracle"
FINISHED, REGRET = "finished", "regret"
N_RESAMPLES = 1_000
MIN_TRACKS = 50
LEARNED_FROM = 30
"""Plays after which learning must show."""
FIRST_PLAYS = 10


def evaluate_picks(
    index: TrackIndex,
    *,
    n_listeners: int,
    n_plays: int,
    seed: int,
    config: EngineConfig | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """Try the engine and its baselines out with listeners whose tastes are hidden from them.

    Intervals are over listeners. The same listeners, with the same luck, meet each of the four; what two of them
    differ in is compared listener by listener. Raises `BadInput` for fewer than 50 tracks.
    """
    if len(index) < MIN_TRACKS:
        raise BadInput(f"the index has {len(index)} tracks; at least {MIN_TRACKS} are needed to tell picks apart")
    kinds = Kinds.of(index.table)
    config = config or EngineConfig()
    outcomes = {}
    for name, policy in _policies(index, config).items():
        progress(f"{n_listeners} listeners, {n_plays} plays each: {name}")
        outcomes[name] = run_trial(
            policy,
            index,
            kinds,
            n_listeners=n_listeners,
            n_plays=n_plays,
            seed=seed,
            half_life_days=config.half_life_days,
        )
    progress("two skips in a row")
    engine = Engine(lambda: index, dict, config)
    skips = measure_skips(
        engine, index, kinds, n_listeners=n_listeners, seed=seed, half_life_days=config.half_life_days
    )
    listeners = GroupBootstrap.draw(np.arange(n_listeners), np.random.default_rng(seed), n_resamples=N_RESAMPLES)
    rows = [row for name, outcome in outcomes.items() for row in _rows(name, outcome, listeners)]
    rows += _learning_rows(outcomes, listeners)
    rows += _skip_rows(skips, listeners)
    return Report(task="picks", protocol=_protocol(index, n_listeners, n_plays, seed), rows=tuple(rows))


def _policies(index: TrackIndex, config: EngineConfig) -> dict[str, Policy]:
    counts = PlayCounts(index.table)
    engine = Engine(lambda: index, counts.current, config)  # type: ignore[arg-type]
    return {
        ENGINE: EnginePolicy(engine, index.table, counts),
        POPULARITY: Popularity(index.table),
        CHANCE: Chance(len(index)),
        ORACLE: Oracle(),
    }


def _rows(name: str, outcome: Outcome, listeners: GroupBootstrap) -> list[ReportRow]:
    n_plays = outcome.finished.shape[1]
    rows = [
        _mean_row(name, f"{metric}, plays {first + 1}-{end}", values[:, first:end], listeners)
        for metric, values in ((FINISHED, outcome.finished), (REGRET, outcome.regret))
        for first, end in blocks_of(n_plays)
    ]
    rows += [
        _mean_row(name, "enjoyment", outcome.enjoyment, listeners),
        _mean_row(name, REGRET, outcome.regret, listeners),
        _mean_row(name, "diversity of a slate", outcome.diversity, listeners),
    ]
    covered = float((outcome.n_proposed > 0).mean())
    rows.append(ReportRow(model=name, metric="share of the catalogue proposed", value=covered, n=outcome.finished.size))
    return rows


def _mean_row(model: str, metric: str, values: np.ndarray, listeners: GroupBootstrap) -> ReportRow:
    """Return the mean over listeners of their means, `values` [n_listeners, n_plays]."""
    known = np.isfinite(values)
    of_listener = np.where(known, values, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    of_listener[~known.any(axis=1)] = np.nan
    if not np.isfinite(of_listener).any():
        return ReportRow(model=model, metric=metric, value=float("nan"), n=0)
    low, high = listeners.mean(of_listener)
    return ReportRow(
        model=model, metric=metric, value=float(np.nanmean(of_listener)), low=low, high=high, n=int(known.sum())
    )


def _learning_rows(outcomes: Mapping[str, Outcome], listeners: GroupBootstrap) -> list[ReportRow]:
    """Say whether learning helps: the engine's later plays beside its own first ones and beside popularity's.

    Whoever has just begun is bored by nothing yet, so that the first plays are finished more by all; regret is free
    of that.
    """
    engine, popular = outcomes[ENGINE], outcomes[POPULARITY]
    if engine.finished.shape[1] <= LEARNED_FROM:
        return []

    def gain(values: np.ndarray) -> np.ndarray:
        later: np.ndarray = values[:, LEARNED_FROM:].mean(axis=1) - values[:, :FIRST_PLAYS].mean(axis=1)
        return later[:, None]

    less = engine.finished[:, LEARNED_FROM:].mean(axis=1) - popular.finished[:, LEARNED_FROM:].mean(axis=1)
    return [
        _mean_row(
            ENGINE, f"regret after {LEARNED_FROM} plays, less the first {FIRST_PLAYS}", gain(engine.regret), listeners
        ),
        _mean_row(
            ENGINE,
            f"finished after {LEARNED_FROM} plays, less the first {FIRST_PLAYS}",
            gain(engine.finished),
            listeners,
        ),
        _mean_row(ENGINE, f"finished after {LEARNED_FROM} plays, less popularity's", less[:, None], listeners),
    ]


def _skip_rows(skips: SkipResponse, listeners: GroupBootstrap) -> list[ReportRow]:
    rows = {
        "likeness of the first five to what plays": skips.before,
        "the same after two skips of its kind": skips.skipped,
        "the same after two finished of its kind": skips.finished,
        "two skips less two finished": skips.skipped - skips.finished,
    }
    return [_mean_row(ENGINE, metric, values[:, None], listeners) for metric, values in rows.items()]


def _protocol(index: TrackIndex, n_listeners: int, n_plays: int, seed: int) -> str:
    return (
        f"{n_listeners} simulated listeners, {n_plays} plays each, {len(index):,} tracks, seed {seed}. Their tastes "
        "(1 to 4 genres, favourite artists in them, hours of the day, boredom) are hidden and do not look at sound. "
        "They take the first pick in 70 % of plays, else the best of those they look at. finished: share of plays that "
        "were not skipped; regret: enjoyment lost to the best track of the catalogue at that moment; diversity: "
        "1 - mean cosine within a slate. 95 % intervals over listeners."
    )

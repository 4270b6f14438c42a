"""From histories to one version: a model for each listener, judged on the end of the history, fitted on all of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from recommender.artifacts.manifest import config_digest
from recommender.prediction.streams import known_songs, listener_model
from recommender.prediction.streams.baselines import DECAYED, decay_factor
from recommender.prediction.streams.evaluate import METRIC, SEED, evaluate
from recommender.prediction.streams.features import FINGERPRINT, N_INPUTS
from recommender.prediction.streams.heard.features import heard_rows
from recommender.prediction.streams.heard.model import fit_heard
from recommender.prediction.streams.known_songs import KnownSongs
from recommender.prediction.streams.listener_evaluation import (
    COVERAGE,
    FIRST,
    HEARD,
    MODEL,
    N_RESAMPLES,
    RATE,
    ListenerEvaluation,
)
from recommender.prediction.streams.listener_model import ListenerFacts, ListenerModel
from recommender.prediction.streams.log import ListeningLog
from recommender.prediction.streams.search import Way
from recommender.prediction.streams.unheard.first_plays import FEWEST
from recommender.prediction.streams.unheard.model import fit_artist_rate
from recommender.prediction.training import Headline, Progress, Trained, silent
from recommender.records import ListenerId

_MOMENT_AFTER = 1e-6
"""Days: the newest play is known when the forecast begins."""


def train(
    logs: Mapping[ListenerId, ListeningLog],
    *,
    kept: Sequence[ListenerModel] = (),
    known: KnownSongs | None = None,
    way: Way = "grid",
    n_resamples: int = N_RESAMPLES,
    leave_out: Callable[[ListenerId, Exception], None] = lambda _listener, _why: None,
    progress: Progress = silent,
) -> Trained:
    """Train for the listeners of `logs`; models of other listeners in `kept` go into the new version as they are.

    Of several listeners those whose history cannot be learnt from are left out and reported to `leave_out`. `known` is
    a table of tracks; without one, that of `kept` is used again.
    """
    table = known or (kept[0].known if kept else KnownSongs())
    models: list[ListenerModel] = []

    def fit(listener_id: ListenerId, listener: ListenerEvaluation) -> None:
        models.append(_fit(listener_id, logs[listener_id], listener))

    evaluation = evaluate(
        logs,
        known=table,
        way=way,
        n_resamples=n_resamples,
        with_tries=True,
        then=fit,
        leave_out=leave_out,
        progress=progress,
    )
    models += [model for model in kept if model.facts.listener_id not in evaluation.listeners]
    facts = [model.facts for model in models]
    metric = METRIC if len(models) == 1 else f"{METRIC}, mean of {len(models)} listeners"

    def write(folder: Path) -> None:
        known_songs.write(table, folder)
        for number, model in enumerate(models):
            listener_model.write(model, folder, number)

    return Trained(
        write=write,
        fingerprint=FINGERPRINT,
        n_inputs=N_INPUTS,
        n_rows=sum(fact.n_plays for fact in facts),
        seed=SEED,
        config_digest=config_digest(way, [fact.listener_id for fact in facts]),
        evaluation=replace(
            evaluation,
            scores={metric: float(np.mean([fact.score for fact in facts]))},
            baselines={metric: float(np.mean([fact.baseline for fact in facts]))},
        ),
        headline=Headline(metric=metric),
        data_cutoff=max(fact.last_play for fact in facts),
        parameters={"listeners": float(len(models))},
    )


def _fit(listener_id: ListenerId, log: ListeningLog, evaluation: ListenerEvaluation) -> ListenerModel:
    """Fit on everything, with the settings of the search, and keep the features of songs and artists at the end."""
    report, first = evaluation.report, evaluation.first_plays
    heard = fit_heard(*evaluation.panel.rows, penalty=evaluation.heard.penalty, level=evaluation.heard.level)
    unheard = None
    if len(first.songs) >= FEWEST:
        rate = evaluation.rate
        unheard = fit_artist_rate(first.x, first.plays, penalty=rate.penalty, level=rate.level)
    now = log.last_day + _MOMENT_AFTER
    artists = [first.source.of_artist(artist, now) for artist in [*range(len(log.artists)), None]]
    facts = ListenerFacts(
        listener_id=listener_id,
        titles=log.titles,
        artists=log.artists,
        song_artist=tuple(log.song_artist.tolist()),
        n_plays=len(log.day),
        first_play=log.moment(float(log.day[0])),
        last_play=log.moment(log.last_day),
        heard=heard,
        unheard=unheard,
        decay_factor=decay_factor(evaluation.panel),
        genre_shares=first.source.genre_shares(now),
        first_play_mean=float(first.plays.mean()) if len(first.plays) else 0.0,
        coverage_heard=report.value(MODEL, COVERAGE, subject=HEARD),
        coverage_unheard=report.value(RATE, COVERAGE, subject=FIRST) if first.is_enough else None,
        score=report.value(MODEL, METRIC, subject=HEARD),
        baseline=report.value(DECAYED, METRIC, subject=HEARD),
        tries=evaluation.tries,
    )
    return ListenerModel(facts, heard_rows(log, now).x, np.stack(artists))

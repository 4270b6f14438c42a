"""From histories to one version: a model for each listener, judged on the end of the history, fitted on all of it."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np

from recommender.prediction.report import Report, ReportRow
from recommender.prediction.streams import known_songs, listener_model
from recommender.prediction.streams.baselines import DECAYED, decay_factor
from recommender.prediction.streams.evaluate import FIRST, HEARD, MODEL, Evaluated, evaluated
from recommender.prediction.streams.first_plays import FEWEST
from recommender.prediction.streams.heard_features import NAMES as HEARD_NAMES
from recommender.prediction.streams.heard_features import heard_rows
from recommender.prediction.streams.heard_model import fitted_heard
from recommender.prediction.streams.known_songs import KnownSongs
from recommender.prediction.streams.listener_model import ListenerFacts, ListenerModel
from recommender.prediction.streams.log import ListeningLog
from recommender.prediction.streams.search import Way
from recommender.prediction.streams.served import FINGERPRINT, KIND
from recommender.prediction.streams.unheard_features import NAMES as UNHEARD_NAMES
from recommender.prediction.streams.unheard_model import fitted_unheard
from recommender.prediction.training import Headline, Trained
from recommender.records import ListenerId

SEED = 0
METRIC = "log R2"
_MOMENT_AFTER = 1e-6
"""Days: the newest play is known when the forecast begins."""


def trained(
    logs: Mapping[ListenerId, ListeningLog],
    *,
    kept: Sequence[ListenerModel] = (),
    known: KnownSongs | None = None,
    way: Way = "grid",
    monotonic: Callable[[], float],
    n_resamples: int = 200,
) -> Trained:
    """Train for the listeners of `logs`; models of other listeners in `kept` go into the new version as they are.

    `known` is a table of tracks; without one, that of `kept` is used again.
    """
    began = monotonic()
    table = known or (kept[0].known if kept else KnownSongs())
    found = {
        each: evaluated(log, np.random.default_rng(SEED), known=table, way=way, n_resamples=n_resamples)
        for each, log in logs.items()
    }
    models = [_fitted(each, logs[each], found[each]) for each in logs]
    models += [each for each in kept if each.facts.listener_id not in logs]
    headline = METRIC if len(models) == 1 else f"{METRIC}, mean of {len(models)} listeners"
    facts = [each.facts for each in models]

    def write(folder: Path) -> None:
        known_songs.write(table, folder)
        for number, each in enumerate(models):
            listener_model.write(each, folder, number)

    return Trained(
        topic=KIND,
        write=write,
        fingerprint=FINGERPRINT,
        n_inputs=len(HEARD_NAMES) + len(UNHEARD_NAMES),
        n_rows=sum(each.n_plays for each in facts),
        seed=SEED,
        config_digest=hashlib.sha256(f"{way} {[each.listener_id for each in facts]}".encode()).hexdigest()[:12],
        report=_joined(found),
        headline=Headline(metric=headline),
        scores={headline: float(np.mean([each.score for each in facts]))},
        baselines={headline: float(np.mean([each.baseline for each in facts]))},
        data_cutoff=max(each.last_play for each in facts),
        train_seconds=monotonic() - began,
        parameters={"listeners": float(len(models))},
    )


def _fitted(listener_id: ListenerId, log: ListeningLog, found: Evaluated) -> ListenerModel:
    """Fit on everything, with the settings that were found, and note how songs and artists stand at the end."""
    report, first = found.report, found.first_plays
    heard = fitted_heard(*found.panel.rows, penalty=found.heard.penalty, level=found.heard.level)
    unheard = None
    if len(first.songs) >= FEWEST:
        unheard = fitted_unheard(first.x, first.plays, penalty=found.unheard.penalty, level=found.unheard.level)
    now = log.last_day + _MOMENT_AFTER
    artists = [first.source.of_artist(each, now) for each in [*range(len(log.artists)), None]]
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
        decay_factor=decay_factor(found.panel),
        genre_shares=first.source.genre_shares(now),
        first_play_mean=float(first.plays.mean()) if len(first.plays) else 0.0,
        coverage_heard=report.value(MODEL, f"{HEARD}coverage of 80 %"),
        coverage_unheard=report.value(MODEL, f"{FIRST}coverage of 80 %") if first.is_enough else None,
        score=report.value(MODEL, f"{HEARD}log R2"),
        baseline=report.value(DECAYED, f"{HEARD}log R2"),
        tries=found.tries,
    )
    return ListenerModel(facts, heard_rows(log, now).x, np.stack(artists))


def _joined(found: Mapping[ListenerId, Evaluated]) -> Report:
    """Return one report; with several listeners each row says whose it is. Every setting that was tried is in it."""
    if len(found) == 1:
        (one,) = found.values()
        return msgspec.structs.replace(one.report, rows=(*one.report.rows, *_tried_rows(one)))
    rows = [
        msgspec.structs.replace(row, model=f"{row.model} [{each}]")
        for each, one in found.items()
        for row in (*one.report.rows, *_tried_rows(one))
    ]
    return Report(
        task=KIND,
        protocol="; ".join(f"[{each}] {one.report.protocol}" for each, one in found.items()),
        rows=tuple(rows),
        findings=tuple(f"[{each}] {finding}" for each, one in found.items() for finding in one.report.findings),
    )


def _tried_rows(found: Evaluated) -> list[ReportRow]:
    measures = {"heard": f"{HEARD}log R2 in the search", "unheard": f"{FIRST}R2 in the search"}
    return [
        ReportRow(
            model=f"tried: penalty {each.penalty:g}, intervals {each.level:.0%}",
            metric=measures[each.part],
            value=each.score,
            n=each.n_folds,
        )
        for each in found.tries
    ]

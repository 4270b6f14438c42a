"""Evaluates the histories of one or several listeners, each with a model of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec
import numpy as np

from recommender.errors import BadInput, SegueError
from recommender.prediction.evaluation.figure import Estimate, Figure
from recommender.prediction.evaluation.report import Evaluation, Report
from recommender.prediction.streams.baselines import DECAYED
from recommender.prediction.streams.known_songs import KnownSongs
from recommender.prediction.streams.listener_evaluation import (
    FIRST,
    HEARD,
    MODEL,
    N_RESAMPLES,
    ListenerEvaluation,
    evaluate_listener,
)
from recommender.prediction.streams.log import ListeningLog
from recommender.prediction.streams.search import Way
from recommender.prediction.training import Progress, silent
from recommender.records import ListenerId

SEED = 0
METRIC = "log R2"
UNLEARNABLE = (SegueError, ValueError, ArithmeticError, np.linalg.LinAlgError)
"""What a history that is out of the ordinary may raise: the others are evaluated all the same."""


@dataclass(frozen=True, kw_only=True)
class StreamsEvaluation(Evaluation):
    """The report of all, and what each history gave."""

    listeners: dict[ListenerId, ListenerEvaluation]


def evaluate(
    logs: Mapping[ListenerId, ListeningLog],
    *,
    known: KnownSongs | None = None,
    way: Way = "grid",
    n_resamples: int = N_RESAMPLES,
    with_tries: bool = False,
    then: Callable[[ListenerId, ListenerEvaluation], None] = lambda _listener, _evaluation: None,
    leave_out: Callable[[ListenerId, Exception], None] = lambda _listener, _why: None,
    progress: Progress = silent,
) -> StreamsEvaluation:
    """Evaluate each history on its last part; raises `BadInput` when none can be learnt from.

    Of several listeners those whose history cannot be learnt from are reported to `leave_out`. `known` is a table of
    tracks; `with_tries` adds every setting that was tried to the report; `then` goes on with an evaluated history,
    which is left out as well when that fails.
    """
    listeners: dict[ListenerId, ListenerEvaluation] = {}
    for number, (listener_id, log) in enumerate(logs.items(), 1):
        progress(f"history {number} of {len(logs)}")
        try:
            evaluation = evaluate_listener(
                log, np.random.default_rng(SEED), known=known, way=way, n_resamples=n_resamples
            )
            then(listener_id, evaluation)
        except UNLEARNABLE as error:
            if len(logs) == 1:
                raise
            leave_out(listener_id, error)
            continue
        listeners[listener_id] = evaluation
    if not listeners:
        raise BadInput(
            f"none of the {len(logs)} histories can be learnt from; `segue import history FILES` brings more"
        )
    reports = [_with_tries(listener) if with_tries else listener.report for listener in listeners.values()]
    return StreamsEvaluation(
        report=_join(reports),
        scores={METRIC: _mean(reports, MODEL)},
        baselines={METRIC: _mean(reports, DECAYED)},
        listeners=listeners,
    )


def _mean(reports: list[Report], model: str) -> float:
    return float(np.mean([report.value(model, METRIC, subject=HEARD) for report in reports]))


def _join(reports: list[Report]) -> Report:
    """Return one report; everybody may read it, so listeners are only numbered."""
    if len(reports) == 1:
        return reports[0]
    numbered = {f"listener {number}": report for number, report in enumerate(reports, 1)}
    return Report(
        task="streams",
        protocol="; ".join(f"[{name}] {report.protocol}" for name, report in numbered.items()),
        rows=tuple(
            msgspec.structs.replace(row, model=f"{row.model} [{name}]")
            for name, report in numbered.items()
            for row in report.rows
        ),
        findings=tuple(f"[{name}] {finding}" for name, report in numbered.items() for finding in report.findings),
    )


def _with_tries(evaluation: ListenerEvaluation) -> Report:
    judged = {
        "heard": (HEARD, "log R2 in the search"),
        "unheard": (FIRST, "R2 in the search"),
        "rate": (FIRST, "R2 in the search, artist's rate"),
    }
    tries = tuple(
        Figure(
            model=f"tried: penalty {tried.penalty:g}, intervals {tried.level:.0%}",
            metric=metric,
            estimate=Estimate(tried.score),
            n=tried.n_folds,
            subject=subject,
        ).row()
        for tried in evaluation.tries
        for subject, metric in (judged[tried.part],)
    )
    return msgspec.structs.replace(evaluation.report, rows=(*evaluation.report.rows, *tries))

"""Measures on one listener's history how well the next track of a session is foreseen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Protocol, cast

import numpy as np

from recommender.errors import BadInput
from recommender.prediction.evaluation.figure import Figure
from recommender.prediction.evaluation.leaks import leak_warnings
from recommender.prediction.evaluation.ranking import hits, reciprocals
from recommender.prediction.evaluation.report import Evaluation, Report
from recommender.prediction.streams.records import Play
from recommender.prediction.training import Progress, silent
from recommender.sequences.cutting import cut, numbered
from recommender.sequences.evaluation.figures import (
    BLEND,
    EQUAL_BLEND,
    HIT_RATE,
    METRICS,
    MRR,
    N_RESAMPLES,
    SEARCHED_BLEND,
    best_single,
    empty_slices,
    figures_of,
)
from recommender.sequences.evaluation.outcomes import Outcomes, ask
from recommender.sequences.evaluation.positions import split_by_plays
from recommender.sequences.evaluation.tuning import Chosen, choose
from recommender.sequences.models.by_name import SETTINGS, AnyModel
from recommender.sequences.models.chance import Chance
from recommender.sequences.models.scoring import Model
from recommender.sequences.records import Numbering, Session

MIN_SESSIONS = 50
MIN_SESSION_TRACKS = 2
LEAK_HIT_RATE = 0.55
"""Above it a result is taken for a mistake of the test until shown otherwise."""
PROTOCOLS = {"static": False, "incremental": True}
"""Whether a test session is learned when it has ended."""
SEED = 0


class FurtherModels(Protocol):
    """Models that are measured beside the plain ones."""

    @property
    def findings(self) -> Sequence[str]:
        """What was found while they were chosen and asked, in sentences."""

    def choose(
        self, training: Sequence[Session], plain: Chosen, *, names: Sequence[tuple[str, str]], learns: bool
    ) -> Mapping[str, Model]:
        """Return the models of one protocol by the names of the report, none of them asked before.

        `names` has artist and title of every track of the history by its number.
        """


@dataclass(frozen=True, kw_only=True)
class SessionsEvaluation(Evaluation):
    """The report, and what was chosen and measured by each protocol."""

    chosen: dict[str, Chosen]
    outcomes: dict[str, Outcomes]


def evaluate(
    plays: Iterable[Play],
    *,
    settings: Mapping[str, tuple[AnyModel, ...]] = SETTINGS,
    further: FurtherModels | None = None,
    n_resamples: int = N_RESAMPLES,
    progress: Progress = silent,
) -> SessionsEvaluation:
    """Evaluate every model on the newest fifth of a listener's plays, by whole sessions.

    `further` are chosen on the training sessions and stand beside the plain models and their blends.

    Raises `BadInput` for fewer than 50 sessions of at least 2 tracks.
    """
    sessions = [session for session in cut(plays) if len(session) >= MIN_SESSION_TRACKS]
    if len(sessions) < MIN_SESSIONS:
        raise BadInput(
            f"the history has {len(sessions)} sessions of at least {MIN_SESSION_TRACKS} tracks, and {MIN_SESSIONS} are "
            "needed; `segue evaluate sessions FILES` with more of it"
        )
    tracks = Numbering()
    known = numbered(sessions, tracks, Numbering())
    names = [cast(tuple[str, str], name) for name in tracks.numbers]
    return evaluate_sessions(
        known, settings=settings, further=further, names=names, n_resamples=n_resamples, progress=progress
    )


def evaluate_sessions(
    sessions: Sequence[Session],
    *,
    protocols: Mapping[str, bool] = PROTOCOLS,
    settings: Mapping[str, tuple[AnyModel, ...]] = SETTINGS,
    further: FurtherModels | None = None,
    names: Sequence[tuple[str, str]] = (),
    n_resamples: int = N_RESAMPLES,
    progress: Progress = silent,
) -> SessionsEvaluation:
    """Evaluate every model on the newest fifth of sessions: 50 or more, of 2 tracks or more, in the order of their end.

    `names` has artist and title of every track for `further` models. The scores are those of the incremental protocol,
    which must be among the `protocols`.
    """
    began = monotonic()
    training, tested = split_by_plays(sessions)
    chosen: dict[str, Chosen] = {}
    outcomes: dict[str, Outcomes] = {}
    figures: list[Figure] = []
    for protocol, learns in protocols.items():
        progress(f"{protocol}: choosing settings on the newest fifth of {len(training):,} training sessions")
        chosen[protocol] = choice = choose(training, learns=learns, settings=settings)
        added = further.choose(training, choice, names=names, learns=learns) if further else {}
        progress(f"{protocol}: asking {len(tested):,} test sessions")
        models = {
            **choice.models,
            "random": Chance(np.random.default_rng(SEED)),
            EQUAL_BLEND: choice.equal_blend,
            SEARCHED_BLEND: choice.searched_blend,
            BLEND: choice.blend,
            **added,
        }
        outcomes[protocol] = ask(models, training, tested, learns=learns)
        figures += figures_of(outcomes[protocol], protocol, n_resamples=n_resamples)
    return SessionsEvaluation(
        report=_report(
            training,
            tested,
            figures,
            (*_findings(chosen, outcomes), *(further.findings if further else ())),
            next(iter(outcomes.values())),
            n_resamples=n_resamples,
            seconds=monotonic() - began,
        ),
        scores=_scores(outcomes, dict.fromkeys((HIT_RATE, MRR), BLEND)),
        baselines=_scores(outcomes, {m: best_single(outcomes["incremental"], m) for m in (HIT_RATE, MRR)}),
        chosen=chosen,
        outcomes=outcomes,
    )


def _scores(outcomes: dict[str, Outcomes], names: dict[str, str]) -> dict[str, float]:
    ranks = outcomes["incremental"].ranks
    return {
        HIT_RATE: float(hits(ranks[names[HIT_RATE]]).mean()),
        MRR: float(reciprocals(ranks[names[MRR]]).mean()),
    }


def _report(
    training: list[Session],
    tested: list[Session],
    figures: list[Figure],
    findings: tuple[str, ...],
    any_outcomes: Outcomes,
    *,
    n_resamples: int,
    seconds: float,
) -> Report:
    n_train, n_test = (sum(map(len, sessions)) for sessions in (training, tested))
    protocol = (
        "next track of a session: plays of at least 30 s, a pause over 30 min ends a session, those of one track left "
        f"out; trained on {len(training):,} sessions ({n_train:,} plays), tested on the {len(tested):,} after them "
        f"({n_test:,} plays, {len(any_outcomes.session):,} positions, {any_outcomes.is_seen.mean():.1%} of them tracks "
        "heard in training); static: nothing is learned after training; incremental: a session is learned when it has "
        "ended; the current track is no candidate, a target that is none is a miss; ties by plays, then by first "
        "hearing; settings are chosen by HR@20 + MRR@20 on the newest fifth of the training sessions, weights there by "
        f"a conditional logit; 95 % by {n_resamples:,} resamples of whole test sessions, seed {SEED}"
    )
    return Report(
        task="sessions",
        protocol=protocol,
        rows=tuple(figure.row() for figure in figures),
        findings=(*findings, f"{seconds:.0f} s in all"),
    )


def _findings(chosen: dict[str, Chosen], outcomes: dict[str, Outcomes]) -> Iterable[str]:
    for protocol, outcome in outcomes.items():
        choice = chosen[protocol]
        parts = zip(choice.part_names, choice.searched_blend.parts, strict=True)
        weights = ", ".join(f"{name} {part.weight:g}" for name, part in parts if part.weight)
        yield f"{protocol}: a model that knew everything would reach HR@20 {outcome.is_candidate.mean():.3f}"
        yield f"{protocol}: searched weights of the blend: {weights}"
        singles = " and ".join(f"{best_single(outcome, metric)} by {metric}" for metric in METRICS)
        yield f"{protocol}: the best single model is {singles}"
        if empty := empty_slices(outcome):
            yield f"{protocol}: no cases: {', '.join(empty)}"
        rates = {name: float(hits(ranks).mean()) for name, ranks in outcome.ranks.items()}
        yield from leak_warnings(rates, metric=HIT_RATE, limit=LEAK_HIT_RATE, case=protocol)

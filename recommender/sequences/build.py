"""Makes a version of the sessions: all of them, with the blend that was chosen and measured on the newest ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic

import msgspec

from recommender.artifacts.manifest import Description, config_digest
from recommender.prediction.training import REPORT_FILE, Progress, silent
from recommender.sequences.evaluation.evaluate import MIN_SESSIONS, SEED, evaluate_sessions
from recommender.sequences.evaluation.figures import BLEND, HIT_RATE, POPULARITIES
from recommender.sequences.evaluation.positions import split_by_plays
from recommender.sequences.evaluation.ranking import criterion
from recommender.sequences.models.blend import Blend
from recommender.sequences.models.by_name import SETTINGS, AnyModel
from recommender.sequences.models.default_blend import DEFAULT_BLEND
from recommender.sequences.serving.artifact import IS_MEASURED, IS_SERVED, write
from recommender.sequences.serving.session_arrays import SessionArrays, newest

FORM = "sessions-1"
"""What the manifest calls the form of the files."""
MIN_TESTED = 10
"""Sessions that are asked about; with fewer, or fewer than `MIN_SESSIONS` in all, the default weights are taken."""
MAX_EVALUATED_PLAYS = 25_000
"""Settings are chosen and measured on the newest sessions of so many plays: a minute, however much was heard."""
N_RESAMPLES = 200


@dataclass(frozen=True, kw_only=True)
class ArchivedSessions:
    """Every session that has ended, of all listeners."""

    sessions: SessionArrays
    """In the order of their end, each of two tracks at least."""
    track_ids: Sequence[str]
    """By number."""
    artists: Sequence[str]
    """By number."""
    known_until: datetime
    """All plays before it are known; sessions that had not ended by then are not among these."""


@dataclass(frozen=True)
class _Choice:
    blend: Blend
    is_served: bool
    is_measured: bool
    scores: dict[str, float]
    baselines: dict[str, float]
    report: bytes
    n_positions: int


def write_sessions(
    archived: ArchivedSessions,
    folder: Path,
    *,
    settings: Mapping[str, tuple[AnyModel, ...]] = SETTINGS,
    progress: Progress = silent,
) -> Description:
    """Choose and measure the blend, write the version into an empty folder, and return what the manifest says of it.

    It is served unless it was measured and does not beat popularity by HR@20 + MRR@20, or there is no session.
    """
    began = monotonic()
    choice = _choose(archived.sessions, settings, progress)
    write(archived.sessions, folder, track_ids=archived.track_ids, artists=archived.artists, blend=choice.blend)
    if choice.report:
        (folder / REPORT_FILE).write_bytes(choice.report)
    return Description(
        fingerprint=FORM,
        metric=HIT_RATE,
        dims=0,
        counts={
            "tracks": len(archived.track_ids),
            "sessions": archived.sessions.n_sessions,
            "plays": len(archived.sessions.track),
            "positions": choice.n_positions,
        },
        seed=SEED,
        config_digest=config_digest(choice.blend),
        parameters={IS_SERVED: float(choice.is_served), IS_MEASURED: float(choice.is_measured)},
        offline_metrics=choice.scores,
        baseline_metrics=choice.baselines,
        train_seconds=round(monotonic() - began, 2),
        data_cutoff=archived.known_until,
    )


def _choose(arrays: SessionArrays, settings: Mapping[str, tuple[AnyModel, ...]], progress: Progress) -> _Choice:
    sessions = newest(arrays, max_plays=MAX_EVALUATED_PLAYS).sessions()
    if len(sessions) < MIN_SESSIONS or len(split_by_plays(sessions)[1]) < MIN_TESTED:
        progress(f"{arrays.n_sessions:,} sessions are too few to choose weights by; the default ones are taken")
        return _Choice(DEFAULT_BLEND, arrays.n_sessions > 0, False, {}, {}, b"", 0)
    evaluated = evaluate_sessions(
        sessions, protocols={"incremental": True}, settings=settings, n_resamples=N_RESAMPLES, progress=progress
    )
    ranks = evaluated.outcomes["incremental"].ranks
    popularity = max(criterion(ranks[name]) for name in POPULARITIES if name in ranks)
    return _Choice(
        blend=evaluated.chosen["incremental"].blend,
        is_served=criterion(ranks[BLEND]) > popularity,
        is_measured=True,
        scores=evaluated.scores,
        baselines=evaluated.baselines,
        report=msgspec.json.encode(evaluated.report),
        n_positions=len(ranks[BLEND]),
    )

"""Trains what is published: a pair of models for unknown artists, one for known ones, measured out of fold."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from time import monotonic

import numpy as np

from recommender.errors import BadInput
from recommender.prediction.popularity.baselines import GenreBaseline
from recommender.prediction.popularity.cells import band_of
from recommender.prediction.popularity.evaluate import CASES, SOUND_ONLY, TASK, Measured, measured, protocol
from recommender.prediction.popularity.extrapolation import KnownSounds
from recommender.prediction.popularity.features import FINGERPRINT, NAMES
from recommender.prediction.popularity.kept import KNOWN, UNKNOWN, Facts, Kept, Trust
from recommender.prediction.popularity.models import Effort
from recommender.prediction.popularity.out_of_fold import Arm, Say, fitted_on
from recommender.prediction.popularity.records import LabelledTracks
from recommender.prediction.popularity.releases import release_of
from recommender.prediction.popularity.scores import calibration_error, confusion, reliability
from recommender.prediction.popularity.splits import Split
from recommender.prediction.report import Report
from recommender.prediction.training import Headline, NotBetter, Trained

HEADLINE = Headline(metric="R2, unknown artist")
FEWEST_TRACKS = 500
_SPLITS: dict[str, Split] = {UNKNOWN: "artist", KNOWN: "release"}
_BASELINES: dict[Split, str] = {"artist": "genre mean and shares", "release": "artist mean (shrunk)"}
_SERVED = "ensemble, no album words"
_FIGURES = ("R2", "MAE", "accuracy", "log loss", "ECE")


def train(
    tracks: LabelledTracks,
    *,
    data_cutoff: datetime,
    effort: Effort,
    say: Say,
    force: bool = False,
    seconds: Callable[[], float] = monotonic,
) -> Trained:
    """Measure both cases out of fold, then fit both on all tracks.

    Raises `NotBetter` when the models do not beat the genre's mean, or chance, unless `force` is given.
    """
    if len(tracks) < FEWEST_TRACKS:
        raise BadInput(f"{len(tracks)} distinct tracks are too few to learn from; give at least {FEWEST_TRACKS}")
    began = seconds()
    releases = release_of(tracks)
    found = {
        case: measured(split, tracks, releases, effort=effort, say=say, album=False) for case, split in _SPLITS.items()
    }
    report = _report(tracks, found, effort)
    scores, baselines = _scores(report)
    if not force:
        _require_worth(report, scores, baselines)
    say("all tracks: fitting what is served")
    kept = _kept(tracks, releases, found, report, effort)
    return Trained(
        topic=TASK,
        write=kept.write,
        fingerprint=FINGERPRINT,
        n_inputs=len(NAMES),
        n_rows=len(tracks),
        seed=effort.seed,
        config_digest=hashlib.sha256(repr((effort.epochs, effort.seed)).encode()).hexdigest()[:12],
        report=report,
        headline=HEADLINE,
        scores=scores,
        baselines=baselines,
        data_cutoff=data_cutoff,
        train_seconds=round(seconds() - began, 1),
    )


def _require_worth(report: Report, scores: dict[str, float], baselines: dict[str, float]) -> None:
    """Raise `NotBetter` unless R2 for unknown artists is above the genre mean's, and above 0 beyond chance."""
    score, baseline = scores[HEADLINE.metric], baselines[HEADLINE.metric]
    low = report.row(f"{CASES['artist']}: {_SERVED}", "R2").low
    if score <= baseline or low is None or low <= 0:
        raise NotBetter(
            f"popularity: {HEADLINE.metric}, is {score:.4f} (at least {low:.4f}), the genre mean's {baseline:.4f}; "
            "nothing is published, `--force` does it all the same"
        )


def _kept(
    tracks: LabelledTracks, releases: np.ndarray, found: dict[str, Measured], report: Report, effort: Effort
) -> Kept:
    every, truth = np.arange(len(tracks)), tracks.popularity
    pairs = {
        case: fitted_on(every, tracks, releases, Arm(with_artist=case == KNOWN, with_album=False), effort=effort).pair
        for case in _SPLITS
    }
    encoder = pairs[KNOWN].encoder
    facts = Facts(
        genres=encoder.layout.genres.names,
        usual=tuple(np.median(tracks.audio, axis=0).tolist()),
        blends={case: each.served.blend(truth) for case, each in found.items()},
        baseline=GenreBaseline.of(tracks),
        trust={case: _trust(each, truth) for case, each in found.items()},
        sound_r2=report.value(f"{CASES['artist']}: {SOUND_ONLY}", "R2"),
        artists_mean=encoder.artists.mean,
    )
    return Kept(facts, pairs, KnownSounds.of(tracks.audio, np.random.default_rng(effort.seed)))


def _trust(each: Measured, truth: np.ndarray) -> Trust:
    forecast = each.served.blended(truth)
    assert forecast.bands is not None
    bins = reliability(forecast.bands, band_of(truth))
    counts = confusion(forecast.bands, band_of(truth))
    return Trust(
        ece=calibration_error(bins, len(truth)), reliability=bins, confusion=tuple(map(tuple, counts.tolist()))
    )


def _report(tracks: LabelledTracks, found: dict[str, Measured], effort: Effort) -> Report:
    return Report(
        task=TASK,
        protocol=protocol(tracks, tuple(_SPLITS.values()), seed=effort.seed),
        rows=tuple(row for each in found.values() for row in each.rows),
        findings=tuple(finding for each in found.values() for finding in each.findings),
    )


def _scores(report: Report) -> tuple[dict[str, float], dict[str, float]]:
    """Return the served models' figures, and the baselines' where they have them; metrics named with their case."""
    values = {(row.model, row.metric): row.value for row in report.rows}

    def of(model: str, split: Split, case: str) -> dict[str, float]:
        return {
            f"{metric}, {case} artist": values[f"{CASES[split]}: {model}", metric]
            for metric in _FIGURES
            if (f"{CASES[split]}: {model}", metric) in values
        }

    scores: dict[str, float] = {}
    baselines: dict[str, float] = {}
    for case, split in _SPLITS.items():
        scores |= of(_SERVED, split, case)
        baselines |= of(_BASELINES[split], split, case)
    return scores, baselines

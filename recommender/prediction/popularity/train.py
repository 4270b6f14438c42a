"""Trains what is published: a pair of models for unknown artists, one for known ones, measured out of fold."""

from datetime import datetime

import numpy as np

from recommender.artifacts.manifest import config_digest
from recommender.prediction.evaluation.calibration import calibration_error, reliability
from recommender.prediction.evaluation.classification import confusion
from recommender.prediction.evaluation.report import Evaluation
from recommender.prediction.popularity.baselines import GenreBaseline
from recommender.prediction.popularity.cells import band_of
from recommender.prediction.popularity.evaluate import (
    ARTIST,
    CASES,
    SERVED,
    SOUND_ONLY,
    PopularityEvaluation,
    SplitEvaluation,
    evaluate,
)
from recommender.prediction.popularity.extrapolation import KnownSounds
from recommender.prediction.popularity.features.genres import Genres
from recommender.prediction.popularity.models.fitted import TrainConfig
from recommender.prediction.popularity.out_of_fold import Arm, fit_on
from recommender.prediction.popularity.records import LabelledTracks
from recommender.prediction.popularity.releases import release_of
from recommender.prediction.popularity.sample_checks import require_sample
from recommender.prediction.popularity.saved_model import KNOWN, UNKNOWN, ModelMetadata, SavedModel, Trust
from recommender.prediction.popularity.scores import N_BINS
from recommender.prediction.sound.audio_features import FINGERPRINT, NAMES
from recommender.prediction.training import PROTOCOL, Headline, NotBetter, Progress, Trained, silent

HEADLINE = Headline(metric="R2, unknown artist")
MIN_TRACKS = 500


def train(
    tracks: LabelledTracks,
    *,
    data_cutoff: datetime | None = None,
    config: TrainConfig,
    progress: Progress = silent,
    force: bool = False,
) -> Trained:
    """Measure both cases out of fold, then fit both on all tracks.

    Raises `NotBetter` when the models do not beat the mean of all tracks beyond chance, unless `force` is given.
    """
    require_sample(tracks, min_tracks=MIN_TRACKS)
    evaluation = evaluate(tracks, served_only=True, config=config, progress=progress)
    if not force:
        _require_worth(evaluation)
    progress("all tracks: fitting what is served")
    return Trained(
        write=_fit(tracks, evaluation, config).write,
        fingerprint=FINGERPRINT,
        n_inputs=len(NAMES),
        n_rows=len(tracks),
        seed=config.seed,
        config_digest=config_digest(config.epochs, config.seed),
        evaluation=evaluation,
        headline=HEADLINE,
        data_cutoff=data_cutoff,
        parameters={PROTOCOL: 2.0},  # 1: beside the mean of the genre, which was told
    )


def _require_worth(evaluation: Evaluation) -> None:
    """Raise `NotBetter` unless R2 for unknown artists is above that of the mean of all tracks, beyond chance."""
    score, baseline = (figures[HEADLINE.metric] for figures in (evaluation.scores, evaluation.baselines))
    low = evaluation.report.row(SERVED, "R2", case=CASES["artist"]).low
    if score <= baseline or low is None or low <= 0:
        raise NotBetter(
            f"popularity: {HEADLINE.metric}, is {score:.4f} (at least {low:.4f}), that of the mean of all "
            f"tracks {baseline:.4f}; "
            "nothing is published, `--force` does it all the same"
        )


def _fit(tracks: LabelledTracks, evaluation: PopularityEvaluation, config: TrainConfig) -> SavedModel:
    rows, truth, releases = np.arange(len(tracks)), tracks.popularity, release_of(tracks)
    pairs = {
        case: fit_on(rows, tracks, releases, Arm(with_artist=case == KNOWN), config=config).pair
        for case in (UNKNOWN, KNOWN)
    }
    encoder = pairs[KNOWN].encoder
    by_case = {ARTIST[split]: of_split for split, of_split in evaluation.splits.items()}
    metadata = ModelMetadata(
        genres=Genres.of(tracks.genres).names,
        is_genre_told=False,
        levels_elsewhere={
            case: of_split.level_elsewhere for case, of_split in by_case.items() if of_split.level_elsewhere is not None
        },
        usual=tuple(np.median(tracks.audio, axis=0).tolist()),
        blends={case: of_split.served.blend(truth) for case, of_split in by_case.items()},
        baseline=GenreBaseline.of(tracks),
        trust={case: _trust(of_split, truth) for case, of_split in by_case.items()},
        sound_r2=evaluation.report.value(SOUND_ONLY, "R2", case=CASES["artist"]),
        artists_mean=encoder.artists.mean,
    )
    return SavedModel(metadata, pairs, KnownSounds.of(tracks.audio, np.random.default_rng(config.seed)))


def _trust(evaluation: SplitEvaluation, truth: np.ndarray) -> Trust:
    forecast = evaluation.served.blended(truth)
    assert forecast.bands is not None
    bins = reliability(forecast.bands, band_of(truth), n_bins=N_BINS)
    counts = confusion(forecast.bands, band_of(truth))
    return Trust(ece=calibration_error(bins), reliability=bins, confusion=tuple(map(tuple, counts.tolist())))

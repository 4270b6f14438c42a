"""Popularity out of fold: by artist and by release, with genres left out, beside what needs no model."""

from dataclasses import dataclass

import numpy as np

from recommender.prediction.evaluation.classification import confusion
from recommender.prediction.evaluation.figure import Figure
from recommender.prediction.evaluation.report import Evaluation, Report, ReportRow
from recommender.prediction.popularity.cells import BANDS, band_of
from recommender.prediction.popularity.elsewhere import forecast_unseen_genres
from recommender.prediction.popularity.features.matrix import Encoder
from recommender.prediction.popularity.models.fitted import TrainConfig
from recommender.prediction.popularity.out_of_fold import Arm, RawForecasts, View, raw_forecasts
from recommender.prediction.popularity.plain_forecasts import audio_only, baseline_forecasts
from recommender.prediction.popularity.records import LabelledTracks
from recommender.prediction.popularity.releases import release_of
from recommender.prediction.popularity.sample_checks import require_sample
from recommender.prediction.popularity.scores import Forecast, figures
from recommender.prediction.popularity.splits import N_FOLDS, N_GENRE_FOLDS, SPLITS, Fold, Split, folds_by
from recommender.prediction.training import Progress, silent

SERVED = "ensemble, genre not told"
TOLD = "ensemble, no album words"
NOT_WIDENED = "intervals are those of home, too few genres can be left out"
SOUND_ONLY = "LightGBM, 13 audio features only"
CASES: dict[Split, str] = {"artist": "unknown artist", "release": "known artist, new release"}
ARTIST: dict[Split, str] = {"artist": "unknown", "release": "known"}
_BASELINES: dict[Split, tuple[str, ...]] = {
    "artist": ("global mean", "majority band"),
    "release": ("artist mean (shrunk)",),
}
_FIGURES = ("R2", "MAE", "accuracy", "log loss", "ECE")
_VIEWS: dict[Split, dict[str, View]] = {
    "artist": {"": Encoder.of_new, "title not told": Encoder.of_untitled},
    "release": {
        "": Encoder.of_new, "title not told": Encoder.of_untitled, "artist's mean guessed": Encoder.of_guessed,
    },
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class SplitEvaluation:
    """What one split gave: the table's rows, and the raw forecasts of the models that are served."""

    rows: tuple[ReportRow, ...]
    served: RawForecasts
    findings: tuple[str, ...]
    level_elsewhere: float | None
    """Of the intervals of tracks of another origin; None for a table of too few genres."""


@dataclass(frozen=True, kw_only=True)
class PopularityEvaluation(Evaluation):
    """The report, and what each split gave."""

    splits: dict[Split, SplitEvaluation]


def evaluate(
    tracks: LabelledTracks,
    *,
    splits: tuple[Split, ...] = SPLITS,
    served_only: bool = False,
    config: TrainConfig,
    progress: Progress = silent,
) -> PopularityEvaluation:
    """Measure models on each split, out of fold: all, or those alone that are served.

    Raises `BadInput` for a table that nothing can be said of, see `sample_checks`.
    """
    require_sample(tracks)
    releases = release_of(tracks)
    by_split = {
        split: _evaluate_split(split, tracks, releases, config=config, progress=progress, served_only=served_only)
        for split in splits
    }
    report = Report(
        task="popularity",
        protocol=_protocol(tracks, splits, seed=config.seed),
        rows=tuple(row for evaluation in by_split.values() for row in evaluation.rows),
        findings=tuple(finding for evaluation in by_split.values() for finding in evaluation.findings),
    )
    scores: dict[str, float] = {}
    baselines: dict[str, float] = {}
    for split in splits:
        scores |= _figures(report, split, SERVED)
        for model in _BASELINES[split]:
            baselines |= _figures(report, split, model)
    return PopularityEvaluation(report=report, scores=scores, baselines=baselines, splits=by_split)


def _figures(report: Report, split: Split, model: str) -> dict[str, float]:
    """Return a model's figures by metric, each named with the artist's case."""
    values = {row.metric: row.value for row in report.rows if row.model == f"{CASES[split]}: {model}"}
    return {f"{metric}, {ARTIST[split]} artist": values[metric] for metric in _FIGURES if metric in values}


def _evaluate_split(
    split: Split,
    tracks: LabelledTracks,
    releases: np.ndarray,
    *,
    config: TrainConfig,
    progress: Progress,
    served_only: bool,
) -> SplitEvaluation:
    folds = tuple(folds_by(split, tracks, releases, np.random.default_rng(config.seed)))
    case, truth, groups = CASES[split], tracks.popularity, tracks.first_artists

    def tell(step: str) -> None:
        progress(f"{case}, {step}")

    tell("baselines")
    forecasts = _plain(split, tracks, folds, config)
    raws: list[RawForecasts] = []
    for arm in _arms(split, served_only=served_only):
        views = {"": Encoder.of_new} if arm.with_album else _VIEWS[split]
        raw = raw_forecasts(tracks, releases, folds, arm, views=views, config=config, progress=tell)
        raws.append(raw[""])
        forecasts |= {
            ", ".join(filter(None, (model, arm.inputs, view))): forecast
            for view, seen in raw.items()
            for model, forecast in seen.by_model(truth).items()
            if not view or model == "ensemble"
        }
    served, rng = raws[0], np.random.default_rng(config.seed)
    measured = [
        figure
        for model, forecast in forecasts.items()
        for figure in figures_of(case, model, forecast, truth, groups, rng)
    ]
    unseen = forecast_unseen_genres(split, tracks, releases, served.blend(truth), config=config, progress=tell)
    if unseen.n_folds > 1:
        told = unseen.forecast(truth)
        measured += figures_of(
            f"{case}, of a genre left out", SERVED, told, truth[unseen.rows], groups[unseen.rows], rng
        )
    findings = (
        *_sound_finding(measured),
        _confusion_finding(case, forecasts[SERVED], truth),
        *(() if unseen.n_folds else (f"{case}: {NOT_WIDENED}",)),
    )
    return SplitEvaluation(tuple(figure.row() for figure in measured), served, findings, unseen.level(truth))


def _arms(split: Split, *, served_only: bool) -> tuple[Arm, ...]:
    """Return the served models' arm first."""
    with_artist = split == "release"
    more = (False, True) if not served_only else ()
    return (
        Arm(with_artist=with_artist),
        *(Arm(with_artist=with_artist, with_genre=True, with_album=with_album) for with_album in more),
    )


def figures_of(
    case: str, model: str, forecast: Forecast, truth: np.ndarray, groups: np.ndarray, rng: np.random.Generator
) -> list[Figure]:
    """Return every figure of one forecast of the popularity `truth` [n] of artists `groups` [n]."""
    return [
        Figure(model=model, metric=metric, estimate=estimate, n=len(truth), case=case)
        for metric, estimate in figures(forecast, truth, groups, rng).items()
    ]


def _protocol(tracks: LabelledTracks, splits: tuple[Split, ...], *, seed: int) -> str:
    by = " and ".join("first artist" if split == "artist" else "release (linked by song or album)" for split in splits)
    return (
        f"{len(tracks):,} distinct tracks of {len(np.unique(tracks.first_artists)):,} first artists; {N_FOLDS} folds "
        f"by {by}, no song and no album on both sides; artists' figures from training tracks only, a row's own "
        f"release left out; share and scale of the ensemble fitted on the other folds; seed {seed}; 95 % intervals by "
        "drawing artists; ECE: 15 equal bins of the most probable band. What is served is not told the genre, whose "
        "mean is that of this table's choice of tracks; of a genre left out: asked by models that have seen no track "
        f"of it, in {N_GENRE_FOLDS} folds."
    )


def _plain(split: Split, tracks: LabelledTracks, folds: tuple[Fold, ...], config: TrainConfig) -> dict[str, Forecast]:
    forecasts = baseline_forecasts(tracks, folds, with_artist=split == "release")
    if split == "artist":
        forecasts[SOUND_ONLY] = audio_only(tracks, folds, config=config)
    return forecasts


def _sound_finding(measured: list[Figure]) -> tuple[str, ...]:
    return tuple(
        f"The 13 audio features alone explain {figure.estimate.value:.1%} "
        "of the popularity of an unknown artist's track"
        for figure in measured
        if (figure.model, figure.metric) == (SOUND_ONLY, "R2")
    )


def _confusion_finding(case: str, forecast: Forecast, truth: np.ndarray) -> str:
    assert forecast.bands is not None
    counts = confusion(forecast.bands, band_of(truth))
    rows = "; ".join(
        f"{band}: {' / '.join(f'{n:,}' for n in row)}" for band, row in zip(BANDS, counts.tolist(), strict=True)
    )
    return f"Confusion, {case}, what is served, true band: forecast as {' / '.join(BANDS)}: {rows}"

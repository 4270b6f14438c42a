"""Popularity out of fold: by artist and by release, beside what needs no model."""

from dataclasses import dataclass

import numpy as np

from recommender.prediction.popularity.cells import BANDS, band_of
from recommender.prediction.popularity.inputs import Encoder
from recommender.prediction.popularity.models import Effort
from recommender.prediction.popularity.out_of_fold import Arm, RawForecasts, Say, View, raw_forecasts
from recommender.prediction.popularity.plain_forecasts import audio_only, baseline_forecasts
from recommender.prediction.popularity.records import LabelledTracks
from recommender.prediction.popularity.releases import release_of
from recommender.prediction.popularity.scores import Forecast, confusion, figures
from recommender.prediction.popularity.splits import N_FOLDS, SPLITS, Fold, Split, folds_by
from recommender.prediction.report import Report, ReportRow

TASK = "popularity"
SOUND_ONLY = "LightGBM, 13 audio features only"
CASES: dict[Split, str] = {"artist": "unknown artist", "release": "known artist, new release"}
_VIEWS: dict[Split, dict[str, View]] = {
    "artist": {"": Encoder.of_new, "title not told": Encoder.of_untitled},
    "release": {
        "": Encoder.of_new, "title not told": Encoder.of_untitled, "artist's mean guessed": Encoder.of_guessed,
    },
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Measured:
    """What one split gave: the table's rows, and the raw forecasts of the models that are served."""

    rows: tuple[ReportRow, ...]
    served: RawForecasts
    findings: tuple[str, ...]


def evaluate(tracks: LabelledTracks, splits: tuple[Split, ...] = SPLITS, *, effort: Effort, say: Say) -> Report:
    """Measure all models, with and without the album's words, on each split."""
    releases = release_of(tracks)
    found = [measured(split, tracks, releases, effort=effort, say=say) for split in splits]
    return Report(
        task=TASK,
        protocol=protocol(tracks, splits, seed=effort.seed),
        rows=tuple(row for each in found for row in each.rows),
        findings=tuple(finding for each in found for finding in each.findings),
    )


def measured(
    split: Split, tracks: LabelledTracks, releases: np.ndarray, *, effort: Effort, say: Say, album: bool = True
) -> Measured:
    """Measure one split; `album` says whether to try the album's words as well."""
    folds = tuple(folds_by(split, tracks, releases, np.random.default_rng(effort.seed)))
    case, with_artist = CASES[split], split == "release"
    truth, groups = tracks.popularity, tracks.first_artists
    say(f"{case}: baselines")
    forecasts = _plain(split, tracks, folds, effort)
    served: dict[str, RawForecasts] = {}
    for with_album in (False, True) if album else (False,):
        arm = Arm(with_artist=with_artist, with_album=with_album)
        views = {"": Encoder.of_new} if with_album else _VIEWS[split]
        raw = raw_forecasts(
            tracks, releases, folds, arm, views=views, effort=effort, say=lambda step: say(f"{case}, {step}")
        )
        served = served or raw
        forecasts |= {
            ", ".join(filter(None, (model, arm.inputs, view))): forecast
            for view, each in raw.items()
            for model, forecast in each.by_model(truth).items()
            if not view or model == "ensemble"
        }
    rng = np.random.default_rng(effort.seed)
    rows = tuple(
        ReportRow(model=f"{case}: {model}", metric=metric, value=each.value, low=each.low, high=each.high, n=len(truth))
        for model, forecast in forecasts.items()
        for metric, each in figures(forecast, truth, groups, rng).items()
    )
    best = forecasts["ensemble, no album words"]
    return Measured(rows, served[""], (*_sound_finding(rows), _confusion_finding(case, best, truth)))


def protocol(tracks: LabelledTracks, splits: tuple[Split, ...], *, seed: int) -> str:
    """Return data, split, seed and interval in one line."""
    by = " and ".join("first artist" if split == "artist" else "release (linked by song or album)" for split in splits)
    return (
        f"{len(tracks):,} distinct tracks of {len(np.unique(tracks.first_artists)):,} first artists; {N_FOLDS} folds "
        f"by {by}, no song and no album on both sides; artists' figures from training tracks only, a row's own "
        f"release left out; share and scale of the ensemble fitted on the other folds; seed {seed}; 95 % intervals by "
        "drawing artists; ECE: 15 equal bins of the most probable band."
    )


def _plain(split: Split, tracks: LabelledTracks, folds: tuple[Fold, ...], effort: Effort) -> dict[str, Forecast]:
    forecasts = baseline_forecasts(tracks, folds, with_artist=split == "release")
    if split == "artist":
        forecasts[SOUND_ONLY] = audio_only(tracks, folds, effort=effort)
    return forecasts


def _sound_finding(rows: tuple[ReportRow, ...]) -> tuple[str, ...]:
    return tuple(
        f"The 13 audio features alone explain {row.value:.1%} of the popularity of an unknown artist's track"
        for row in rows
        if row.model.endswith(SOUND_ONLY) and row.metric == "R2"
    )


def _confusion_finding(case: str, forecast: Forecast, truth: np.ndarray) -> str:
    assert forecast.bands is not None
    counts = confusion(forecast.bands, band_of(truth))
    rows = "; ".join(
        f"{band}: {' / '.join(f'{n:,}' for n in row)}" for band, row in zip(BANDS, counts.tolist(), strict=True)
    )
    return f"Confusion, {case}, ensemble without album words, true band: forecast as {' / '.join(BANDS)}: {rows}"

"""Popularity of a table of another origin: what survives when the sampling, and the scale, were others."""

import numpy as np
from scipy.stats import spearmanr

from recommender.errors import BadInput
from recommender.prediction.group_folds import group_folds
from recommender.prediction.popularity.artists import ARTIST_FACTS
from recommender.prediction.popularity.baselines import GenreBaseline, artist_mean
from recommender.prediction.popularity.blend import Scale
from recommender.prediction.popularity.blend_fit import fitted_blend, fitted_scale
from recommender.prediction.popularity.cells import expected, in_bands
from recommender.prediction.popularity.evaluate import CASES, TASK
from recommender.prediction.popularity.models import Effort
from recommender.prediction.popularity.out_of_fold import Arm, Say, fitted_on
from recommender.prediction.popularity.records import LabelledTracks
from recommender.prediction.popularity.releases import release_of
from recommender.prediction.popularity.scores import Figure, Forecast, figures
from recommender.prediction.popularity.splits import Split, folds_by, without_releases_of
from recommender.prediction.report import Report, ReportRow

_FEWEST = 50
_SHRUNK = ARTIST_FACTS.index("artist_shrunk")


def evaluate_elsewhere(
    tracks: LabelledTracks, others: LabelledTracks, splits: tuple[Split, ...], *, effort: Effort, say: Say
) -> Report:
    """Learn from `tracks`, without those linked to the others by a song or an album, and forecast the others."""
    releases = release_of(tracks.followed_by(others))
    own, foreign = np.arange(len(tracks)), np.arange(len(tracks), len(releases))
    kept = without_releases_of(foreign, own, releases)
    if min(len(kept), len(others)) < _FEWEST:
        raise BadInput(
            f"{len(kept)} tracks to learn from and {len(others)} to be asked about, when what is in both is left out; "
            f"at least {_FEWEST} of each are needed"
        )
    found = [
        row
        for split in splits
        for row in _rows(split, tracks.take(kept), releases[kept], others, effort=effort, say=say)
    ]
    return Report(task=TASK, protocol=_protocol(tracks, len(kept), others, effort.seed), rows=tuple(found))


def _rows(
    split: Split, tracks: LabelledTracks, releases: np.ndarray, others: LabelledTracks, *, effort: Effort, say: Say
) -> list[ReportRow]:
    """Learn from four folds; share and scale come from the fifth."""
    case, with_artist = CASES[split], split == "release"
    say(f"{case}: learning")
    fold = next(iter(folds_by(split, tracks, releases, np.random.default_rng(effort.seed))))
    pair = fitted_on(fold.train, tracks, releases, Arm(with_artist=with_artist, with_album=False), effort=effort).pair
    blend = fitted_blend(*pair.predict(pair.encoder.of_new(tracks.take(fold.test))), tracks.popularity[fold.test])
    cells = blend.cells(*pair.predict(pair.encoder.of_new(others)))
    genre = GenreBaseline.of(tracks)
    forecasts = genre.constants(len(others)) | {"genre mean and shares": genre.forecast(others)}
    if with_artist:
        shrunk = pair.encoder.artists.facts(others)[:, _SHRUNK]
        forecasts["artist mean (shrunk)"] = artist_mean(shrunk, genre.mean)
    forecasts["ensemble, no album words"] = _forecast(cells, blend.scale)
    forecasts["ensemble, recalibrated on the other half"] = _recalibrated(cells, others, effort.seed)
    rng = np.random.default_rng(effort.seed)
    truth, groups = others.popularity, others.first_artists
    return [
        ReportRow(
            model=f"{case}: {model}", metric=metric, value=each.value, low=each.low, high=each.high, n=len(others)
        )
        for model, forecast in forecasts.items()
        for metric, each in (figures(forecast, truth, groups, rng) | _as_order(forecast, others, effort.seed)).items()
    ]


def _as_order(forecast: Forecast, others: LabelledTracks, seed: int) -> dict[str, Figure]:
    """Return what the forecast is worth when scale and origin do not count."""
    if forecast.expected is None or np.ptp(forecast.expected) == 0:
        return {}
    truth = others.popularity
    fitted = np.empty(len(truth))
    for here, rest in _halves(others, seed):
        slope, shift = np.polyfit(forecast.expected[rest], truth[rest], 1)
        fitted[here] = shift + slope * forecast.expected[here]
    r2 = 1 - float(((truth - fitted) ** 2).sum()) / float(((truth - truth.mean()) ** 2).sum())
    return {
        "Spearman": Figure(float(spearmanr(forecast.expected, truth).statistic)),
        "R2 after an affine fit": Figure(r2),
    }


def _recalibrated(cells: np.ndarray, others: LabelledTracks, seed: int) -> Forecast:
    parts = [(here, fitted_scale(cells[rest], others.popularity[rest])) for here, rest in _halves(others, seed)]
    corrected, low, high = np.empty_like(cells), np.empty(len(cells)), np.empty(len(cells))
    for here, scale in parts:
        corrected[here] = scale.apply(cells[here])
        low[here], high[here] = scale.interval(corrected[here])
    return Forecast(expected(corrected), in_bands(corrected), low, high)


def _forecast(cells: np.ndarray, scale: Scale) -> Forecast:
    return Forecast(expected(cells), in_bands(cells), *scale.interval(cells))


def _halves(others: LabelledTracks, seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return (this half, the other half) twice; an artist is in one of them."""
    half = group_folds(others.first_artists, 2, np.random.default_rng(seed))
    return [(np.flatnonzero(half == side), np.flatnonzero(half != side)) for side in (0, 1)]


def _protocol(tracks: LabelledTracks, n_kept: int, others: LabelledTracks, seed: int) -> str:
    return (
        f"Learned from {n_kept:,} of {len(tracks):,} tracks (the rest shares a song or an album with the test table), "
        f"asked about {len(others):,} tracks of another origin; affine fit and recalibration are fitted on one half of "
        f"the test table's artists and measured on the other; seed {seed}; 95 % intervals by drawing artists; "
        "ECE: 15 equal bins of the most probable band."
    )

"""Forecasts of every track by models that have seen neither its artist (or its release) nor its answer."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from recommender.prediction.popularity.cells import BANDS, N_CELLS, expected_popularity, in_bands
from recommender.prediction.popularity.features.matrix import Encoder
from recommender.prediction.popularity.models.blend import Blend
from recommender.prediction.popularity.models.blend_fit import fit_blend
from recommender.prediction.popularity.models.boosting import Booster, fit_value
from recommender.prediction.popularity.models.fitted import Fit, Pair, TrainConfig, fit_pair
from recommender.prediction.popularity.records import LabelledTracks
from recommender.prediction.popularity.scores import Forecast
from recommender.prediction.popularity.splits import Fold
from recommender.prediction.training import Progress

View = Callable[[Encoder, LabelledTracks], np.ndarray]
"""Makes the matrix to predict from, with as much of a new track as a question gives."""


@dataclass(frozen=True, eq=False)
class RawForecasts:
    """All forecasts out of fold, before network and boosting are blended; row i is track i."""

    fold_of: np.ndarray
    """int [n]"""
    cells: np.ndarray
    """The network's, float64 [n, 21]."""
    bands: np.ndarray
    """Boosting's, float64 [n, 4]."""
    value: np.ndarray
    """Boosting on the popularity itself, float64 [n]."""

    @classmethod
    def empty(cls, n: int) -> "RawForecasts":
        """Return room for `n` tracks."""
        return cls(np.zeros(n, np.int64), np.empty((n, N_CELLS)), np.empty((n, len(BANDS))), np.empty(n))

    def put(self, rows: np.ndarray, fold: int, pair: Pair, value: Booster, matrix: np.ndarray) -> None:
        """Fill in one fold's rows."""
        self.fold_of[rows] = fold
        self.cells[rows], self.bands[rows] = pair.predict(matrix)
        self.value[rows] = value.predict(matrix)

    def blended(self, popularity: np.ndarray) -> Forecast:
        """Return the ensemble's forecast; share and scale of each fold are fitted on the other folds."""
        cells = np.empty_like(self.cells)
        low, high = np.empty(len(cells)), np.empty(len(cells))
        for fold in range(int(self.fold_of.max()) + 1):
            here, rest = self.fold_of == fold, self.fold_of != fold
            blend = fit_blend(self.cells[rest], self.bands[rest], popularity[rest])
            cells[here] = blend.cells(self.cells[here], self.bands[here])
            low[here], high[here] = blend.scale.interval(cells[here])
        return Forecast(expected_popularity(cells), in_bands(cells), low, high)

    def blend(self, popularity: np.ndarray) -> Blend:
        """Return share and scale fitted on all folds: what is served."""
        return fit_blend(self.cells, self.bands, popularity)

    def by_model(self, popularity: np.ndarray) -> dict[str, Forecast]:
        """Return the forecast of each model."""
        return {
            "LightGBM": Forecast(self.value, self.bands),
            "neural network": Forecast(expected_popularity(self.cells), in_bands(self.cells)),
            "ensemble": self.blended(popularity),
        }


@dataclass(frozen=True, kw_only=True)
class Arm:
    """What the models may look at beside sound and title."""

    with_artist: bool
    with_genre: bool = False
    with_album: bool = False

    @property
    def inputs(self) -> str:
        """Return the inputs in words, for a table."""
        if not self.with_genre:
            return "genre not told"
        return "with album words" if self.with_album else "no album words"


def raw_forecasts(
    tracks: LabelledTracks,
    releases: np.ndarray,
    folds: Iterable[Fold],
    arm: Arm,
    *,
    views: Mapping[str, View],
    config: TrainConfig,
    progress: Progress,
) -> dict[str, RawForecasts]:
    """Fit fold by fold and forecast what was left out, as each of `views` shows it."""
    forecasts = {name: RawForecasts.empty(len(tracks)) for name in views}
    for number, fold in enumerate(folds):
        progress(f"{arm.inputs}: fold {number + 1}")
        fit = fit_on(fold.train, tracks, releases, arm, config=config)
        value = fit_value(fit.matrix, tracks.popularity[fold.train], seed=config.seed)
        test = tracks.take(fold.test)
        for name, view in views.items():
            forecasts[name].put(fold.test, number, fit.pair, value, view(fit.pair.encoder, test))
    return forecasts


def fit_on(rows: np.ndarray, tracks: LabelledTracks, releases: np.ndarray, arm: Arm, *, config: TrainConfig) -> Fit:
    """Fit to some rows."""
    return fit_pair(
        tracks.take(rows),
        releases[rows],
        with_genre=arm.with_genre,
        with_artist=arm.with_artist,
        with_album=arm.with_album,
        config=config,
    )

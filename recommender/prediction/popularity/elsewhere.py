"""How far to trust forecasts of tracks of another origin: learned from genres that were left out whole."""

from dataclasses import dataclass

import numpy as np

from recommender.prediction.popularity.cells import expected_popularity, in_bands
from recommender.prediction.popularity.models.blend import Blend, interval_at
from recommender.prediction.popularity.models.blend_fit import fit_level
from recommender.prediction.popularity.models.fitted import TrainConfig
from recommender.prediction.popularity.out_of_fold import Arm, fit_on
from recommender.prediction.popularity.records import LabelledTracks
from recommender.prediction.popularity.scores import Forecast
from recommender.prediction.popularity.splits import Split, folds_of_unseen_genres
from recommender.prediction.training import Progress


@dataclass(frozen=True, eq=False)
class UnseenGenres:
    """Forecasts of tracks by models that have seen no track of their genres."""

    rows: np.ndarray
    """int [k]: positions of the tracks; one of several genres can be there more than once."""
    fold_of: np.ndarray
    """int [k]"""
    cells: np.ndarray
    """float64 [k, 21]"""

    @property
    def n_folds(self) -> int:
        """How many times genres were left out."""
        return len(np.unique(self.fold_of))

    def level(self, popularity: np.ndarray) -> float | None:
        """Return the level at which the intervals hold 80 % of the popularities [n]; None without forecasts."""
        return fit_level(self.cells, popularity[self.rows]) if len(self.rows) else None

    def forecast(self, popularity: np.ndarray) -> Forecast:
        """Return the forecast of two folds or more; the level of each is fitted on the others, of other genres."""
        low, high = np.empty(len(self.rows)), np.empty(len(self.rows))
        for fold in np.unique(self.fold_of):
            here, rest = self.fold_of == fold, self.fold_of != fold
            level = fit_level(self.cells[rest], popularity[self.rows[rest]])
            low[here], high[here] = interval_at(self.cells[here], level)
        return Forecast(expected_popularity(self.cells), in_bands(self.cells), low, high)


def forecast_unseen_genres(
    split: Split, tracks: LabelledTracks, releases: np.ndarray, blend: Blend, *, config: TrainConfig, progress: Progress
) -> UnseenGenres:
    """Forecast tracks of genres that were left out, by the blend that was fitted at home.

    Only the width of the interval is learned from them. A scale fitted to them was no better elsewhere and worse at
    home; and how far a sound lies from those of the training tracks says nothing of the error.
    """
    parts = [(np.empty(0, np.int64), np.empty((0, 21)))]
    for number, fold in enumerate(folds_of_unseen_genres(split, tracks, releases, np.random.default_rng(config.seed))):
        progress(f"genres left out: fold {number + 1}")
        pair = fit_on(fold.train, tracks, releases, Arm(with_artist=split == "release"), config=config).pair
        parts.append((fold.test, blend.cells(*pair.predict(pair.encoder.of_new(tracks.take(fold.test))))))
    fold_of = np.repeat(np.arange(len(parts)), [len(rows) for rows, _ in parts])
    return UnseenGenres(np.concatenate([rows for rows, _ in parts]), fold_of, np.concatenate([c for _, c in parts]))

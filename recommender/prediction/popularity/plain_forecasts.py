"""Forecasts out of fold of what stands beside the models: baselines, and the sound alone."""

from collections.abc import Iterable

import numpy as np

from recommender.prediction.popularity.baselines import GenreBaseline, artist_mean
from recommender.prediction.popularity.features.artists import ARTIST_FACTS, ArtistTable
from recommender.prediction.popularity.models.boosting import fit_value
from recommender.prediction.popularity.models.fitted import TrainConfig
from recommender.prediction.popularity.records import LabelledTracks
from recommender.prediction.popularity.scores import Forecast
from recommender.prediction.popularity.splits import Fold

_SHRUNK = ARTIST_FACTS.index("artist_shrunk")


def baseline_forecasts(tracks: LabelledTracks, folds: Iterable[Fold], *, with_artist: bool) -> dict[str, Forecast]:
    """Return the baselines' forecasts out of fold; the artist's mean only where artists can be known."""
    n = len(tracks)
    parts: dict[str, list[tuple[np.ndarray, Forecast]]] = {}
    for fold in folds:
        train, test = tracks.take(fold.train), tracks.take(fold.test)
        genre = GenreBaseline.of(train)
        here = genre.constants(len(test)) | {"genre mean and shares": genre.forecast(test)}
        if with_artist:
            here["artist mean (shrunk)"] = artist_mean(ArtistTable.of(train).facts(test)[:, _SHRUNK], genre.mean)
        for name, forecast in here.items():
            parts.setdefault(name, []).append((fold.test, forecast))
    return {name: _join(n, part) for name, part in parts.items()}


def audio_only(tracks: LabelledTracks, folds: Iterable[Fold], *, config: TrainConfig) -> Forecast:
    """Return what the 13 features alone say, by boosting."""
    value = np.empty(len(tracks))
    sound, truth = tracks.audio, tracks.popularity
    for fold in folds:
        booster = fit_value(sound[fold.train], truth[fold.train], seed=config.seed)
        value[fold.test] = booster.predict(sound[fold.test])
    return Forecast(value)


def _join(n: int, parts: list[tuple[np.ndarray, Forecast]]) -> Forecast:
    def whole(name: str) -> np.ndarray | None:
        given = [(rows, getattr(forecast, name)) for rows, forecast in parts]
        if given[0][1] is None:
            return None
        joined = np.empty((n, *given[0][1].shape[1:]))
        for rows, values in given:
            joined[rows] = values
        return joined

    return Forecast(whole("expected"), whole("bands"))

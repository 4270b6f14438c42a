"""What needs no model: the mean, the genre's mean and shares, the artist's mean."""

import numpy as np
from msgspec import Struct

from recommender.catalogue.names import fold
from recommender.prediction.popularity.cells import BANDS, band_of
from recommender.prediction.popularity.records import LabelledTracks
from recommender.prediction.popularity.scores import Forecast

_SMOOTHING = 20.0
"""A genre counts as if it had this many average tracks more."""


class GenreBaseline(Struct, frozen=True, kw_only=True):
    """Mean popularity and shares of the bands, over all tracks and by a track's first genre."""

    mean: float
    median: float
    shares: tuple[float, ...]
    genre_means: dict[str, float]
    genre_shares: dict[str, tuple[float, ...]]

    @classmethod
    def of(cls, tracks: LabelledTracks) -> "GenreBaseline":
        """Count the training tracks."""
        truth = tracks.popularity
        marks = (band_of(truth)[:, None] == np.arange(len(BANDS))).astype(np.float64)
        mean, shares = float(truth.mean()), marks.mean(axis=0)
        names, codes = np.unique(np.array([first_genre(names) for names in tracks.genres]), return_inverse=True)
        n_tracks = np.bincount(codes) + _SMOOTHING
        means = (np.bincount(codes, truth) + _SMOOTHING * mean) / n_tracks
        counts = np.column_stack([np.bincount(codes, mark) for mark in marks.T])
        return cls(
            mean=mean,
            median=float(np.median(truth)),
            shares=tuple(shares.tolist()),
            genre_means=dict(zip(names.tolist(), means.tolist(), strict=True)),
            genre_shares={
                name: tuple(row)
                for name, row in zip(
                    names.tolist(), ((counts + _SMOOTHING * shares) / n_tracks[:, None]).tolist(), strict=True
                )
            },
        )

    def of_genre(self, genre: str) -> tuple[float, tuple[float, ...]]:
        """Return mean and shares of a genre; those of all tracks for one that is not known."""
        name = fold(genre)
        return self.genre_means.get(name, self.mean), self.genre_shares.get(name, self.shares)

    def forecast(self, tracks: LabelledTracks) -> Forecast:
        """Forecast each track by its first genre."""
        means_and_shares = [self.of_genre(first_genre(names)) for names in tracks.genres]
        return Forecast(
            np.array([mean for mean, _ in means_and_shares]), np.array([shares for _, shares in means_and_shares])
        )

    def constants(self, n: int) -> dict[str, Forecast]:
        """Return the same forecast for each of `n` tracks."""
        shares = np.tile(np.array(self.shares), (n, 1))
        return {
            "global mean": Forecast(np.full(n, self.mean)),
            "global median": Forecast(np.full(n, self.median)),
            "majority band": Forecast(None, shares),
        }


def artist_mean(shrunk: np.ndarray, mean: float) -> Forecast:
    """Forecast by the artist's shrunk mean [n]; the mean of all where the artist is not known."""
    return Forecast(np.where(np.isnan(shrunk), mean, shrunk))


def first_genre(names: tuple[str, ...]) -> str:
    """Return the folded first genre; empty for none."""
    return fold(names[0]) if names else ""

"""What is fitted together on the same rows: network, boosting, and the encoder that feeds both."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from recommender.prediction.popularity.cells import band_of, cell_of
from recommender.prediction.popularity.features.matrix import Encoder
from recommender.prediction.popularity.models.boosting import Booster, fit_bands
from recommender.prediction.popularity.models.network import Network
from recommender.prediction.popularity.models.network_training import EPOCHS, train_network
from recommender.prediction.popularity.records import LabelledTracks

SEED = 0


class FitNetwork(Protocol):
    """Fits a network to cells [n], given the matrix [n, columns]."""

    def __call__(self, matrix: np.ndarray, cells: np.ndarray, *, seed: int, epochs: int) -> Network: ...  # noqa: D102


@dataclass(frozen=True, kw_only=True)
class TrainConfig:
    """How much a fit may cost."""

    epochs: int = EPOCHS
    seed: int = SEED
    fit_network: FitNetwork = train_network


@dataclass(frozen=True, eq=False)
class Pair:
    """Network and boosting with their encoder."""

    encoder: Encoder
    network: Network
    boosting: Booster

    def predict(self, matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the network's cells [n, 21] and boosting's bands [n, 4]."""
        return self.network.predict(matrix), self.boosting.predict(matrix)


@dataclass(frozen=True, eq=False)
class Fit:
    """A pair, and the training matrix it was made of."""

    pair: Pair
    matrix: np.ndarray


def fit_pair(
    tracks: LabelledTracks,
    releases: np.ndarray,
    *,
    with_genre: bool,
    with_artist: bool,
    with_album: bool,
    config: TrainConfig,
) -> Fit:
    """Fit both models to these tracks."""
    encoder = Encoder.of(tracks, with_genre=with_genre, with_artist=with_artist, with_album=with_album)
    matrix = encoder.of_training(tracks, releases, np.random.default_rng(config.seed))
    truth = tracks.popularity
    network = config.fit_network(matrix, cell_of(truth), seed=config.seed, epochs=config.epochs)
    boosting = fit_bands(matrix, band_of(truth), seed=config.seed)
    return Fit(Pair(encoder, network, boosting), matrix)

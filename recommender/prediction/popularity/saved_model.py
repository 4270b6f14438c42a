"""The files of a published version: written once, read by whoever serves."""

from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct

from recommender.prediction.evaluation.calibration import Bin
from recommender.prediction.popularity.baselines import GenreBaseline
from recommender.prediction.popularity.extrapolation import KnownSounds
from recommender.prediction.popularity.features.artists import ArtistTable
from recommender.prediction.popularity.features.genres import Genres
from recommender.prediction.popularity.features.matrix import Encoder, Layout
from recommender.prediction.popularity.models.blend import Blend, Scale, interval_at
from recommender.prediction.popularity.models.boosting import Booster
from recommender.prediction.popularity.models.fitted import Pair
from recommender.prediction.popularity.models.network import Network

METADATA_FILE = "facts.json"
ARTISTS_FILE = "artists.npz"
SOUNDS_FILE = "sounds.npz"
UNKNOWN, KNOWN = "unknown", "known"
"""The two pairs of models: without, and with the artist's figures."""


class Trust(Struct, frozen=True, kw_only=True):
    """How far the forecasts of one case can be believed, out of fold."""

    ece: float
    reliability: tuple[Bin, ...]
    confusion: tuple[tuple[int, ...], ...]
    """Row: true band, column: forecast band."""


class ModelMetadata(Struct, frozen=True, kw_only=True):
    """Everything of a model but its matrices."""

    genres: tuple[str, ...]
    """Those that enough training tracks have."""
    usual: tuple[float, ...]
    """Median of each of the 13 features: the sound that effects are measured from."""
    blends: dict[str, Blend]
    baseline: GenreBaseline
    trust: dict[str, Trust]
    sound_r2: float
    """What the 13 features alone explain of an unknown artist's track."""
    artists_mean: float
    is_genre_told: bool = True
    """Whether the models look at the genre; those of earlier versions do."""
    levels_elsewhere: dict[str, float] = {}
    """By case, the level of the intervals of tracks of another origin than the training tracks'."""
    own_scale: Scale | None = None
    """Fitted on the user's own labelled rows; applied after the blends' scales."""
    n_own_rows: int | None = None

    def cells(self, case: str, network: np.ndarray, boosting: np.ndarray) -> np.ndarray:
        """Return the distribution [n, 21] of what the two models of a case say."""
        cells = self.blends[case].cells(network, boosting)
        return cells if self.own_scale is None else self.own_scale.apply(cells)

    def interval(self, case: str, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the ends [n] of the 80 % interval of tracks that are asked about: of another origin, or one's own."""
        scale = self.own_scale or self.blends[case].scale
        if self.own_scale is not None or case not in self.levels_elsewhere:
            return scale.interval(cells)
        return interval_at(cells, self.levels_elsewhere[case])


@dataclass(frozen=True, eq=False)
class SavedModel:
    """Everything of a version."""

    metadata: ModelMetadata
    pairs: dict[str, Pair]
    sounds: KnownSounds

    def write(self, folder: Path) -> None:
        """Write the files into an empty folder."""
        (folder / METADATA_FILE).write_bytes(msgspec.json.encode(self.metadata))
        table = self.pairs[KNOWN].encoder.artists
        np.savez(folder / ARTISTS_FILE, names=np.array(list(table.rows_by_name), dtype=str), sums=table.sums)
        np.savez(folder / SOUNDS_FILE, **self.sounds.arrays())  # type: ignore[arg-type]
        for case, pair in self.pairs.items():
            np.savez(folder / _network(case), **pair.network.arrays())  # type: ignore[arg-type]
            (folder / _boosting(case)).write_text(pair.boosting.text)


def read_model(folder: Path) -> SavedModel:
    """Read what `SavedModel.write` wrote, inside `open_version`."""
    metadata = msgspec.json.decode((folder / METADATA_FILE).read_bytes(), type=ModelMetadata)
    artists = _arrays(folder / ARTISTS_FILE)
    rows = {name: row for row, name in enumerate(artists["names"].tolist())}
    table = ArtistTable(rows, artists["sums"], metadata.artists_mean)
    genres = Genres(metadata.genres if metadata.is_genre_told else ())
    pairs = {
        case: Pair(
            Encoder(Layout(genres, with_artist=case == KNOWN), table),
            Network.from_arrays(_arrays(folder / _network(case))),
            Booster((folder / _boosting(case)).read_text()),
        )
        for case in (UNKNOWN, KNOWN)
    }
    return SavedModel(metadata, pairs, KnownSounds.from_arrays(_arrays(folder / SOUNDS_FILE)))


def _arrays(path: Path) -> dict[str, np.ndarray]:
    with np.load(path, allow_pickle=False) as arrays:
        return dict(arrays)


def _network(case: str) -> str:
    return f"network_{case}.npz"


def _boosting(case: str) -> str:
    return f"boosting_{case}.txt"

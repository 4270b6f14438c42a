"""The files of a published version: written once, read by whoever serves."""

from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct

from recommender.errors import BadArtifact
from recommender.prediction.popularity.artists import ArtistTable
from recommender.prediction.popularity.baselines import GenreBaseline
from recommender.prediction.popularity.blend import Blend, Scale
from recommender.prediction.popularity.boosting import Booster
from recommender.prediction.popularity.extrapolation import KnownSounds
from recommender.prediction.popularity.genres import Genres
from recommender.prediction.popularity.inputs import Encoder, Layout
from recommender.prediction.popularity.models import Pair
from recommender.prediction.popularity.network import Network
from recommender.prediction.popularity.scores import Bin

FACTS_FILE = "facts.json"
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


class Facts(Struct, frozen=True, kw_only=True):
    """All that is not a matrix."""

    genres: tuple[str, ...]
    usual: tuple[float, ...]
    """Median of each of the 13 features: the sound that effects are measured from."""
    blends: dict[str, Blend]
    baseline: GenreBaseline
    trust: dict[str, Trust]
    sound_r2: float
    """What the 13 features alone explain of an unknown artist's track."""
    artists_mean: float
    own_scale: Scale | None = None
    """Fitted on the user's own labelled rows; applied after the blends' scales."""
    n_own_rows: int | None = None

    def cells(self, case: str, network: np.ndarray, boosting: np.ndarray) -> np.ndarray:
        """Return the distribution [n, 21] of what the two models of a case say."""
        cells = self.blends[case].cells(network, boosting)
        return cells if self.own_scale is None else self.own_scale.apply(cells)

    def interval(self, case: str, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the ends [n] of the 80 % interval."""
        return (self.own_scale or self.blends[case].scale).interval(cells)


@dataclass(frozen=True, eq=False)
class Kept:
    """Everything of a version."""

    facts: Facts
    pairs: dict[str, Pair]
    sounds: KnownSounds

    def write(self, folder: Path) -> None:
        """Write the files into an empty folder."""
        (folder / FACTS_FILE).write_bytes(msgspec.json.encode(self.facts))
        table = self.pairs[KNOWN].encoder.artists
        np.savez(folder / ARTISTS_FILE, names=np.array(list(table.places), dtype=str), sums=table.sums)
        np.savez(folder / SOUNDS_FILE, **self.sounds.arrays())  # type: ignore[arg-type]
        for case, pair in self.pairs.items():
            np.savez(folder / _network(case), **pair.network.arrays())  # type: ignore[arg-type]
            (folder / _boosting(case)).write_text(pair.boosting.text())


def read_kept(folder: Path) -> Kept:
    """Read what `Kept.write` wrote; raises `BadArtifact` when it cannot be read."""
    try:
        facts = msgspec.json.decode((folder / FACTS_FILE).read_bytes(), type=Facts)
        artists = _arrays(folder / ARTISTS_FILE)
        names = {name: place for place, name in enumerate(artists["names"].tolist())}
        table = ArtistTable(names, artists["sums"], facts.artists_mean)
        pairs = {
            case: Pair(
                Encoder(Layout(Genres(facts.genres), with_artist=case == KNOWN), table),
                Network.opened(_arrays(folder / _network(case))),
                Booster.opened((folder / _boosting(case)).read_text()),
            )
            for case in (UNKNOWN, KNOWN)
        }
        return Kept(facts, pairs, KnownSounds.opened(_arrays(folder / SOUNDS_FILE)))
    except (msgspec.MsgspecError, ValueError, KeyError, OSError) as error:
        raise BadArtifact(f"{folder}: the model cannot be read ({error}); the version is refused") from error


def _arrays(path: Path) -> dict[str, np.ndarray]:
    with np.load(path, allow_pickle=False) as arrays:
        return dict(arrays)


def _network(case: str) -> str:
    return f"network_{case}.npz"


def _boosting(case: str) -> str:
    return f"boosting_{case}.txt"

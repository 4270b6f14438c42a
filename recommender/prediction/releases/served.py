"""What is served: careers and the models of every year, asked by name and year; numpy alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct

from recommender.artifacts.manifest import Manifest
from recommender.artifacts.opening import open_version
from recommender.errors import OutOfRange
from recommender.prediction.releases.careers import Careers
from recommender.prediction.releases.count_model import CountModel, ceiling_of
from recommender.prediction.releases.features import FINGERPRINT, career_features
from recommender.prediction.releases.intervals import chance_of_any, ranges
from recommender.prediction.releases.names import ArtistNames

_NAMES_FILE, _ARRAYS_FILE = "artists.json", "releases.npz"


class ArtistList(Struct, frozen=True):
    """The file of names, and what is counted."""

    names: tuple[str, ...]
    keys: tuple[str, ...]
    release_is: str


@dataclass(frozen=True, eq=False)
class YearModel:
    """The model that answers for one year."""

    origin: int
    """Column of the last year that it knows."""
    horizon: int
    """Years from there to the year it foretells."""
    model: CountModel
    peers: np.ndarray


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """One artist's year."""

    expected: float
    low: int
    high: int
    level: float
    """Probability of `low` to `high`: as near to 0.8 as whole numbers come, or more where 0 alone has more."""
    chance_any: float
    actual: int | None
    """The true count, when the year is complete in the data."""
    last_year: float
    """The count of the last year known to the model."""
    mean: float
    """Of the artist's years up to then."""
    years_ahead: int


@dataclass(frozen=True, eq=False)
class ServedReleases:
    """One published version, whole in memory."""

    manifest: Manifest
    names: ArtistNames
    release_is: str
    first_year: int
    """The year of column 0."""
    n_years: int
    debut: np.ndarray
    """int32 [n_artists]."""
    starts: np.ndarray
    """int64 [n_artists + 1]: where each artist's entries begin in `columns` and `numbers`."""
    columns: np.ndarray
    numbers: np.ndarray
    models: dict[int, YearModel]
    """By the column of the year that is forecast."""

    @property
    def last_year(self) -> int:
        """The last complete year of the data."""
        return self.first_year + self.n_years - 1

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year that can be asked about, of any artist."""
        return self.first_year + min(self.models), self.first_year + max(self.models)

    def counts(self, row: int) -> np.ndarray:
        """Return an artist's releases in every complete year of the data, float64 [n_years]."""
        mine = slice(int(self.starts[row]), int(self.starts[row + 1]))
        counts = np.zeros(self.n_years)
        counts[self.columns[mine]] = self.numbers[mine]
        return counts

    def history(self, row: int) -> list[tuple[int, int]]:
        """Return (year, releases) from the artist's first year to the end of the data."""
        debut = int(self.debut[row])
        counts = self.counts(row)[debut:]
        return [(self.first_year + debut + i, int(n)) for i, n in enumerate(counts)]

    def forecast(self, row: int, year: int) -> Forecast:
        """Return what is expected of an artist's year; raises `OutOfRange` for a year that cannot be forecast."""
        target = year - self.first_year
        self._require_answerable(row, year)
        served = self.models[target]
        counts = self.counts(row)
        past, debut = counts[None, : served.origin + 1], self.debut[row : row + 1]
        mean = served.model.mean(career_features(past, debut, served.peers), ceiling_of(past))
        size = served.model.sizes(mean)
        low, high, probability = ranges(mean, size)
        return Forecast(
            expected=float(mean[0]),
            low=int(low[0]),
            high=int(high[0]),
            level=float(probability[0]),
            chance_any=float(chance_of_any(mean, size)[0]),
            actual=int(counts[target]) if target < self.n_years else None,
            last_year=float(past[0, -1]),
            mean=float(past[0, int(debut[0]) :].mean()),
            years_ahead=served.horizon,
        )

    def _require_answerable(self, row: int, year: int) -> None:
        first, last = self.years
        name, began = self.names.names[row], self.first_year + int(self.debut[row])
        if year > last:
            raise OutOfRange(
                f"year: {year} is too far ahead; the data end with {self.last_year}, ask for {last} at the latest"
            )
        if began > self.last_year:
            raise OutOfRange(
                f"artist: the first release of {name} here is of {began}, and the data are complete up to "
                f"{self.last_year} only; train again when {began} is over"
            )
        if year <= began:
            raise OutOfRange(
                f"year: the first release of {name} here is of {began}; before it ended nothing was known of them, "
                f"ask for {max(began + 1, first)} to {last}"
            )
        if year < first or year - self.first_year not in self.models:
            raise OutOfRange(f"year: too little came before {year} to learn from; ask for {first} to {last}")


def write_models(folder: Path, careers: Careers, models: Sequence[YearModel]) -> None:
    """Write what `load` reads."""
    rows, columns = np.nonzero(careers.counts)
    listed = ArtistList(careers.names, careers.keys, careers.release_is)
    (folder / _NAMES_FILE).write_bytes(msgspec.json.encode(listed))
    np.savez_compressed(
        folder / _ARRAYS_FILE,
        first_year=np.array([careers.first_year, careers.n_years]),
        debut=careers.debut,
        starts=np.searchsorted(rows, np.arange(len(careers.keys) + 1)),
        columns=columns.astype(np.int32),
        numbers=careers.counts[rows, columns],
        spans=np.array([[model.origin, model.horizon] for model in models]),
        coefficients=np.stack([model.model.coefficients for model in models]),
        sizes=np.array([model.model.size for model in models]),
        peers=np.stack([model.peers for model in models]),
    )


def load(folder: Path) -> ServedReleases:
    """Read one version; raises `BadArtifact` or `FingerprintMismatch` when it cannot be served."""
    with open_version(folder, fingerprint=FINGERPRINT, remedy="segue train releases") as manifest:
        listed = msgspec.json.decode((folder / _NAMES_FILE).read_bytes(), type=ArtistList)
        with np.load(folder / _ARRAYS_FILE, allow_pickle=False) as arrays:
            return _assemble(manifest, listed, dict(arrays))


def _assemble(manifest: Manifest, listed: ArtistList, arrays: dict[str, np.ndarray]) -> ServedReleases:
    models = {}
    for (origin, horizon), coefficients, size, peers in zip(
        arrays["spans"].tolist(), arrays["coefficients"], arrays["sizes"].tolist(), arrays["peers"], strict=True
    ):
        model = CountModel(coefficients, (size[0], size[1], size[2]))
        models[origin + horizon] = YearModel(origin, horizon, model, peers)
    first_year, n_years = arrays["first_year"].tolist()
    return ServedReleases(
        manifest=manifest,
        names=ArtistNames(listed.names, listed.keys),
        release_is=listed.release_is,
        first_year=first_year,
        n_years=n_years,
        debut=arrays["debut"],
        starts=arrays["starts"],
        columns=arrays["columns"],
        numbers=arrays["numbers"],
        models=models,
    )

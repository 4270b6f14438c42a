"""The published models, answering: one song, its what-if curves, several songs side by side."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from recommender.artifacts.manifest import Manifest, read_manifest, verify_files
from recommender.errors import FingerprintMismatch
from recommender.prediction.popularity import cells as of_cells
from recommender.prediction.popularity.asking import ArtistCase, Song, as_tracks, credited
from recommender.prediction.popularity.explaining import shares
from recommender.prediction.popularity.features import FEATURES, FINGERPRINT, NAMES
from recommender.prediction.popularity.kept import KNOWN, UNKNOWN, Facts, Kept, read_kept

KIND = "popularity"
MODEL = "ensemble of neural network and LightGBM"
BASELINE = "genre mean and shares"
_N_POINTS = 25
_WHOLE = {"key", "mode", "time_signature"}

KIND = "popularity"


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What one fact adds to the expected popularity."""

    feature: str
    value: float | str | None
    effect: float


@dataclass(frozen=True, eq=False, kw_only=True)
class Prediction:
    """All that is said of one song."""

    cells: np.ndarray
    """float64 [21]: the whole distribution."""
    expected: float
    low: float
    """80 % interval."""
    high: float
    bands: tuple[float, ...]
    artist_case: ArtistCase
    artist_popularity: float | None
    outside: tuple[str, ...]
    base: float
    """What would be expected of a song with a usual sound, of which nothing else is told."""
    effects: tuple[Effect, ...]

    def chance_at_least(self, threshold: float) -> float:
        """Return the probability of a popularity at or above `threshold`."""
        return float(of_cells.chance_at_least(self.cells[None], threshold)[0])


@dataclass(frozen=True, kw_only=True)
class Curve:
    """The expected popularity along one feature."""

    feature: str
    value: float
    known_low: float
    known_high: float
    points: tuple[tuple[float, float], ...]
    """(value, expected)"""


@dataclass(frozen=True, eq=False)
class ServedPopularity:
    """One version, ready to answer."""

    manifest: Manifest
    kept: Kept

    @property
    def facts(self) -> Facts:
        """Return what is known beside the models."""
        return self.kept.facts

    @cached_property
    def known_ranges(self) -> dict[str, tuple[float, float]]:
        """Return between which values 998 of 1,000 training tracks lie, by feature."""
        ends = zip(self.kept.sounds.lows.tolist(), self.kept.sounds.highs.tolist(), strict=True)
        return dict(zip(NAMES, ends, strict=True))

    def artist_of(self, song: Song) -> tuple[ArtistCase, float | None]:
        """Return how the artist's popularity is known, and what it is; what was given goes first."""
        if song.artist_popularity is not None:
            return "given", song.artist_popularity
        table = self.kept.pairs[KNOWN].encoder.artists
        found = [table.popularity_of(name) for name in credited(song.artist)]
        known = next((each for each in found if each is not None), None)
        return ("unknown", None) if known is None else ("known", known)

    def predict(self, song: Song) -> Prediction:
        """Return what is expected of a song, and why."""
        case, artist_popularity = self.artist_of(song)
        row = self._rows([song], case)[0]
        base, effects = shares(
            lambda rows: self._expected(rows, case), self._usual[_pair(case)], row, self._parts(case)
        )
        cells = self._cells(row[None], case)
        low, high = self.facts.interval(_pair(case), cells)
        return Prediction(
            cells=cells[0],
            expected=float(of_cells.expected(cells)[0]),
            low=float(low[0]),
            high=float(high[0]),
            bands=tuple(of_cells.in_bands(cells)[0].tolist()),
            artist_case=case,
            artist_popularity=artist_popularity,
            outside=self.kept.sounds.outside(song.audio),
            base=base,
            effects=self._effects(song, case, artist_popularity, effects),
        )

    def curves(self, song: Song) -> tuple[Curve, ...]:
        """Return how the expectation moves with each feature while the others stay, from one batch."""
        case, _ = self.artist_of(song)
        grids = [self._grid(place, float(song.audio[place])) for place in range(len(NAMES))]
        rows = np.repeat(self._rows([song], case), sum(map(len, grids)), axis=0)
        starts = np.cumsum([0, *map(len, grids)])
        for place, grid in enumerate(grids):
            rows[starts[place] : starts[place + 1], place] = grid
        expected = self._expected(rows, case)
        return tuple(
            Curve(
                feature=name,
                value=float(song.audio[place]),
                known_low=self.known_ranges[name][0],
                known_high=self.known_ranges[name][1],
                points=tuple(zip(grid.tolist(), expected[starts[place] : starts[place + 1]].tolist(), strict=True)),
            )
            for place, (name, grid) in enumerate(zip(NAMES, grids, strict=True))
        )

    def _grid(self, place: int, value: float) -> np.ndarray:
        """Return the values to try: the known range, and the song's own value wherever it lies."""
        name, (low, high) = NAMES[place], self.known_ranges[NAMES[place]]
        steps = np.arange(np.ceil(low), high + 1) if name in _WHOLE else np.linspace(low, high, _N_POINTS - 1)
        grid: np.ndarray = np.unique(np.r_[steps, value])
        within: np.ndarray = grid[(grid >= FEATURES[place].low) & (grid <= FEATURES[place].high)]
        return within

    def _rows(self, songs: list[Song], case: ArtistCase) -> np.ndarray:
        encoder, tracks = self.kept.pairs[_pair(case)].encoder, as_tracks(songs)
        if case != "given":
            return encoder.of_new(tracks)
        return encoder.of_given(tracks, np.array([song.artist_popularity for song in songs], dtype=np.float64))

    @cached_property
    def _usual(self) -> dict[str, np.ndarray]:
        """Return the row of a song with the usual sound, of which nothing else is told, for each pair of models."""
        usual = as_tracks([Song(audio=np.array(self.facts.usual))])
        return {name: pair.encoder.of_new(usual)[0] for name, pair in self.kept.pairs.items()}

    def _cells(self, rows: np.ndarray, case: ArtistCase) -> np.ndarray:
        found: np.ndarray = self.facts.cells(_pair(case), *self.kept.pairs[_pair(case)].predict(rows))
        return found

    def _expected(self, rows: np.ndarray, case: ArtistCase) -> np.ndarray:
        return of_cells.expected(self._cells(rows, case))

    def _parts(self, case: ArtistCase) -> list[slice]:
        layout = self.kept.pairs[_pair(case)].encoder.layout
        sound = [slice(place, place + 1) for place in range(len(NAMES))]
        return [*sound, layout.place("genre"), layout.place("title"), layout.place("artist")]

    def _effects(
        self, song: Song, case: ArtistCase, artist_popularity: float | None, effects: np.ndarray
    ) -> tuple[Effect, ...]:
        names = (*NAMES, "genre", "title", "artist_popularity")
        values = (*song.audio.tolist(), song.genre, song.title, artist_popularity)
        told = len(NAMES) + (case != "unknown") + 2
        found = zip(names[:told], values[:told], effects[:told].tolist(), strict=True)
        return tuple(Effect(feature=name, value=value, effect=effect) for name, value, effect in found)


def load(folder: Path) -> ServedPopularity:
    """Open a version; raises `BadArtifact` or `FingerprintMismatch` when it is not what this program made."""
    manifest = read_manifest(folder)
    if manifest.fingerprint != FINGERPRINT:
        raise FingerprintMismatch(
            found=manifest.fingerprint, expected=FINGERPRINT, remedy="segue train popularity FILE"
        )
    verify_files(folder, manifest)
    return ServedPopularity(manifest, read_kept(folder))


def _pair(case: ArtistCase) -> str:
    return UNKNOWN if case == "unknown" else KNOWN

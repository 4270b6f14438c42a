"""The published models, answering: one song, its what-if curves, several songs side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from recommender.artifacts.manifest import Manifest, verify_files
from recommender.artifacts.opening import open_version
from recommender.prediction.popularity import cells as of_cells
from recommender.prediction.popularity.asking import ArtistCase, Song, as_tracks, credited_artists
from recommender.prediction.popularity.explaining import shares
from recommender.prediction.popularity.saved_model import KNOWN, UNKNOWN, ModelMetadata, SavedModel, read_model
from recommender.prediction.sound.audio_features import FEATURES, FINGERPRINT, NAMES

MODEL = "ensemble of neural network and LightGBM"
BASELINE = "genre mean and shares"
_N_POINTS = 25
_WHOLE = {"key", "mode", "time_signature"}


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What one fact adds to the expected popularity."""

    feature: str
    value: float | str | None
    effect: float


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """The expected popularity of one song, 0 to 100, with its 80 % interval."""

    expected: float
    low: float
    high: float


@dataclass(frozen=True, eq=False, kw_only=True)
class Prediction:
    """The answer for one song."""

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
    """The expected popularity of a song with the median sound, of which nothing else is known."""
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
    kept: SavedModel

    @property
    def metadata(self) -> ModelMetadata:
        """Return what is known beside the models."""
        return self.kept.metadata

    @cached_property
    def known_ranges(self) -> dict[str, tuple[float, float]]:
        """Return between which values 998 of 1,000 training tracks lie, by feature."""
        ends = zip(self.kept.sounds.lows.tolist(), self.kept.sounds.highs.tolist(), strict=True)
        return dict(zip(NAMES, ends, strict=True))

    def artist_of(self, song: Song) -> tuple[ArtistCase, float | None]:
        """Return how the artist's popularity is known, and what it is; what was given takes precedence."""
        if song.artist_popularity is not None:
            return "given", song.artist_popularity
        table = self.kept.pairs[KNOWN].encoder.artists
        popularities = [table.popularity_of(name) for name in credited_artists(song.artist)]
        known = next((popularity for popularity in popularities if popularity is not None), None)
        return ("unknown", None) if known is None else ("known", known)

    def expect(self, songs: Sequence[Song]) -> np.ndarray:
        """Return the expected popularity of each song, float64 [n], without saying why."""
        cases = [self.artist_of(song)[0] for song in songs]
        expected = np.empty(len(songs))
        for case in set(cases):
            rows = [number for number, each in enumerate(cases) if each == case]
            expected[rows] = self._expect(self._rows([songs[row] for row in rows], case), case)
        return expected

    def outlook(self, song: Song) -> Outlook:
        """Return what is expected of a song, without saying why: quick enough while a knob is turned."""
        case, _ = self.artist_of(song)
        return self._outlook(self._cells(self._rows([song], case), case), case)

    def predict(self, song: Song) -> Prediction:
        """Return what is expected of a song, and why."""
        case, artist_popularity = self.artist_of(song)
        row = self._rows([song], case)[0]
        base, effects = shares(lambda rows: self._expect(rows, case), self._usual[_pair(case)], row, self._parts(case))
        cells = self._cells(row[None], case)
        outlook = self._outlook(cells, case)
        return Prediction(
            cells=cells[0],
            expected=outlook.expected,
            low=outlook.low,
            high=outlook.high,
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
        grids = [self._grid(column, float(song.audio[column])) for column in range(len(NAMES))]
        rows = np.repeat(self._rows([song], case), sum(map(len, grids)), axis=0)
        starts = np.cumsum([0, *map(len, grids)])
        for column, grid in enumerate(grids):
            rows[starts[column] : starts[column + 1], column] = grid
        expected = self._expect(rows, case)
        return tuple(
            Curve(
                feature=name,
                value=float(song.audio[column]),
                known_low=self.known_ranges[name][0],
                known_high=self.known_ranges[name][1],
                points=tuple(zip(grid.tolist(), expected[starts[column] : starts[column + 1]].tolist(), strict=True)),
            )
            for column, (name, grid) in enumerate(zip(NAMES, grids, strict=True))
        )

    def _grid(self, column: int, value: float) -> np.ndarray:
        """Return the values to try: the known range, and the song's own value wherever it lies."""
        name, (low, high) = NAMES[column], self.known_ranges[NAMES[column]]
        steps = np.arange(np.ceil(low), high + 1) if name in _WHOLE else np.linspace(low, high, _N_POINTS - 1)
        grid: np.ndarray = np.unique(np.r_[steps, value])
        within: np.ndarray = grid[(grid >= FEATURES[column].low) & (grid <= FEATURES[column].high)]
        return within

    def _rows(self, songs: list[Song], case: ArtistCase) -> np.ndarray:
        encoder, tracks = self.kept.pairs[_pair(case)].encoder, as_tracks(songs)
        if case != "given":
            return encoder.of_new(tracks)
        return encoder.of_given(tracks, np.array([song.artist_popularity for song in songs], dtype=np.float64))

    @cached_property
    def _usual(self) -> dict[str, np.ndarray]:
        """Return the row of a song with the median sound, of which nothing else is known, for each pair of models."""
        typical = as_tracks([Song(audio=np.array(self.metadata.usual))])
        return {name: pair.encoder.of_new(typical)[0] for name, pair in self.kept.pairs.items()}

    def _cells(self, rows: np.ndarray, case: ArtistCase) -> np.ndarray:
        cells: np.ndarray = self.metadata.cells(_pair(case), *self.kept.pairs[_pair(case)].predict(rows))
        return cells

    def _outlook(self, cells: np.ndarray, case: ArtistCase) -> Outlook:
        """Return what the distribution of one song, [1, 21], comes to."""
        low, high = self.metadata.interval(_pair(case), cells)
        expected = float(of_cells.expected_popularity(cells)[0])
        return Outlook(expected=expected, low=min(float(low[0]), expected), high=max(float(high[0]), expected))

    def _expect(self, rows: np.ndarray, case: ArtistCase) -> np.ndarray:
        return of_cells.expected_popularity(self._cells(rows, case))

    def _parts(self, case: ArtistCase) -> list[slice]:
        layout = self.kept.pairs[_pair(case)].encoder.layout
        sound = [slice(column, column + 1) for column in range(len(NAMES))]
        return [*sound, layout.find_block("genre"), layout.find_block("title"), layout.find_block("artist")]

    def _effects(
        self, song: Song, case: ArtistCase, artist_popularity: float | None, effects: np.ndarray
    ) -> tuple[Effect, ...]:
        names = (*NAMES, "genre", "title", "artist_popularity")
        values = (*song.audio.tolist(), song.genre, song.title, artist_popularity)
        left_out = {"genre"} if not self.metadata.is_genre_told else set()
        left_out |= {"artist_popularity"} if case == "unknown" else set()
        return tuple(
            Effect(feature=name, value=value, effect=effect)
            for name, value, effect in zip(names, values, effects.tolist(), strict=True)
            if name not in left_out
        )


def load(folder: Path) -> ServedPopularity:
    """Open a version; raises `BadArtifact` or `FingerprintMismatch` when it is not what this program made."""
    with open_version(folder, fingerprint=FINGERPRINT, remedy="segue train popularity FILE") as manifest:
        model = read_model(folder)
    verify_files(folder, manifest)
    return ServedPopularity(manifest, model)


def _pair(case: ArtistCase) -> str:
    return UNKNOWN if case == "unknown" else KNOWN

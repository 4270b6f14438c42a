"""Popularity of a table of another origin, beside home: what survives when the sampling, and the scale, were others."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.errors import BadInput
from recommender.prediction.evaluation.figure import Estimate, Figure, side_by_side
from recommender.prediction.evaluation.folds import even_group_folds
from recommender.prediction.evaluation.regression import r2
from recommender.prediction.evaluation.report import Report
from recommender.prediction.popularity.baselines import GenreBaseline, artist_mean
from recommender.prediction.popularity.cells import expected_popularity, in_bands
from recommender.prediction.popularity.elsewhere import forecast_unseen_genres
from recommender.prediction.popularity.evaluate import CASES, NOT_WIDENED, SERVED, TOLD, figures_of
from recommender.prediction.popularity.features.artists import ARTIST_FACTS, ArtistTable
from recommender.prediction.popularity.models.blend import interval_at
from recommender.prediction.popularity.models.blend_fit import fit_blend, fit_scale
from recommender.prediction.popularity.models.fitted import Pair, TrainConfig
from recommender.prediction.popularity.out_of_fold import Arm, fit_on
from recommender.prediction.popularity.records import LabelledTracks
from recommender.prediction.popularity.releases import release_of
from recommender.prediction.popularity.sample_checks import require_sample, require_scale
from recommender.prediction.popularity.scores import Forecast
from recommender.prediction.popularity.splits import Split, folds_by
from recommender.prediction.training import Progress

RECALIBRATED = f"{SERVED}, recalibrated on labels of the other half"
MIN_ASKED, MIN_ARTISTS_ASKED = 50, 10
"""Tracks and artists of a case; with fewer artists a half of them says nothing of the other."""
_SHRUNK = ARTIST_FACTS.index("artist_shrunk")


@dataclass(frozen=True, eq=False)
class _Asked:
    """The rows of the test table that a case is asked about."""

    tracks: LabelledTracks
    split: Split

    def __len__(self) -> int:
        return len(self.tracks)

    @property
    def is_enough(self) -> bool:
        """Whether figures on these rows mean anything."""
        return len(self) >= MIN_ASKED and self._n_artists >= MIN_ARTISTS_ASKED

    @property
    def in_words(self) -> str:
        """Case, tracks and artists, such as `unknown artist: 90 tracks of 3 artists`."""
        return f"{CASES[self.split]}: {len(self):,} tracks of {self._n_artists:,} artists"

    @property
    def _n_artists(self) -> int:
        return len(np.unique(self.tracks.first_artists))


def evaluate_elsewhere(
    tracks: LabelledTracks,
    others: LabelledTracks,
    splits: tuple[Split, ...],
    *,
    config: TrainConfig,
    progress: Progress,
) -> Report:
    """Learn from `tracks` and forecast the others, whose artist is in the training table or is not.

    Test tracks that share a song or an album with a training track are left out. Raises `BadInput` for a training
    table that nothing can be said of, see `sample_checks`, and when too few test tracks are left for every case.
    """
    require_sample(tracks)
    require_scale(others.popularity, whose=" of the table to be asked about")
    releases = release_of(tracks.followed_by(others))
    own, linked = releases[: len(tracks)], np.isin(releases[len(tracks) :], releases[: len(tracks)])
    asked = _split_by_artist(ArtistTable.of(tracks), others, np.flatnonzero(~linked), splits)
    judged, few = [each for each in asked if each.is_enough], [each.in_words for each in asked if not each.is_enough]
    needed = f"at least {MIN_ASKED} tracks of {MIN_ARTISTS_ASKED} artists are needed"
    if not judged:
        raise BadInput(
            f"too few tracks are left to be asked about without what is in both tables ({'; '.join(few)}); {needed} of "
            "one case"
        )
    measured = [_figures(each, tracks, own, config=config, progress=progress) for each in judged]
    is_home = [
        f"{CASES[each.split]}: {NOT_WIDENED}" for each, part in zip(judged, measured, strict=True) if not part[1]
    ]
    return Report(
        task="popularity",
        protocol=_protocol(tracks, others, int(linked.sum()), judged, config.seed),
        rows=tuple(figure.row() for figures, _ in measured for figure in figures),
        findings=(*is_home, *(f"not judged: {case}; {needed}" for case in few)),
    )


def _split_by_artist(
    artists: ArtistTable, others: LabelledTracks, rows: np.ndarray, splits: tuple[Split, ...]
) -> list[_Asked]:
    """Return the test rows of each case: an artist is known when the training table credits him anywhere."""
    is_known = ~np.isnan(artists.facts(others)[rows, _SHRUNK])
    return [_Asked(others.take(rows[is_known if split == "release" else ~is_known]), split) for split in splits]


def _figures(
    asked: _Asked, tracks: LabelledTracks, releases: np.ndarray, *, config: TrainConfig, progress: Progress
) -> tuple[list[Figure], bool]:
    """Measure on a fold at home, and on the test table by models of all training tracks; genre not told, and told.

    Also returns whether genres enough were left out to widen the intervals elsewhere.
    """
    split, others, seed = asked.split, asked.tracks, config.seed

    def tell(step: str) -> None:
        progress(f"{CASES[split]}, {step}")

    fold = next(iter(folds_by(split, tracks, releases, np.random.default_rng(seed))))
    held_out = tracks.take(fold.test)
    at_home: dict[str, Forecast] = {}
    widened: float | None = None
    there = _baselines(split, tracks, others)
    for model, with_genre in ((SERVED, False), (TOLD, True)):
        arm = Arm(with_artist=split == "release", with_genre=with_genre)
        tell(f"{arm.inputs}: learning")
        raw = _predict(fit_on(fold.train, tracks, releases, arm, config=config).pair, held_out)
        at_home[model] = _forecast_in_halves(raw, held_out, seed)
        blend = fit_blend(*raw, held_out.popularity)
        pair = fit_on(np.arange(len(tracks)), tracks, releases, arm, config=config).pair
        cells, level = blend.cells(*_predict(pair, others)), blend.scale.level
        if model == SERVED:
            unseen = forecast_unseen_genres(split, tracks, releases, blend, config=config, progress=tell)
            widened = unseen.level(tracks.popularity)
            level = level if widened is None else widened
            there[RECALIBRATED] = _recalibrate(cells, others, seed)
        there[model] = Forecast(expected_popularity(cells), in_bands(cells), *interval_at(cells, level))
    rng = np.random.default_rng(seed)
    figures = [
        figure
        for place, rows, forecasts in (("at home", held_out, at_home), ("elsewhere", others, there))
        for model, forecast in forecasts.items()
        for figure in _measure(f"{CASES[split]}, {place}", model, forecast, rows, rng, seed)
    ]
    return side_by_side(figures), widened is not None


def _baselines(split: Split, tracks: LabelledTracks, others: LabelledTracks) -> dict[str, Forecast]:
    genre = GenreBaseline.of(tracks)
    forecasts = genre.constants(len(others)) | {"genre mean and shares": genre.forecast(others)}
    if split == "release":
        forecasts["artist mean (shrunk)"] = artist_mean(ArtistTable.of(tracks).facts(others)[:, _SHRUNK], genre.mean)
    return forecasts


def _predict(pair: Pair, tracks: LabelledTracks) -> tuple[np.ndarray, np.ndarray]:
    return pair.predict(pair.encoder.of_new(tracks))


def _measure(
    case: str, model: str, forecast: Forecast, rows: LabelledTracks, rng: np.random.Generator, seed: int
) -> list[Figure]:
    found = figures_of(case, model, forecast, rows.popularity, rows.first_artists, rng)
    if forecast.expected is not None and np.ptp(forecast.expected) > 0:
        affine = Estimate(_r2_after_affine_fit(forecast.expected, rows, seed))
        found.append(Figure(model=model, metric="R2 after an affine fit", estimate=affine, n=len(rows), case=case))
    return found


def _r2_after_affine_fit(expected: np.ndarray, rows: LabelledTracks, seed: int) -> float:
    """Return what the forecast is worth when scale and origin do not count."""
    fitted = np.empty(len(rows))
    for here, rest in _halves(rows, seed):
        slope, shift = np.polyfit(expected[rest], rows.popularity[rest], 1)
        fitted[here] = shift + slope * expected[here]
    return r2(rows.popularity, fitted)


def _forecast_in_halves(raw: tuple[np.ndarray, np.ndarray], rows: LabelledTracks, seed: int) -> Forecast:
    """Return the forecast of each half of the artists by share and scale that the other half gave."""
    network, bands = raw
    cells, low, high = np.empty_like(network), np.empty(len(rows)), np.empty(len(rows))
    for here, rest in _halves(rows, seed):
        blend = fit_blend(network[rest], bands[rest], rows.popularity[rest])
        cells[here] = blend.cells(network[here], bands[here])
        low[here], high[here] = blend.scale.interval(cells[here])
    return Forecast(expected_popularity(cells), in_bands(cells), low, high)


def _recalibrate(cells: np.ndarray, others: LabelledTracks, seed: int) -> Forecast:
    """Return the forecast of each half of the artists, corrected by the labels of the other half."""
    corrected, low, high = np.empty_like(cells), np.empty(len(cells)), np.empty(len(cells))
    for here, rest in _halves(others, seed):
        scale = fit_scale(cells[rest], others.popularity[rest])
        corrected[here] = scale.apply(cells[here])
        low[here], high[here] = scale.interval(corrected[here])
    return Forecast(expected_popularity(corrected), in_bands(corrected), low, high)


def _halves(rows: LabelledTracks, seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return (this half, the other half) twice; an artist is in one of them."""
    half = even_group_folds(rows.first_artists, 2, np.random.default_rng(seed))
    return [(np.flatnonzero(half == side), np.flatnonzero(half != side)) for side in (0, 1)]


def _protocol(
    tracks: LabelledTracks, others: LabelledTracks, n_linked: int, judged: Sequence[_Asked], seed: int
) -> str:
    cases = " and ".join(each.in_words for each in judged)
    return (
        f"Learned from {len(tracks):,} tracks, asked about {cases}; of {len(others):,} tracks of another origin "
        f"{n_linked:,} share a song or an album with the training table and are left out; at home: one fold that was "
        "not learned from; elsewhere: by models of all training tracks, the interval of what is served widened by "
        "genres left out where there are enough of them; affine fit and recalibration have seen the labels of "
        f"the other half of the artists; seed {seed}; 95 % intervals by drawing artists; "
        "ECE: 15 equal bins of the most probable band."
    )

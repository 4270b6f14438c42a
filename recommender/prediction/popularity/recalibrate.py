"""Refits the scale of published models on the user's own labelled rows."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from time import monotonic

import msgspec
import numpy as np

from recommender.errors import BadInput
from recommender.prediction.group_folds import group_folds
from recommender.prediction.popularity.artists import ARTIST_FACTS
from recommender.prediction.popularity.blend import Scale
from recommender.prediction.popularity.blend_fit import fitted_scale
from recommender.prediction.popularity.cells import N_CELLS, expected, in_bands
from recommender.prediction.popularity.evaluate import TASK
from recommender.prediction.popularity.kept import KNOWN, UNKNOWN, Kept
from recommender.prediction.popularity.records import LabelledTracks
from recommender.prediction.popularity.scores import Forecast, figures
from recommender.prediction.popularity.served import ServedPopularity
from recommender.prediction.report import Report, ReportRow
from recommender.prediction.training import Headline, NotBetter, Trained

HEADLINE = Headline(metric="log loss, own rows", higher_is_better=False)
FEWEST_ROWS = 30
_FEWEST_ARTISTS = 2
_N_FOLDS = 5
_BEFORE, _AFTER = "as trained", "recalibrated"
_SERVED_FIGURES = ("R2", "MAE", "accuracy", "log loss", "ECE")


def recalibrated(
    served: ServedPopularity,
    own: LabelledTracks,
    *,
    data_cutoff: datetime,
    force: bool = False,
    seconds: Callable[[], float] = monotonic,
) -> Trained:
    """Fit a scale to labelled rows and measure it on artists that it was not fitted to.

    Raises `NotBetter` when the bands are forecast no better with it, unless `force` is given.
    """
    _require_enough(own)
    began = seconds()
    cells = _cells_as_trained(served.kept, own)
    report = _report(cells, own, served)
    before, after = (_figures_of(report, model) for model in (_BEFORE, _AFTER))
    if not force and after[HEADLINE.metric] >= before[HEADLINE.metric]:
        raise NotBetter(
            f"popularity: recalibrated, the log loss on own rows is {after[HEADLINE.metric]:.4f}, as trained "
            f"{before[HEADLINE.metric]:.4f}; nothing is published, `--force` does it all the same"
        )
    scale = fitted_scale(cells, own.popularity)
    facts = msgspec.structs.replace(served.facts, own_scale=scale, n_own_rows=len(own))
    manifest = served.manifest
    return Trained(
        topic=TASK,
        write=Kept(facts, served.kept.pairs, served.kept.sounds).write,
        fingerprint=manifest.fingerprint,
        n_inputs=manifest.dims,
        n_rows=manifest.counts["rows"],
        seed=manifest.seed,
        config_digest=hashlib.sha256(repr((manifest.config_digest, scale)).encode()).hexdigest()[:12],
        report=report,
        headline=HEADLINE,
        scores=manifest.offline_metrics | after,
        baselines=manifest.baseline_metrics | before,
        data_cutoff=data_cutoff,
        train_seconds=round(seconds() - began, 1),
        parameters=manifest.parameters | {"recalibrated_on_rows": float(len(own))},
    )


def _require_enough(own: LabelledTracks) -> None:
    n_artists = len(np.unique(own.first_artists))
    if len(own) < FEWEST_ROWS or n_artists < _FEWEST_ARTISTS:
        raise BadInput(
            f"{len(own)} labelled tracks of {n_artists} artists are too few to refit a scale on; give at least "
            f"{FEWEST_ROWS} tracks of {_FEWEST_ARTISTS} artists"
        )


def _cells_as_trained(kept: Kept, own: LabelledTracks) -> np.ndarray:
    """Return the distributions [n, 21] without any earlier recalibration; artists in the table count as known."""
    facts = kept.pairs[KNOWN].encoder.artists.facts(own)
    is_known = ~np.isnan(facts[:, ARTIST_FACTS.index("artist_popularity")])
    cells = np.empty((len(own), N_CELLS))
    for case, rows in ((KNOWN, np.flatnonzero(is_known)), (UNKNOWN, np.flatnonzero(~is_known))):
        if len(rows):
            pair = kept.pairs[case]
            cells[rows] = kept.facts.blends[case].cells(*pair.predict(pair.encoder.of_new(own.take(rows))))
    return cells


def _report(cells: np.ndarray, own: LabelledTracks, served: ServedPopularity) -> Report:
    truth, groups, seed = own.popularity, own.first_artists, served.manifest.seed
    n_folds = min(_N_FOLDS, len(np.unique(groups)))
    fold_of = group_folds(groups, n_folds, np.random.default_rng(seed))
    corrected, low, high = np.empty_like(cells), np.empty(len(cells)), np.empty(len(cells))
    for fold in range(n_folds):
        here = fold_of == fold
        scale = fitted_scale(cells[~here], truth[~here])
        corrected[here] = scale.apply(cells[here])
        low[here], high[here] = scale.interval(corrected[here])
    forecasts = {
        _BEFORE: Forecast(expected(cells), in_bands(cells), *Scale().interval(cells)),
        _AFTER: Forecast(expected(corrected), in_bands(corrected), low, high),
    }
    rng = np.random.default_rng(seed)
    return Report(
        task=TASK,
        protocol=(
            f"Version {served.manifest.version} on {len(own):,} own labelled tracks, scale fitted in {n_folds} folds "
            f"by artist; seed {seed}; 95 % intervals by drawing artists."
        ),
        rows=tuple(
            ReportRow(model=model, metric=metric, value=each.value, low=each.low, high=each.high, n=len(own))
            for model, forecast in forecasts.items()
            for metric, each in figures(forecast, truth, groups, rng).items()
        ),
    )


def _figures_of(report: Report, model: str) -> dict[str, float]:
    return {f"{metric}, own rows": report.value(model, metric) for metric in _SERVED_FIGURES}

"""Refits the scale of published models on the user's own labelled rows."""

from datetime import datetime

import msgspec
import numpy as np

from recommender.artifacts.manifest import config_digest
from recommender.prediction.evaluation.figure import Figure
from recommender.prediction.evaluation.folds import even_group_folds
from recommender.prediction.evaluation.report import Evaluation, Report
from recommender.prediction.popularity.cells import N_CELLS, expected_popularity, in_bands
from recommender.prediction.popularity.features.artists import ARTIST_FACTS
from recommender.prediction.popularity.models.blend import Scale
from recommender.prediction.popularity.models.blend_fit import fit_scale
from recommender.prediction.popularity.records import LabelledTracks
from recommender.prediction.popularity.sample_checks import require_sample
from recommender.prediction.popularity.saved_model import KNOWN, UNKNOWN, SavedModel
from recommender.prediction.popularity.scores import Forecast, figures
from recommender.prediction.popularity.served import ServedPopularity
from recommender.prediction.training import Headline, NotBetter, Trained

HEADLINE = Headline(metric="log loss, own rows", higher_is_better=False)
MIN_ROWS = 30
_MIN_ARTISTS = 2
_N_FOLDS = 5
_BEFORE, _AFTER = "as trained", "recalibrated"
_SERVED_FIGURES = ("R2", "MAE", "accuracy", "log loss", "ECE")


def recalibrate(
    served: ServedPopularity,
    own: LabelledTracks,
    *,
    data_cutoff: datetime | None,
    force: bool = False,
) -> Trained:
    """Fit a scale to labelled rows and measure it on artists that it was not fitted to.

    Raises `NotBetter` when the bands are forecast no better with it, unless `force` is given.
    """
    require_sample(own, min_tracks=MIN_ROWS, min_artists=_MIN_ARTISTS, max_share=1.0)
    cells = _cells_as_trained(served.kept, own)
    report = _report(cells, own, served)
    before, after = (_figures_of(report, model) for model in (_BEFORE, _AFTER))
    if not force and after[HEADLINE.metric] >= before[HEADLINE.metric]:
        raise NotBetter(
            f"popularity: recalibrated, the log loss on own rows is {after[HEADLINE.metric]:.4f}, as trained "
            f"{before[HEADLINE.metric]:.4f}; nothing is published, `--force` does it all the same"
        )
    scale = fit_scale(cells, own.popularity)
    metadata = msgspec.structs.replace(served.metadata, own_scale=scale, n_own_rows=len(own))
    manifest = served.manifest
    return Trained(
        write=SavedModel(metadata, served.kept.pairs, served.kept.sounds).write,
        fingerprint=manifest.fingerprint,
        n_inputs=manifest.dims,
        n_rows=manifest.counts["rows"],
        seed=manifest.seed,
        config_digest=config_digest(manifest.config_digest, scale),
        evaluation=Evaluation(
            report=report,
            scores=manifest.offline_metrics | after,
            baselines=manifest.baseline_metrics | before,
        ),
        headline=HEADLINE,
        data_cutoff=data_cutoff,
        parameters=manifest.parameters | {"recalibrated_on_rows": float(len(own))},
    )


def _cells_as_trained(kept: SavedModel, own: LabelledTracks) -> np.ndarray:
    """Return the distributions [n, 21] without any earlier recalibration; artists in the table count as known."""
    facts = kept.pairs[KNOWN].encoder.artists.facts(own)
    is_known = ~np.isnan(facts[:, ARTIST_FACTS.index("artist_popularity")])
    cells = np.empty((len(own), N_CELLS))
    for case, rows in ((KNOWN, np.flatnonzero(is_known)), (UNKNOWN, np.flatnonzero(~is_known))):
        if len(rows):
            pair = kept.pairs[case]
            cells[rows] = kept.metadata.blends[case].cells(*pair.predict(pair.encoder.of_new(own.take(rows))))
    return cells


def _report(cells: np.ndarray, own: LabelledTracks, served: ServedPopularity) -> Report:
    truth, groups, seed = own.popularity, own.first_artists, served.manifest.seed
    n_folds = min(_N_FOLDS, len(np.unique(groups)))
    fold_of = even_group_folds(groups, n_folds, np.random.default_rng(seed))
    corrected, low, high = np.empty_like(cells), np.empty(len(cells)), np.empty(len(cells))
    for fold in range(n_folds):
        here = fold_of == fold
        scale = fit_scale(cells[~here], truth[~here])
        corrected[here] = scale.apply(cells[here])
        low[here], high[here] = scale.interval(corrected[here])
    forecasts = {
        _BEFORE: Forecast(expected_popularity(cells), in_bands(cells), *Scale().interval(cells)),
        _AFTER: Forecast(expected_popularity(corrected), in_bands(corrected), low, high),
    }
    rng = np.random.default_rng(seed)
    return Report(
        task="popularity",
        protocol=(
            f"Version {served.manifest.version} on {len(own):,} own labelled tracks, scale fitted in {n_folds} folds "
            f"by artist; seed {seed}; 95 % intervals by drawing artists."
        ),
        rows=tuple(
            Figure(model=model, metric=metric, estimate=estimate, n=len(own)).row()
            for model, forecast in forecasts.items()
            for metric, estimate in figures(forecast, truth, groups, rng).items()
        ),
    )


def _figures_of(report: Report, model: str) -> dict[str, float]:
    return {f"{metric}, own rows": report.value(model, metric) for metric in _SERVED_FIGURES}

"""What the models behind the picks measured when they were published."""

from recommender.artifacts.manifest import Manifest
from recommender.experiments.quality.records import IndexQuality, LearnedQuality, NextTrackQuality, SessionsQuality
from recommender.prediction.evaluation.report import Report
from recommender.sequences.evaluation.figures import BLEND, HIT_RATE, MRR, POPULARITIES
from recommender.sequences.serving.artifact import IS_MEASURED, IS_SERVED

_PROTOCOL = "incremental"
"""As picks are served: every session is learned when it has ended."""


def index_quality(manifest: Manifest) -> IndexQuality:
    """Return what the manifest of a similarity index says."""
    scores, baselines = manifest.offline_metrics, manifest.baseline_metrics
    learned = None
    if "unseen_artist_p10" in scores and "unseen_artist_p10" in baselines:
        learned = LearnedQuality(
            is_used=bool(scores.get("uses_learned")),
            precision=scores["unseen_artist_p10"],
            precision_without=baselines["unseen_artist_p10"],
        )
    return IndexQuality(
        version=manifest.version,
        made_at=manifest.created_at,
        n_tracks=manifest.counts.get("tracks", 0),
        recall=scores.get("recall_at_10"),
        learned=learned,
    )


def sessions_quality(manifest: Manifest, report: Report | None) -> SessionsQuality:
    """Return what the manifest of the sessions and the report published with it say; None where not measured."""
    return SessionsQuality(
        version=manifest.version,
        made_at=manifest.created_at,
        n_sessions=manifest.counts.get("sessions", 0),
        is_served=bool(manifest.parameters.get(IS_SERVED)),
        next_track=None if report is None else _next_track(manifest, report),
    )


def is_measured(manifest: Manifest) -> bool:
    """Return whether sessions were published with a report."""
    return bool(manifest.parameters.get(IS_MEASURED))


def _next_track(manifest: Manifest, report: Report) -> NextTrackQuality:
    scores, baselines = manifest.offline_metrics, manifest.baseline_metrics
    figures = {(row.model, row.metric): row for row in report.rows}
    metric = f"{_PROTOCOL}: {HIT_RATE}"
    blend = figures.get((BLEND, metric))
    popularities = [figures[name, metric].value for name in POPULARITIES if (name, metric) in figures]
    return NextTrackQuality(
        n=manifest.counts.get("positions", 0),
        hit_rate=scores[HIT_RATE],
        hit_rate_low=None if blend is None else blend.low,
        hit_rate_high=None if blend is None else blend.high,
        hit_rate_best_single=baselines[HIT_RATE],
        hit_rate_popularity=max(popularities, default=None),
        mrr=scores[MRR],
        mrr_best_single=baselines[MRR],
    )

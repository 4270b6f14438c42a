"""What training hands over for publishing, and when a new version may replace the old one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec

from recommender.artifacts.manifest import Description, Manifest
from recommender.errors import NotReady, SegueError
from recommender.prediction.report import Report

REPORT_FILE = "report.json"
"""Every published model carries the evaluation it was published with."""
TOLERANCE = 0.01
"""A new version may lose this share of the old one's score: splits move with the data."""
HIGHER_IS_BETTER = "higher_is_better"
"""Key of a manifest's parameters: 1 or 0, which way the headline metric runs."""


class NoModel(NotReady):
    """No version of this topic has been published."""

    def __init__(self, topic: str) -> None:
        super().__init__(f"there is no {topic} model yet; run `segue train {topic}`")


class NotBetter(SegueError):
    """The new version is worse than the one in use, which stays."""


@dataclass(frozen=True, kw_only=True)
class Headline:
    """The one figure a topic is judged by, beside its honest baseline."""

    metric: str
    """A key of the manifest's `offline_metrics` and `baseline_metrics`."""
    higher_is_better: bool = True


@dataclass(frozen=True, kw_only=True)
class Trained:
    """One trained version, not yet published."""

    topic: str
    """Also its artifact kind."""
    write: Callable[[Path], None]
    """Writes the model's files into an empty folder."""
    fingerprint: str
    """Identity of the inputs' declaration."""
    n_inputs: int
    n_rows: int
    seed: int
    config_digest: str
    """Hex, at least six digits."""
    report: Report
    headline: Headline
    scores: dict[str, float]
    """The served model's figures by metric."""
    baselines: dict[str, float]
    """The honest baseline's figures, the same metrics."""
    data_cutoff: datetime
    """The newest data that went in, UTC."""
    train_seconds: float
    parameters: dict[str, float] = field(default_factory=dict)

    def written(self, folder: Path) -> Description:
        """Write everything into `folder` and return what the manifest says of it."""
        self.write(folder)
        (folder / REPORT_FILE).write_bytes(msgspec.json.encode(self.report))
        return Description(
            fingerprint=self.fingerprint,
            metric=self.headline.metric,
            dims=self.n_inputs,
            counts={"rows": self.n_rows},
            seed=self.seed,
            config_digest=self.config_digest,
            parameters={**self.parameters, HIGHER_IS_BETTER: float(self.headline.higher_is_better)},
            offline_metrics=self.scores,
            baseline_metrics=self.baselines,
            data_cutoff=self.data_cutoff,
            train_seconds=self.train_seconds,
        )


def read_report(folder: Path) -> Report:
    """Return the evaluation that a version was published with."""
    return msgspec.json.decode((folder / REPORT_FILE).read_bytes(), type=Report)


def gain(scores: dict[str, float], baselines: dict[str, float], headline: Headline) -> float:
    """Return how much better than its baseline a version is; above 0 is better, whichever way the metric runs."""
    difference = scores[headline.metric] - baselines[headline.metric]
    return difference if headline.higher_is_better else -difference


def require_not_worse(trained: Trained, current: Manifest | None) -> None:
    """Raise `NotBetter` when the current version gains clearly more on its baseline than the new one does.

    Gains are compared, not scores: another week or another split moves model and baseline together.
    """
    metric = trained.headline.metric
    if current is None or metric not in current.offline_metrics or metric not in current.baseline_metrics:
        return
    old = gain(current.offline_metrics, current.baseline_metrics, trained.headline)
    new = gain(trained.scores, trained.baselines, trained.headline)
    if new < old - TOLERANCE * abs(current.offline_metrics[metric]):
        raise NotBetter(
            f"{trained.topic}: {metric} gains {new:+.4f} on its baseline, version {current.version} gained {old:+.4f}; "
            "the old version stays, `--force` publishes all the same"
        )

"""What training hands over for publishing, and when a new version may replace the old one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec

from recommender.artifacts.manifest import Description, Manifest
from recommender.errors import SegueError
from recommender.prediction.evaluation.report import Evaluation, Report

Progress = Callable[[str], None]
"""Is told each step of a training, in words."""


def silent(_step: str) -> None:
    """Tell nobody."""


REPORT_FILE = "report.json"
"""Every published model carries the evaluation it was published with."""
TOLERANCE = 0.01
"""A new version may lose this share of the old one's score: splits move with the data."""
HIGHER_IS_BETTER = "higher_is_better"
"""Key of a manifest's parameters: 1 or 0, which way the headline metric runs."""
PROTOCOL = "protocol"
"""Key of a manifest's parameters: the number of the rules it was evaluated by, 1 where none is told; a topic raises it
when it changes split, choice or baseline, for then gains before and after cannot be compared."""


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

    write: Callable[[Path], None]
    """Writes the model's files into an empty folder."""
    fingerprint: str
    """Identity of the inputs' declaration."""
    n_inputs: int
    n_rows: int
    seed: int
    config_digest: str
    """Hex, at least six digits."""
    evaluation: Evaluation
    headline: Headline
    data_cutoff: datetime | None
    """The newest data that went in, UTC, by what they say themselves; None when they tell no dates."""
    parameters: dict[str, float] = field(default_factory=dict)
    is_dated: bool = False
    """Whether it forecasts what follows its data: then a version of older data forecasts what is past."""

    @property
    def score(self) -> float:
        """The served model's headline figure."""
        return self.evaluation.scores[self.headline.metric]

    @property
    def baseline(self) -> float:
        """The baseline's."""
        return self.evaluation.baselines[self.headline.metric]

    def write_version(self, folder: Path, *, train_seconds: float = 0.0) -> Description:
        """Write everything into `folder` and return what the manifest says of it."""
        self.write(folder)
        (folder / REPORT_FILE).write_bytes(msgspec.json.encode(self.evaluation.report))
        return Description(
            fingerprint=self.fingerprint,
            metric=self.headline.metric,
            dims=self.n_inputs,
            counts={"rows": self.n_rows},
            seed=self.seed,
            config_digest=self.config_digest,
            parameters={**self.parameters, HIGHER_IS_BETTER: float(self.headline.higher_is_better)},
            offline_metrics=self.evaluation.scores,
            baseline_metrics=self.evaluation.baselines,
            data_cutoff=self.data_cutoff,
            train_seconds=round(train_seconds, 2),
        )


def read_report(folder: Path) -> Report:
    """Return the evaluation that a version was published with."""
    return msgspec.json.decode((folder / REPORT_FILE).read_bytes(), type=Report)


def gain(scores: dict[str, float], baselines: dict[str, float], headline: Headline) -> float:
    """Return how much better than its baseline a version is; above 0 is better, whichever way the metric runs."""
    difference = scores[headline.metric] - baselines[headline.metric]
    return difference if headline.higher_is_better else -difference


def require_not_worse(topic: str, trained: Trained, current: Manifest | None) -> None:
    """Raise `NotBetter` when the current version gains clearly more on its baseline than the new one does.

    Gains are compared, not scores: another week or another split moves model and baseline together. Versions that
    were evaluated by other rules are not compared at all, nor is a dated one with a version of older data.
    """
    metric = trained.headline.metric
    if current is None or metric not in current.offline_metrics or metric not in current.baseline_metrics:
        return
    if current.parameters.get(PROTOCOL, 1) != trained.parameters.get(PROTOCOL, 1):
        return
    newest, before = trained.data_cutoff, current.data_cutoff
    if trained.is_dated and newest is not None and before is not None and before < newest:
        return
    old = gain(current.offline_metrics, current.baseline_metrics, trained.headline)
    new = gain(trained.evaluation.scores, trained.evaluation.baselines, trained.headline)
    if new < old - TOLERANCE * abs(current.offline_metrics[metric]):
        raise NotBetter(
            f"{topic}: {metric} gains {new:+.4f} on its baseline, version {current.version} gained {old:+.4f}; "
            "the old version stays, `--force` publishes all the same"
        )

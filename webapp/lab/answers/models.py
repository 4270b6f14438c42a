"""What the models page asks and is told."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from recommender.prediction.evaluation.report import ReportRow
from recommender.records import TrainingRun


class VersionFacts(Struct, frozen=True, kw_only=True):
    """One published version: what it was made of, and its score beside its baseline's."""

    version: str
    is_current: bool
    made_at: datetime
    data_cutoff: datetime | None
    n_rows: int
    metric: str
    score: float | None
    baseline: float | None
    train_seconds: float | None


class TopicAnswer(Struct, frozen=True, kw_only=True):
    """One question of the lab, and the model that answers it now."""

    topic: str
    ready: bool
    why: str = ""
    """Why it is not ready, with the command that helps; empty when it is."""
    version: str | None = None
    made_at: datetime | None = None
    data_cutoff: datetime | None = None
    n_rows: int | None = None
    metric: str | None = None
    score: float | None = None
    baseline: float | None = None
    higher_is_better: bool | None = None
    train_seconds: float | None = None


class TopicsAnswer(Struct, frozen=True, kw_only=True):
    """Every question of the lab."""

    topics: tuple[TopicAnswer, ...]


class QualityAnswer(Struct, frozen=True, kw_only=True):
    """The evaluation that a version was published with."""

    topic: str
    version: str
    made_at: datetime
    data_cutoff: datetime | None
    protocol: str
    findings: tuple[str, ...]
    rows: tuple[ReportRow, ...]


class TopicVersions(Struct, frozen=True, kw_only=True):
    """The versions of one topic, newest first."""

    topic: str
    versions: tuple[VersionFacts, ...]


class ModelsAnswer(Struct, frozen=True, kw_only=True):
    """Every version of every topic, and what was trained lately."""

    topics: tuple[TopicVersions, ...]
    runs: tuple[TrainingRun, ...]


class VersionChoice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The version to use from now on."""

    version: Annotated[str, Meta(min_length=1, max_length=64)]

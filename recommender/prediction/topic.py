"""What every topic of the lab can do, and where its parts are."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Generic, TypeVar

from recommender.artifacts.store import ArtifactStore
from recommender.errors import NotReady
from recommender.prediction.evaluation.report import Evaluation
from recommender.prediction.training import Progress, Trained, silent

Data = TypeVar("Data")
Model = TypeVar("Model")


@dataclass(frozen=True, kw_only=True)
class Topic(Generic[Data, Model]):
    """A package below `recommender.prediction` that has the same table of contents as the others.

    `records`, `features` and `baselines`, the models, `evaluate`, `train` and `served`. A part is imported when it is
    asked for: whoever lists the topics loads none of them.
    """

    name: str
    """Of its package, its commands, its page, and the artifact kind of its model."""
    learns_from_table: bool
    """Whether `segue train NAME FILE` learns from one table that somebody has."""
    is_weekly: bool = False
    """Whether its data change all the time: it is trained once an ISO week, the others when their files have changed.

    It learns from what segue keeps: the first training needs nobody's command either.
    """
    first_step: str = ""
    """What to do for the first model; empty when `segue train NAME` is enough."""

    def evaluate(self, data: Data, *, progress: Progress = silent, **options: Any) -> Evaluation:
        """Measure the models beside their baselines; `options` are those of the topic's own `evaluate`."""
        evaluation: Evaluation = self._part("evaluate").evaluate(data, progress=progress, **options)
        return evaluation

    def train(self, data: Data, *, progress: Progress = silent, **options: Any) -> Trained:
        """Evaluate, then fit on all data; `options` are those of the topic's own `train`."""
        trained: Trained = self._part("train").train(data, progress=progress, **options)
        return trained

    def load(self, folder: Path) -> Model:
        """Open a published version; raises `BadArtifact` or `FingerprintMismatch` when it cannot be served."""
        model: Model = self._part("served").load(folder)
        return model

    def load_current(self, store: ArtifactStore) -> Model:
        """Open the version in use; raises `NoModel` when none was published."""
        version = store.current(self.name)
        if version is None:
            raise NoModel(self)
        return self.load(store.local_path(self.name, version))

    def _part(self, name: str) -> Any:
        return import_module(f"{__package__}.{self.name}.{name}")


class NoModel(NotReady):
    """No version of this topic has been published."""

    def __init__(self, topic: Topic[Any, Any]) -> None:
        super().__init__(f"there is no {topic.name} model yet; {topic.first_step or f'run `segue train {topic.name}`'}")

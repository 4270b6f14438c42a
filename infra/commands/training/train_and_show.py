"""What every `segue train` does: train, show the evaluation, publish."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from infra.settings import Settings
from recommender.artifacts.manifest import Manifest

if TYPE_CHECKING:
    from recommender.prediction.topic import Topic
    from recommender.prediction.training import Progress, Trained


def train_and_show(
    settings: Settings,
    topic: "Topic[Any, Any]",
    train: "Callable[[Progress], Trained]",
    *,
    source: str,
    force: bool,
    is_repeated: bool = True,
) -> Manifest:
    """Run `train`, which also reads its data, as one run of the log; see `infra.jobs.train.train_and_publish`."""
    from infra.jobs.train import train_and_publish
    from infra.terminal.report_table import show_report

    def train_and_report() -> "Trained":
        trained = train(partial(click.echo, err=True))
        show_report(trained.evaluation.report)
        return trained

    return train_and_publish(
        settings, topic.name, train_and_report, force=force, source=source, is_repeated=is_repeated
    )

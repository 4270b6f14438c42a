"""Models for every year that can be asked about, and the backtest they are published with."""

from datetime import UTC, datetime
from pathlib import Path

from recommender.artifacts.manifest import config_digest
from recommender.prediction.releases import features
from recommender.prediction.releases.careers import Careers
from recommender.prediction.releases.evaluate import ReleasesEvaluation, evaluate
from recommender.prediction.releases.negative_binomial import RIDGE, SIZE_IN_FIT
from recommender.prediction.releases.rolling import HALF_LIFE, WINDOW
from recommender.prediction.releases.scores import DEVIANCE
from recommender.prediction.releases.served import YearModel, write_models
from recommender.prediction.training import Headline, Progress, Trained, silent

HEADLINE = Headline(metric=DEVIANCE, higher_is_better=False)


def train(careers: Careers, *, seed: int = 0, progress: Progress = silent) -> Trained:
    """Fit and test; raises `BadInput` when the table is too short or too small.

    The models of the backtest are those that answer; the years after the data are answered by one model each.
    """
    evaluation = evaluate(careers, with_all_years=True, seed=seed, progress=progress)

    def write(folder: Path) -> None:
        write_models(folder, careers, _year_models(evaluation))

    return Trained(
        write=write,
        fingerprint=features.FINGERPRINT,
        n_inputs=len(features.NAMES),
        n_rows=int(careers.counts.sum()),
        seed=seed,
        config_digest=_digest(),
        evaluation=evaluation,
        headline=HEADLINE,
        data_cutoff=datetime(careers.last_year, 12, 31, tzinfo=UTC),
    )


def _year_models(evaluation: ReleasesEvaluation) -> list[YearModel]:
    return [
        YearModel(origin=origin, horizon=horizon, model=model, peers=evaluation.rolling.moment(origin).peers)
        for (origin, horizon), model in evaluation.models.items()
    ]


def _digest() -> str:
    return config_digest(
        features.FINGERPRINT, features.HALF_LIVES, features.AGES, HALF_LIFE, WINDOW, RIDGE, SIZE_IN_FIT
    )

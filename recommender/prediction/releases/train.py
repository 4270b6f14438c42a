"""Models for every year that can be asked about, and the backtest they are published with."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from recommender.prediction.releases import features
from recommender.prediction.releases.baselines import NAMES as BASELINES
from recommender.prediction.releases.careers import Careers
from recommender.prediction.releases.count_model import CountModel
from recommender.prediction.releases.evaluate import evaluate, test_years
from recommender.prediction.releases.foretold import MODEL
from recommender.prediction.releases.negative_binomial import RIDGE, SIZE_IN_FIT
from recommender.prediction.releases.rolling import HALF_LIFE, MAX_HORIZON, WINDOW, Rolling
from recommender.prediction.releases.scores import COVERAGE, DEVIANCE, LOG_LOSS, MAE, RMSE
from recommender.prediction.releases.served import YearModel, write_models
from recommender.prediction.training import Headline, Trained

TOPIC = "releases"
HEADLINE = Headline(metric=DEVIANCE, higher_is_better=False)


def train(careers: Careers, *, seed: int = 0) -> Trained:
    """Fit and test; raises `BadInput` when the table is too short or too small.

    A past year is answered by the model of the year before it, which knew nothing later; the same models are the
    backtest. The years after the data are answered by one model each.
    """
    began = monotonic()
    test_years(careers)
    rolling = Rolling(careers)
    models = _models(rolling)
    report = evaluate(rolling, seed=seed, fitted=lambda o, h: models[o, h] if (o, h) in models else rolling.model(o, h))
    best = min(BASELINES, key=lambda name: report.value(name, DEVIANCE))

    def write(folder: Path) -> None:
        write_models(folder, careers, _year_models(rolling, models))

    return Trained(
        topic=TOPIC,
        write=write,
        fingerprint=features.FINGERPRINT,
        n_inputs=len(features.NAMES),
        n_rows=int(careers.counts.sum()),
        seed=seed,
        config_digest=_digest(),
        report=report,
        headline=HEADLINE,
        scores={metric: report.value(MODEL, metric) for metric in (DEVIANCE, LOG_LOSS, RMSE, MAE, COVERAGE)},
        baselines={metric: report.value(best, metric) for metric in (DEVIANCE, LOG_LOSS, RMSE, MAE)},
        data_cutoff=datetime(careers.last_year, 12, 31, tzinfo=UTC),
        train_seconds=monotonic() - began,
    )


def _models(rolling: Rolling) -> dict[tuple[int, int], CountModel]:
    last = rolling.careers.n_years - 1
    asked = [(origin, 1) for origin in range(last + 1)] + [(last, horizon) for horizon in range(2, MAX_HORIZON + 1)]
    return {each: rolling.model(*each) for each in asked if rolling.can_fit(*each)}


def _year_models(rolling: Rolling, models: dict[tuple[int, int], CountModel]) -> list[YearModel]:
    return [
        YearModel(origin=origin, horizon=horizon, model=model, peers=rolling.moment(origin).peers)
        for (origin, horizon), model in models.items()
    ]


def _digest() -> str:
    said = (features.FINGERPRINT, features.HALF_LIVES, features.AGES, HALF_LIFE, WINDOW, RIDGE, SIZE_IN_FIT)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:8]

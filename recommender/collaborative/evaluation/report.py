"""The outcomes as rows and sentences of a report."""

import dataclasses
from functools import lru_cache

import numpy as np

from recommender.collaborative.evaluation.cold import ColdOutcome, Ensemble
from recommender.collaborative.evaluation.tuning import Choice
from recommender.collaborative.evaluation.warm import BLEND, Measured, WarmOutcome, best_single
from recommender.prediction.evaluation.figure import Estimate, Figure
from recommender.prediction.evaluation.leaks import leak_warnings
from recommender.prediction.evaluation.report import ReportRow
from recommender.resampling import GroupBootstrap, Interval

N_RESAMPLES = 1_000
MAX_RECALL = 0.35
"""More than this on a whole catalogue is to be treated as a leak until shown otherwise."""
RECALL, NDCG = "recall@20", "nDCG@20"
COLD = "cold start"


def warm_rows(outcome: WarmOutcome, case: str) -> list[ReportRow]:
    """Return recall, nDCG and what they cost, for each model; the blend beside the best single model comes last."""
    figures = []
    for name, measured in outcome.measured.items():
        for metric, values in ((RECALL, recalls(measured)), (NDCG, ndcgs(measured))):
            figures += _of_splits(name, metric, values, case)
        n = len(recalls(measured)[0])
        cost = {
            "fit, s": float(np.mean([each.fit_s for each in measured])),
            "distinct artists shown": float(np.mean([each.n_shown for each in measured])),
        }
        figures += [
            Figure(model=name, metric=metric, estimate=Estimate(value), n=n, case=case)
            for metric, value in cost.items()
        ]
    single = best_single(outcome)
    for metric, of in ((RECALL, recalls), (NDCG, ndcgs)):
        gains = [a - b for a, b in zip(of(outcome.measured[BLEND]), of(outcome.measured[single]), strict=True)]
        figures.append(_mean_figure(f"{BLEND} minus {single}", metric, gains, case))
    return [figure.row() for figure in figures]


def cold_rows(outcome: ColdOutcome) -> list[ReportRow]:
    """Return recall@20 of each model by what is given; who is cold in several splits is one listener."""
    listeners = np.concatenate(outcome.listeners)
    bootstrap = GroupBootstrap.draw(listeners, np.random.default_rng(0), n_resamples=N_RESAMPLES)
    return [
        Figure(
            model=name,
            metric=RECALL,
            estimate=Estimate(float(np.concatenate(values).mean()), *bootstrap.mean(np.concatenate(values))),
            n=len(np.unique(listeners)),
            case=COLD,
            part=part,
        ).row()
        for name, by_part in outcome.recalls.items()
        for part, values in by_part.items()
    ]


def findings_of_warm(outcome: WarmOutcome, case: str) -> list[str]:
    """Say what was chosen, whether the blend is better, and whether something looks like a leak."""
    found = [f"{case}: chosen: {_choices(outcome.choices)}; blend: {_weights(outcome.blend_weights)}"]
    single = best_single(outcome)
    gains = [a - b for a, b in zip(ndcgs(outcome.measured[BLEND]), ndcgs(outcome.measured[single]), strict=True)]
    gain, (low, high) = float(np.mean(gains)), paired_interval(gains)
    word = "better than" if low > 0 else "worse than" if high < 0 else "not told apart from"
    found.append(f"{case}: the blend is {word} {single}: nDCG@20 {gain:+z.4f} ({low:+z.4f} .. {high:+z.4f})")
    if case == "whole catalogue":
        means = {name: float(np.mean(recalls(measured))) for name, measured in outcome.measured.items()}
        found += leak_warnings(means, metric=RECALL, limit=MAX_RECALL, case=case)
    return found


def findings_of_cold(outcome: ColdOutcome) -> list[str]:
    """Say what was chosen."""
    return [
        f"{COLD}: {name}: {_choices(each.choices)}; weights {_weights_from(each)}"
        for name, each in outcome.ensembles.items()
    ]


def recalls(measured: list[Measured]) -> list[np.ndarray]:
    """Return recall@20 of every listener, an array for each split."""
    return [each.scores.recall for each in measured]


def ndcgs(measured: list[Measured]) -> list[np.ndarray]:
    """Return nDCG@20 of every listener, an array for each split."""
    return [each.scores.ndcg for each in measured]


def paired_interval(by_split: list[np.ndarray]) -> Interval:
    """Return the interval of the mean over listeners, each the mean of its splits; all splits have the same ones."""
    of_listener = np.mean(by_split, axis=0)
    return _bootstrap(len(of_listener)).mean(of_listener)


@lru_cache(maxsize=4)
def _bootstrap(n_listeners: int) -> GroupBootstrap:
    """Return the same resamples for every figure of as many listeners."""
    return GroupBootstrap.draw(np.arange(n_listeners), np.random.default_rng(0), n_resamples=N_RESAMPLES)


def _of_splits(name: str, metric: str, by_split: list[np.ndarray], case: str) -> list[Figure]:
    """Return the mean with its interval, its scatter over splits, and its standard error over listeners."""
    n = len(by_split[0])
    figures = [_mean_figure(name, metric, by_split, case)]
    if len(by_split) > 1:
        std = float(np.std([values.mean() for values in by_split], ddof=1))
        figures.append(
            Figure(model=name, metric=f"{metric}, sd over splits", estimate=Estimate(std), n=len(by_split), case=case)
        )
    error = float(by_split[0].std(ddof=1) / np.sqrt(n))
    figures.append(
        Figure(model=name, metric=f"{metric}, s.e. over listeners", estimate=Estimate(error), n=n, case=case)
    )
    return figures


def _mean_figure(name: str, metric: str, by_split: list[np.ndarray], case: str) -> Figure:
    estimate = Estimate(float(np.mean(by_split)), *paired_interval(by_split))
    return Figure(model=name, metric=metric, estimate=estimate, n=len(by_split[0]), case=case)


def _choices(choices: dict[str, Choice]) -> str:
    chosen = {name: choice for name, choice in choices.items() if choice.settings is not None}
    return ", ".join(f"{name} ({_settings(choice)}, {choice.n_tried} tried)" for name, choice in chosen.items())


def _settings(choice: Choice) -> str:
    values = dataclasses.asdict(choice.settings)
    return " ".join(
        f"{name}={value if isinstance(value, str) else format(value, 'g')}" for name, value in values.items()
    )


def _weights_from(ensemble: Ensemble) -> str:
    """Say what each model counts from how many known artists on."""
    names = [family.name for family in ensemble.families]
    steps = ((n, dict(zip(names, weights, strict=True))) for n, weights in sorted(ensemble.weights_from.items()))
    return "; ".join(f"from {n} artists: {_weights(weights)}" for n, weights in steps)


def _weights(weights: dict[str, float]) -> str:
    return ", ".join(f"{name} {weight:g}" for name, weight in weights.items() if weight > 0)

"""Evaluates the models of listeners alike on one table of plays: both catalogues, then the cold start."""

import time
from functools import partial

import numpy as np

from recommender.collaborative.evaluation.cold import evaluate_cold
from recommender.collaborative.evaluation.families import FAMILIES
from recommender.collaborative.evaluation.report import cold_rows, findings_of_cold, findings_of_warm, warm_rows
from recommender.collaborative.evaluation.splits import COLD_SHARE, MIN_COLD_ITEMS, MIN_COLD_LISTENERS, MIN_ITEMS
from recommender.collaborative.evaluation.warm import evaluate_warm
from recommender.collaborative.records import Interactions, NamedInteractions
from recommender.errors import BadInput
from recommender.prediction.evaluation.report import Report, ReportRow
from recommender.prediction.training import Progress, silent

MIN_LISTENERS = 50
MIN_ITEM_LISTENERS = 5
MAX_LISTENERS = 2_500
MAX_SQUARES = 5e7
"""Of the lengths of the profiles, summed: so many cells the matrix of items by items may get."""
DEFAULT_SEEDS = 3


def evaluate(table: NamedInteractions, *, n_seeds: int = DEFAULT_SEEDS, progress: Progress = silent) -> Report:
    """Return the report; raises `BadInput` when fewer than 50 listeners have 5 artists."""
    started = time.perf_counter()
    whole, n_left_out = _sample(long_profiles(table.interactions))
    if whole.n_listeners < MIN_LISTENERS:
        raise BadInput(
            f"{whole.n_listeners} listeners have {MIN_ITEMS} artists or more, but {MIN_LISTENERS} are needed to tell "
            "models apart; give a table with more of them"
        )
    rows: list[ReportRow] = []
    findings: list[str] = []
    known = long_profiles(whole.keep_items(whole.n_listeners_of >= MIN_ITEM_LISTENERS))
    cases = {"whole catalogue": whole, f"artists with {MIN_ITEM_LISTENERS} listeners or more": known}
    for case, interactions in cases.items():
        if interactions.n_listeners < MIN_LISTENERS:
            findings.append(f"{case}: {interactions.n_listeners} listeners are too few to measure")
            continue
        outcome = evaluate_warm(
            interactions,
            n_seeds=n_seeds,
            families=FAMILIES,
            progress=partial(_tell, progress, case),
        )
        rows += warm_rows(outcome, case)
        findings += findings_of_warm(outcome, case)
    if (whole.lengths >= MIN_COLD_ITEMS).sum() * COLD_SHARE < MIN_COLD_LISTENERS:
        findings.append(f"cold start: too few listeners have {MIN_COLD_ITEMS} artists or more to measure it")
    else:
        cold = evaluate_cold(whole, n_seeds=n_seeds, families=FAMILIES, progress=partial(_tell, progress, "cold start"))
        rows += cold_rows(cold)
        findings += findings_of_cold(cold)
    protocol = _protocol(table, whole, n_left_out, n_seeds, time.perf_counter() - started)
    return Report(task="artists", protocol=protocol, rows=tuple(rows), findings=tuple(findings))


def _protocol(table: NamedInteractions, whole: Interactions, n_left_out: int, n_seeds: int, seconds: float) -> str:
    """Say what the figures are made of."""
    sample = f", {n_left_out:,} more left out by chance" if n_left_out else ""
    return (
        f"{table.in_words}. Listeners with {MIN_ITEMS} artists or more: {whole.n_listeners:,} with {whole.n_items:,} "
        f"artists and {len(whole):,} pairs{sample}. Hidden: 20 % of each listener's artists at random, {n_seeds} "
        "splits; settings chosen by nDCG@20 on 20 % of the first split's training artists. recall@20 = hits / min(20, "
        "hidden), nDCG@20 binary, known artists never shown. Values are means over listeners and splits, intervals a "
        "bootstrap of 1,000 over listeners. Cold start: a fifth of the listeners is not trained on; settings are "
        f"chosen by recall@20 with others. {seconds:.0f} s"
    )


def _tell(progress: Progress, case: str, step: str) -> None:
    progress(f"{case}: {step}")


def long_profiles(interactions: Interactions) -> Interactions:
    """Return the listeners with 5 items or more, and the items that these have."""
    left = interactions.keep_listeners(np.flatnonzero(interactions.lengths >= MIN_ITEMS))
    return left.keep_items(left.n_listeners_of > 0)


def _sample(interactions: Interactions) -> tuple[Interactions, int]:
    """Return as many listeners by chance as a small machine can fit exactly, and how many are left out."""
    order = np.random.default_rng(0).permutation(interactions.n_listeners)
    squares = np.cumsum(interactions.lengths[order].astype(np.float64) ** 2)
    n = min(MAX_LISTENERS, int(np.searchsorted(squares, MAX_SQUARES, side="right")))
    if n >= interactions.n_listeners:
        return interactions, 0
    return long_profiles(interactions.keep_listeners(np.sort(order[:n]))), interactions.n_listeners - n

"""Moods of a table of another origin, asked of models that learnt from the first one only: home and elsewhere."""

import numpy as np
from msgspec.structs import replace

from recommender.errors import BadInput
from recommender.prediction.evaluation.report import Report, ReportRow, metric_label
from recommender.prediction.mood.baselines import BASELINE
from recommender.prediction.mood.evaluate import FITS, REPEATS, SERVED, evaluate, measure
from recommender.prediction.mood.records import MoodTable
from recommender.prediction.training import Progress, silent

MIN_SONGS = 50
HOME, NEW_ARTISTS, KNOWN_ARTISTS = "home", "elsewhere", "elsewhere, artists of home"


def evaluate_elsewhere(
    table: MoodTable, test: MoodTable, *, seed: int = 0, repeats: int = REPEATS, progress: Progress = silent
) -> Report:
    """Measure on folds of `table`, then learn from all of it and ask about `test`.

    Songs of `test` whose artist is in `table` are measured apart, where they are enough. Raises `BadInput` when
    fewer than `MIN_SONGS` songs are of other artists.
    """
    is_known = np.isin(test.artists, table.artists)
    if (n_new := int((~is_known).sum())) < MIN_SONGS:
        raise BadInput(
            f"the test table has {n_new} songs of artists that are not in the training table, {MIN_SONGS} are needed "
            f"({is_known.sum():,} of artists that are, {test.n_left_out:,} rows left out)"
        )
    home = evaluate(table, seed=seed, repeats=repeats, progress=progress).report
    progress("elsewhere")
    fitted = {name: fit(table, np.arange(len(table))) for name, fit in FITS.items()}
    parts = {NEW_ARTISTS: ~is_known} | ({KNOWN_ARTISTS: is_known} if is_known.sum() >= MIN_SONGS else {})
    measured = {HOME: home.rows}
    for part, chosen in parts.items():
        asked = test.take(np.flatnonzero(chosen))
        guesses = {name: [predict(asked.values)] for name, predict in fitted.items()}
        measured[part] = tuple(measure(guesses, asked, np.random.default_rng(seed)))
    report = Report(
        task="mood",
        protocol=f"{home.protocol} {HOME}: these folds. {NEW_ARTISTS}: learned from all of them, asked about "
        f"{n_new:,} songs of the test table ({test.n_left_out:,} rows left out, {is_known.sum():,} songs of artists "
        "that are trained on apart); nothing is fitted to the test table.",
        rows=_side_by_side(measured),
    )
    return replace(report, findings=(*home.findings, _finding(report)))


def _side_by_side(measured: dict[str, tuple[ReportRow, ...]]) -> tuple[ReportRow, ...]:
    """Return the rows of all parts, those of one figure one after the other."""
    labelled = {
        part: {(row.metric, row.model): replace(row, metric=metric_label(row.metric, part=part)) for row in rows}
        for part, rows in measured.items()
    }
    figures = dict.fromkeys(key for rows in labelled.values() for key in rows)
    return tuple(rows[key] for key in figures for rows in labelled.values() if key in rows)


def _finding(report: Report) -> str:
    loss, of_shares = (report.row(name, "log_loss", part=NEW_ARTISTS) for name in (SERVED, BASELINE))
    error = {part: report.value(SERVED, "ece", part=part) for part in (HOME, NEW_ARTISTS)}
    word = "below" if loss.value < of_shares.value else "not below"
    return (
        f"elsewhere the log loss is {loss.value:.2f}, {word} that of the training shares ({of_shares.value:.2f}), and "
        f"the calibration error {error[NEW_ARTISTS]:.3f} ({error[HOME]:.3f} at home)"
    )

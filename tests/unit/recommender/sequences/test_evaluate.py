from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from recommender.errors import BadInput
from recommender.prediction.streams.records import Play
from recommender.sequences.evaluation.evaluate import evaluate
from recommender.sequences.evaluation.figures import BLEND, LESS_BEST, LESS_BLEND, SEEN, empty_slices, figures_of
from recommender.sequences.models.popularity import Popularity
from recommender.sequences.models.rules import Markov, SequentialRules
from tests.builders.sessions import made_sessions

START = datetime(2026, 1, 1, tzinfo=UTC)
SETTINGS = {
    "popularity": (Popularity(),),
    "Markov, second order with back-off": (Markov(),),
    "sequential rules": (SequentialRules(30), SequentialRules(5)),
}


def plays(n_sessions: int) -> list[Play]:
    return [
        Play(START + timedelta(days=float(day)), f"track {track}", f"artist {track // 10}", 200.0)
        for session in made_sessions(np.random.default_rng(3), n_sessions)
        for track, day in zip(session.tracks.tolist(), session.day.tolist(), strict=True)
    ]


@pytest.fixture(scope="module")
def evaluated():
    return evaluate(plays(60), settings=SETTINGS, n_resamples=50)


def test_a_blend_foresees_what_was_made_to_be_foreseen(evaluated):
    assert evaluated.scores["HR@20"] > 0.8
    assert evaluated.report.value("random", "HR@20", subject="static") == pytest.approx(20 / 39, abs=0.1)


@pytest.mark.parametrize("protocol", ["static", "incremental"])
def test_every_model_has_a_row_for_all_and_for_seen_targets(evaluated, protocol):
    for model in (*SETTINGS, "random", "blend, equal weights", BLEND):
        for part in ("", SEEN):
            row = evaluated.report.row(model, "MRR@20", subject=protocol, part=part)
            assert row.low <= row.value <= row.high


def test_the_blend_stands_beside_the_best_single_model(evaluated):
    row = evaluated.report.row(LESS_BEST, "HR@20", subject="static")
    assert row.low <= row.value <= row.high
    best = max(evaluated.report.value(name, "HR@20", subject="static") for name in SETTINGS)
    assert row.value == pytest.approx(evaluated.report.value(BLEND, "HR@20", subject="static") - best)
    assert any("static: the best single model is" in finding for finding in evaluated.report.findings)


def test_a_result_too_good_to_be_true_is_said_to_be_a_leak(evaluated):
    assert any(f"WARNING, static: {BLEND} has HR@20" in finding for finding in evaluated.report.findings)


def test_a_slice_without_a_case_has_no_figure_and_is_named(evaluated):
    outcomes = evaluated.outcomes["static"]
    assert outcomes.is_seen.all()
    part = "not heard in training"
    assert not [row for row in evaluated.report.rows if part in row.metric]
    assert any(finding == f"static: no cases: {part}" for finding in evaluated.report.findings)
    nothing = replace(outcomes, is_seen=np.zeros_like(outcomes.is_seen))
    figures = figures_of(nothing, "static", n_resamples=5)
    assert SEEN in empty_slices(nothing)
    assert min(figure.n for figure in figures) > 0
    assert not [figure for figure in figures if figure.part == SEEN]


class Backwards:
    """Further models of the evaluation: the same rules, a network by name only."""

    def __init__(self):
        self.findings, self.seen = ["the network is none"], []

    def choose(self, training, plain, *, names, learns):
        self.seen.append((learns, len(names), names[0]))
        assert training
        assert plain.blend.parts
        return {"network, rules": SequentialRules(5), "blend with the network": plain.equal_blend}


def test_further_models_stand_beside_the_best_single_one_and_the_blend():
    further = Backwards()
    report = evaluate(plays(60), settings=SETTINGS, n_resamples=20, further=further).report
    assert [(learns, n) for learns, n, _ in further.seen] == [(False, 40), (True, 40)]
    assert all(name.startswith("artist ") and title.startswith("track ") for _, _, (name, title) in further.seen)
    assert "the network is none" in report.findings
    for subject in ("static", "incremental"):
        value = {name: report.value(name, "MRR@20", subject=subject) for name in (*SETTINGS, BLEND, "network, rules")}
        single = max(value[name] for name in SETTINGS)
        gain = report.row("network, rules less the best single model", "MRR@20", subject=subject)
        assert gain.value == pytest.approx(value["network, rules"] - single)
        assert gain.low <= gain.value <= gain.high
        gain = report.row("network, rules less the blend", "MRR@20", subject=subject)
        assert gain.value == pytest.approx(value["network, rules"] - value[BLEND])
        assert report.row(LESS_BLEND, "HR@20", subject=subject)


def test_the_same_history_gives_the_same_figures(evaluated):
    again = evaluate(plays(60), settings=SETTINGS, n_resamples=50).report
    timeless = [(row.model, row.metric, row.value, row.low) for row in again.rows if "ms a query" not in row.metric]
    before = [
        (row.model, row.metric, row.value, row.low) for row in evaluated.report.rows if "ms a query" not in row.metric
    ]
    assert timeless == before


def test_too_few_sessions_are_refused_with_how_many_there_are():
    with pytest.raises(BadInput, match="the history has 20 sessions of at least 2 tracks, and 50 are needed"):
        evaluate(plays(20))


@pytest.mark.parametrize(
    "lengths",
    [(400, *[2] * 49), (*[2] * 49, 400), (2,) * 50],
    ids=["nothing to learn from", "one to ask", "short ones"],
)
@pytest.mark.parametrize("n_tracks", [1, 30])
def test_histories_out_of_the_ordinary_are_evaluated(lengths, n_tracks):
    odd = [
        Play(START + timedelta(days=day, minutes=place), f"track {(day + place) % n_tracks}", "A", 200.0)
        for day, length in enumerate(lengths)
        for place in range(length)
    ]
    report = evaluate(odd, settings=SETTINGS, n_resamples=5).report
    assert all(np.isfinite(row.value) for row in report.rows)

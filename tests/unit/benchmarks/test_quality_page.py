import sys
from datetime import UTC, datetime

import msgspec
import pytest

from benchmarks.quality.baselines import BASELINES, baseline_of
from benchmarks.quality.goal import RUN_ITSELF, SECONDS, Figure, Goal
from benchmarks.quality.goals import GOALS
from benchmarks.quality.holding import held
from benchmarks.quality.other_data import OTHER_DATA
from benchmarks.quality.page import page_of
from benchmarks.quality.runs import RUNS, TASKS, Evaluation, Measured, Run, RunFailed, keep, kept, measure
from benchmarks.results_file import Machine
from recommender.prediction.evaluation.report import ReportRow

MACHINE = Machine("Fine CPU", 2, 7.5, "Linux", "3.11")
RUN = Run("mood", "mood", "a song's mood", ("@/moods.csv",))


def measured(*rows: ReportRow, name: str = "mood") -> Measured:
    return Measured(
        name=name, command="segue evaluate mood data/moods.csv", made_at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        seconds=12.3, machine=MACHINE, evaluation=Evaluation(task="mood", protocol="by artist", rows=rows),
    )  # fmt: skip


def row(model: str, value: float, metric: str = "accuracy", **ends: float) -> ReportRow:
    return ReportRow(model=model, metric=metric, value=value, n=686, **ends)


def goal(*figures: Figure, op: str = ">=", target: float = 0.8, **rest: object) -> Goal:
    return Goal("mood", "accuracy of moods", figures, op, target, **rest)


def test_each_model_stands_beside_its_baseline_under_protocol_and_command():
    page = page_of([measured(row("majority", 0.29), row("logistic", 0.81, low=0.78, high=0.84))], [], [RUN])
    assert "`segue evaluate mood data/moods.csv`, 2026-01-02 03:04 UTC, 12 s on 2 cores of Fine CPU." in page
    assert "Protocol: by artist" in page
    assert "| accuracy | majority | 0.2900 |  | 686 |\n|  | logistic | 0.8100 | 0.7800 .. 0.8400 | 686 |" in page


@pytest.mark.parametrize(
    ("op", "target", "cell", "is_listed"),
    [(">=", 0.8, "yes", False), (">=", 0.82, "**no**", True), ("<=", 0.8, "**no**", True)],
)
def test_goals_are_held_against_the_figures_and_the_missed_ones_listed(op, target, cell, is_listed):
    results = [measured(row("logistic", 0.81))]
    page = page_of(results, held([goal(Figure("mood", "logistic", "accuracy"), op=op, target=target)], results), [RUN])
    assert f"| accuracy of moods | mood | {op} {target:g} | 0.8100 |  | {cell} |" in page
    assert (f"- mood: accuracy of moods: 0.8100, not {op} {target:g}" in page) == is_listed


def test_what_was_not_measured_does_not_count_as_reached():
    goals = held([goal(Figure("mood", "logistic", "accuracy"))], [])
    page = page_of([], goals, [RUN])
    assert not goals[0].holds
    assert "| not measured |  |  |" in page
    assert "Not measured yet." in page
    assert "- mood: accuracy of moods: not measured" in page


@pytest.mark.parametrize(("of", "expected"), [("mean", 0.6), ("least", 0.4), ("most", 0.8)])
def test_several_figures_make_one_goal(of, expected):
    rows = (row("a", 0.8), row("b", 0.4), row("c", 0.6))
    found = held([goal(*(Figure("mood", each.model, "accuracy") for each in rows), of=of)], [measured(*rows)])
    assert found[0].measured == pytest.approx(expected)


def test_the_baseline_of_the_same_case_stands_beside_a_goal():
    rows = (row("a: popularity", 0.1), row("b: popularity", 0.2), row("b: ALS", 0.3, low=0.2, high=0.4))
    results = [measured(*rows, name="artists")]
    goals = [goal(Figure("artists", "b: ALS", "accuracy")), goal(Figure("artists", "b: ALS", "accuracy", "low"))]
    assert [each.baseline for each in held(goals, results)] == [0.2, None]
    assert "| 0.3000 | 0.2000 | **no** |" in page_of(results, held(goals, results), [RUN])


def test_the_baseline_is_not_its_own_baseline_and_a_run_may_have_none():
    assert baseline_of(Figure("mood", "majority", "accuracy")) is None
    assert baseline_of(Figure("releases-albums", "negative binomial", "MAE")) is None
    assert baseline_of(Figure("popularity", "unknown artist: ensemble, genre not told", "R2")) is None
    assert set(BASELINES) <= {run.name for run in RUNS}


@pytest.mark.parametrize("result", [each for each in kept() if each.name in BASELINES], ids=lambda each: each.name)
def test_every_baseline_is_a_model_of_its_kept_report(result):
    assert BASELINES[result.name] in {each.model.rpartition(": ")[2] for each in result.evaluation.rows}


def test_the_time_of_a_run_can_be_the_goal():
    figure = Figure("mood", RUN_ITSELF, SECONDS)
    assert held([goal(figure, op="<=", target=300.0)], [measured(row("a", 0.8))])[0].measured == 12.3


def test_the_end_of_an_interval_can_be_the_goal():
    results = [measured(row("a", 0.8, low=-0.1, high=1.0))]
    assert held([goal(Figure("mood", "a", "accuracy", "low"), op=">", target=0.0)], results)[0].measured == -0.1
    assert held([goal(Figure("mood", "a", "accuracy", "high"))], [measured(row("a", 0.8))])[0].measured is None


def test_results_are_kept_and_read_again(tmp_path):
    keep(measured(row("a", 0.8)), tmp_path)
    assert kept([RUN, Run("other", "mood", "", ())], tmp_path) == [measured(row("a", 0.8))]


def test_every_goal_asks_for_a_run_that_there_is():
    runs = {run.name: run.task for run in RUNS}
    for each in GOALS:
        assert {runs[figure.run] for figure in each.figures} == {each.task}


def test_a_command_is_shown_as_it_is_typed():
    assert RUN.command("../shared") == ("segue", "evaluate", "mood", "../shared/moods.csv")


def test_a_run_names_the_files_that_are_not_there_and_takes_other_music(tmp_path):
    assert RUN.lacks(tmp_path) == ["moods.csv"]
    (tmp_path / "moods.csv").touch()
    assert RUN.lacks(tmp_path) == []
    (likeness,) = (run for run in RUNS if run.task == "similarity")
    assert likeness.lacks(tmp_path) == []
    assert likeness.command("../data")[-1] == "../data/music/clips"
    assert likeness.command("../data", "/songs")[-1] == "/songs"


def test_what_needs_an_index_has_it_built_of_the_music_in_a_home_of_its_own(tmp_path, monkeypatch):
    did = tmp_path / "did"
    report = msgspec.json.encode(Evaluation(task="picks", protocol="", rows=())).decode()
    program = tmp_path / "segue"
    program.write_text(
        f"#!{sys.executable}\nimport os, pathlib, sys\n"
        f"with pathlib.Path({str(did)!r}).open('a') as file:\n"
        "    print(os.environ['SEGUE_HOME'], os.environ['SEGUE_MONGO_URI'], *sys.argv[3:5], file=file)\n"
        f"if '--json' in sys.argv: pathlib.Path(sys.argv[-1]).write_text({report!r})\n"
    )
    program.chmod(0o700)
    monkeypatch.setattr("benchmarks.quality.runs.sys.executable", str(program))
    monkeypatch.setenv("SEGUE_MONGO_URI", "mongodb://the-instance-that-people-use")
    run = Run("picks", "picks", "", (), index_of="@music")
    assert run.needs_music
    kept_as = measure(run, tmp_path, shown_as="../data").command
    assert kept_as == "segue ingest ../data/music/clips && segue build index && segue evaluate picks"
    homes, *steps = zip(*(line.split(" ", 2) for line in did.read_text().splitlines()), strict=True)
    assert len(set(homes)) == 1
    assert steps == [("", "", ""), (f"ingest {tmp_path}/music/clips", "build index", "evaluate picks")]


def test_a_run_that_fails_says_why(tmp_path, monkeypatch):
    program = tmp_path / "broken"
    program.write_text(f"#!{sys.executable}\nimport sys\nsys.exit('no such column')\n")
    program.chmod(0o700)
    monkeypatch.setattr("benchmarks.quality.runs.sys.executable", str(program))
    with pytest.raises(RunFailed, match="mood: no such column"):
        measure(RUN, tmp_path, shown_as="data")


def test_of_each_task_the_page_says_what_is_known_on_other_data():
    assert set(OTHER_DATA) == set(TASKS)

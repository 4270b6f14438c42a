import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from infra.commands.evaluate import TOPICS
from infra.commands.evaluation import all as evaluate_all
from infra.jobs.evaluation import running
from infra.jobs.evaluation.finding import DATA, WITHOUT_DATA, Found, find
from infra.jobs.evaluation.running import Written, run_all
from recommender.prediction.evaluation.report import ReportRow

ROWS = (
    ReportRow(model="blend", metric="HR", value=0.4, low=0.3, high=0.5, n=7),
    ReportRow(model="popularity", metric="HR", value=0.1, n=7),
    ReportRow(model="blend", metric="MRR", value=0.2, n=7),
)


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def run(arguments):
    if arguments[1] == "mood":
        return "no such column"
    Path(arguments[-1]).write_bytes(msgspec.json.encode(Written(arguments[1], "a split", ROWS)))
    return ""


def test_every_topic_has_data_or_says_why_it_needs_none():
    assert {data.topic for data in DATA} | set(WITHOUT_DATA) == set(TOPICS) - {"all"}


def test_what_is_in_the_folder_is_run_and_the_rest_is_left_out_with_the_reason(tmp_path):
    touch(tmp_path, "charts/a.parquet", "charts/b.csv.gz", "charts/.hidden.csv", "listening/history_1/h0.json")
    found, left_out = find(tmp_path, ["charts", "sessions", "mood", "picks"])
    assert [(each.topic, *each.arguments) for each in found] == [
        ("charts", str(tmp_path / "charts/a.parquet")),
        ("charts", str(tmp_path / "charts/b.csv.gz")),
        ("sessions", str(tmp_path / "listening/history_1")),
    ]
    reasons = {each.topic: each.why for each in left_out}
    assert reasons["mood"] == f"{tmp_path} has no popularity/moods*"
    assert "the index of this instance" in reasons["picks"]


def test_tables_that_belong_together_are_all_needed(tmp_path):
    touch(tmp_path, "fma/metadata/features.csv", "fma/metadata/features_tracks.csv", "fma/metadata/tracks.csv")
    found, left_out = find(tmp_path, ["descriptors"])
    assert not found
    assert left_out[0].why == f"{tmp_path} has no fma/metadata/*echonest*"
    touch(tmp_path, "fma/metadata/echonest.csv")
    (run_of_all,) = find(tmp_path, ["descriptors"])[0]
    assert run_of_all.arguments[::2] == ("--features", "--echonest", "--artists")
    assert [Path(file).name for file in run_of_all.arguments[1::2]] == ["features.csv", "echonest.csv", "tracks.csv"]


@pytest.mark.parametrize(("headline", "shown"), [("", "HR"), ("MRR", "MRR"), ("of an older version", "HR")])
def test_the_short_table_has_the_model_beside_its_baselines_by_one_metric(headline, shown):
    summary = run_all([Found("charts", ("a.csv",), headline)], [], progress=lambda _: None, run=run)
    assert {row.metric for row in summary.measured[0].headline_rows} == {shown}
    assert summary.measured[0].command == "segue evaluate charts a.csv"


def test_an_evaluation_that_fails_is_told_and_the_others_go_on(tmp_path, monkeypatch):
    monkeypatch.setattr(running.run_all, "__kwdefaults__", {"run": run})
    touch(tmp_path, "popularity/moods.csv", "popularity/tracks.csv")
    told = CliRunner().invoke(
        evaluate_all.command, ["--data", str(tmp_path), "--json", str(tmp_path / "all.json")], catch_exceptions=False
    )
    assert told.exit_code == 1
    assert f"mood: failed: segue evaluate mood {tmp_path}/popularity/moods.csv\n  no such column" in told.stdout
    assert "0.3000 .. 0.5000" in told.stdout
    assert f"similarity: left out: {tmp_path} has no music" in told.stdout
    kept = json.loads((tmp_path / "all.json").read_bytes())
    assert [(each["topic"], len(each["rows"])) for each in kept["measured"]] == [("popularity", 3), ("mood", 0)]
    assert len(kept["left_out"]) == len(TOPICS) - 3


def test_an_unknown_topic_is_refused_with_those_that_there_are(tmp_path):
    told = CliRunner().invoke(evaluate_all.command, ["--data", str(tmp_path), "--only", "weather"])
    assert told.exit_code == 2
    assert "there is no topic weather; there are popularity, charts" in told.output

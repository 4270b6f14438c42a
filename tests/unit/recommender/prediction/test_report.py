import json
from math import nan

import pytest

from recommender.prediction.evaluation.figure import Estimate, Figure, side_by_side
from recommender.prediction.evaluation.report import Report, ReportRow
from recommender.prediction.training import REPORT_FILE, read_report


def row(model: str, metric: str, value: float = 0.5, **rest) -> ReportRow:
    return ReportRow(model=model, metric=metric, value=value, n=10, **rest)


def test_the_json_has_task_protocol_and_rows_with_the_findings_in_the_protocol():
    report = Report(
        task="charts",
        protocol="52 weeks.",
        rows=(row("a", "m", low=0.4, high=0.6), row("b", "m")),
        findings=("not predictable better than chance",),
    )
    content = json.loads(report.as_json())
    assert list(content) == ["task", "protocol", "rows"]
    assert content["protocol"] == "52 weeks. Finding: not predictable better than chance."
    assert content["rows"][0] == {"model": "a", "metric": "m", "value": 0.5, "low": 0.4, "high": 0.6, "n": 10}
    assert content["rows"][1]["low"] is None


def test_a_figure_is_found_by_model_and_metric():
    report = Report(task="t", protocol="", rows=(row("a", "m", 1.0), row("b", "m", 2.0)))
    assert report.value("b", "m") == 2.0
    with pytest.raises(KeyError, match="no r2 of b"):
        report.row("b", "r2")


def test_labels_say_what_a_figure_is_a_figure_of():
    figure = Figure(
        model="m", metric="gain", estimate=Estimate(0.5, 0.4, 0.6), n=10, case="unknown artist", subject="global",
        years_ahead=5, part="winter weeks",
    )  # fmt: skip
    labels = {"model": "unknown artist: m", "metric": "global: gain, 5 years ahead, winter weeks"}
    assert figure.row() == ReportRow(**labels, value=0.5, low=0.4, high=0.6, n=10)
    bare = Figure(model="m", metric="gain", estimate=Estimate(0.5, nan, nan), n=10)
    assert bare.row() == ReportRow(model="m", metric="gain", value=0.5, n=10)


def test_a_figure_is_found_by_what_it_is_a_figure_of():
    rows = (row("unknown artist: a", "m", 1.0), row("a", "global: m", 2.0), row("a", "m, winter weeks", 3.0))
    report = Report(task="t", protocol="", rows=rows)
    assert report.value("a", "m", case="unknown artist") == 1.0
    assert report.value("a", "m", subject="global") == 2.0
    assert report.value("a", "m", part="winter weeks") == 3.0


def test_a_report_of_an_older_version_is_read(tmp_path):
    (tmp_path / REPORT_FILE).write_bytes(
        b'{"task": "charts", "protocol": "p", "findings": ["f"], "rows": '
        b'[{"model": "boosting", "metric": "global: overlap@50", "value": 0.9, "low": null, "high": null, "n": 52}]}'
    )
    assert read_report(tmp_path).value("boosting", "overlap@50", subject="global") == 0.9


def test_home_and_elsewhere_of_the_same_figure_stand_one_below_the_other():
    figures = [
        Figure(model=model, metric="R2", estimate=Estimate(0.5), n=3, case=case)
        for case in ("at home", "elsewhere")
        for model in ("a", "b")
    ]
    shown = [figure.row().model for figure in side_by_side(figures)]
    assert shown == ["at home: a", "elsewhere: a", "at home: b", "elsewhere: b"]

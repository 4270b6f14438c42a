import json

import pytest

from recommender.prediction.report import Report, ReportRow, in_order


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


def test_rows_are_put_metric_by_metric():
    rows = [row("a", "x"), row("a", "y"), row("b", "x"), row("b", "z")]
    assert [(each.model, each.metric) for each in in_order(rows, ["y", "x"])] == [("a", "y"), ("a", "x"), ("b", "x")]

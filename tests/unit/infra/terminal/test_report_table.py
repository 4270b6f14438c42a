from infra.terminal.report_table import show_report
from recommender.prediction.evaluation.report import Report, ReportRow


def test_no_gain_has_no_sign(capsys):
    row = ReportRow(model="trees", metric="gain", value=-5e-16, low=-1e-9, high=0.5, n=3)
    show_report(Report(task="charts", protocol="made", rows=(row,)))
    shown = capsys.readouterr().out
    assert "0.0000 .. 0.5000" in shown
    assert "-0.0000" not in shown

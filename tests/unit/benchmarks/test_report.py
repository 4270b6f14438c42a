from datetime import UTC, datetime

from benchmarks.report import page_of
from benchmarks.results_file import Goal, Machine, Result, Table


def result_of(name: str, *, holds: bool) -> Result:
    return Result(
        benchmark=name,
        made_at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        machine=Machine("Fine CPU", 2, 7.5, "Linux", "3.11"),
        goals=(Goal(f"goal of {name}", "<= 20 ms", "12 ms", holds=holds),),
        tables=(Table("steps", ("step", "ms|s"), (("decode", 1234.5), ("all", 0.12345))),),
    )


def test_goals_come_first_and_those_that_do_not_hold_are_shown():
    page = page_of([result_of("worker", holds=False), result_of("etl", holds=True)])
    goals = page.index("## Goals")
    assert goals < page.index("goal of etl") < page.index("goal of worker") < page.index("## etl")
    assert "| goal of worker | <= 20 ms | 12 ms | **no** | `worker` |" in page


def test_machine_date_and_figures_are_shown():
    page = page_of([result_of("etl", holds=True)])
    assert "2026-01-02 03:04 UTC on Fine CPU, 2 cores, 7.5 GB, Linux, Python 3.11." in page
    assert "| decode | 1,234 |" in page
    assert "| all | 0.1235 |" in page
    assert "ms\\|s" in page

import io

import pytest
from rich.console import Console

from benchmarks.results_file import Goal, Table, read_result, write_result


def quiet_console():
    return Console(file=io.StringIO(), width=120)


def test_a_result_reads_back_as_it_was_written(tmp_path):
    goal = Goal("P9 walk", "<= 20 ms", "12.5 ms", holds=True)
    table = Table("steps", ("step", "ms"), (("decode", 1.5), ("all", 20)))
    path = write_result("walk", goals=[goal], tables=[table], folder=tmp_path, console=quiet_console())
    result = read_result(path)
    assert (result.benchmark, result.goals, result.tables) == ("walk", (goal,), (table,))
    assert result.machine.cores >= 1
    assert path.name == "walk.json"


def test_a_row_that_does_not_fit_its_columns_is_refused(tmp_path):
    table = Table("steps", ("step", "ms"), (("decode",),))
    with pytest.raises(ValueError, match="does not fit"):
        write_result("walk", goals=[], tables=[table], folder=tmp_path, console=quiet_console())
    assert not list(tmp_path.iterdir())


def test_tables_and_goals_are_printed(tmp_path):
    console = quiet_console()
    table = Table("steps", ("step", "ms"), (("decode", 0.123456),))
    write_result("walk", goals=[Goal("P9", "<= 1", "2", holds=False)], tables=[table], folder=tmp_path, console=console)
    printed = console.file.getvalue()
    assert "0.1235" in printed
    assert "no" in printed

import stat
import sys
from pathlib import Path

import pytest

from infra import cli
from infra.invocation import as_called, invocation, segue_command
from recommender.errors import NoIndex


@pytest.fixture
def program(tmp_path, monkeypatch) -> Path:
    """A segue in an environment of its own, which is not on PATH."""
    program = tmp_path / ".venv" / "bin" / "segue"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(sys, "executable", str(program.with_name("python")))
    monkeypatch.setenv("PATH", "/usr/bin")
    invocation.cache_clear()
    yield program
    invocation.cache_clear()


def test_where_segue_is_on_the_path_it_is_called_by_its_name(program, monkeypatch):
    monkeypatch.setenv("PATH", str(program.parent))
    assert invocation() == "segue"


def test_another_segue_on_the_path_is_not_this_one(program, monkeypatch, tmp_path):
    other = tmp_path / "other" / "segue"
    other.parent.mkdir()
    program.rename(other)
    program.write_text("")
    monkeypatch.setenv("PATH", str(other.parent))
    assert invocation() == str(program)


@pytest.mark.usefixtures("program")
def test_else_it_is_called_by_its_path_from_here(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert invocation() == ".venv/bin/segue"


def test_from_elsewhere_by_its_whole_path(program, monkeypatch):
    monkeypatch.chdir("/usr")
    assert invocation() == str(program)


def test_without_a_program_by_this_python(program):
    program.unlink()
    assert invocation() == f"{sys.executable} -m infra"


@pytest.mark.usefixtures("program")
def test_only_commands_in_backticks_are_spelled_out(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    text = "run `segue build index`, see `segue.log`; segue is `segue`"
    assert as_called(text) == "run `.venv/bin/segue build index`, see `segue.log`; segue is `segue`"


@pytest.mark.usefixtures("program")
def test_an_error_names_the_command_as_it_can_be_typed(monkeypatch, tmp_path, capsys):
    def fail() -> None:
        raise NoIndex

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "segue", fail)
    with pytest.raises(SystemExit):
        cli.main()
    assert "run `.venv/bin/segue build index`" in capsys.readouterr().err


def test_a_job_runs_this_very_segue():
    assert segue_command("build", "index")[0] == sys.executable
    assert segue_command("build", "index")[-2:] == ("build", "index")

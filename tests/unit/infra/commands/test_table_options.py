import os

import click
import pytest
from click.testing import CliRunner

from infra.commands.evaluate import command as evaluate
from infra.commands.train import command as train
from infra.settings import Settings
from infra.terminal.table_options import take_json_file


@click.command()
@take_json_file
def measure(json_file):
    click.echo("worked")
    if json_file:
        json_file.write_text("{}")


def test_figures_go_into_a_file(tmp_path):
    file = tmp_path / "figures.json"
    assert CliRunner().invoke(measure, ["--json", str(file)]).output == "worked\n"
    assert file.read_text() == "{}"


def test_a_file_that_cannot_be_written_is_refused_before_the_work(tmp_path):
    result = CliRunner().invoke(measure, ["--json", str(tmp_path / "gone" / "figures.json")])
    assert (result.exit_code, "worked" in result.output) == (2, False)
    assert f"there is no folder {tmp_path / 'gone'}; make it first" in result.output
    assert "is a directory" in CliRunner().invoke(measure, ["--json", str(tmp_path)]).output


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_takes_no_files_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    assert "nothing can be written into" in CliRunner().invoke(measure, ["--json", str(tmp_path / "f.json")]).output


@pytest.mark.parametrize(
    "topic", ["charts", "descriptors", "mood", "popularity", "releases", "sessions", "similarity", "streams"]
)
def test_every_evaluation_refuses_it_before_anything_is_read(topic, tmp_path):
    arguments = {"descriptors": ["--features", "a", "--echonest", "b"], "similarity": ["--music", "a"]}
    given = [topic, *arguments.get(topic, [str(tmp_path / "none.csv")]), "--json", str(tmp_path / "gone" / "f.json")]
    result = CliRunner().invoke(evaluate, given, obj=Settings.from_environment())
    assert (result.exit_code, "there is no folder" in result.output) == (2, True)


@pytest.mark.parametrize("number", ["0", "-3"])
@pytest.mark.parametrize("option", ["--weeks", "--test-weeks", "--threads"])
def test_numbers_of_weeks_and_threads_begin_at_one(option, number):
    for group in (evaluate, train) if option != "--test-weeks" else (evaluate,):
        result = CliRunner().invoke(group, ["charts", "none.csv", option, number], obj=Settings.from_environment())
        assert (result.exit_code, f"{number} is not in the range x>=1" in result.output) == (2, True)

import hashlib

import pytest
from click.testing import CliRunner

from etl.fetch.fma_archives import Archive
from infra import cli
from infra.commands import fetch as commands
from tests.builders.fma_archive import MAIN, fma_metadata, fma_small
from tests.file_server import FileServer

ZIP = fma_small(MAIN * 3)
METADATA = fma_metadata()


@pytest.fixture
def server():
    state = FileServer({"/fma/fma_small.zip": ZIP, "/fma/fma_metadata.zip": METADATA})
    running = state.start()
    yield state
    running.shutdown()
    running.server_close()


@pytest.fixture
def run(tmp_path, server):
    def run(*arguments):
        environment = {"SEGUE_HOME": str(tmp_path / "home"), "SEGUE_FMA_URL": server.url}
        return CliRunner().invoke(cli.segue, ["fetch", *arguments], env=environment)

    return run


def test_a_sample_is_fetched_and_its_folder_printed(run, tmp_path):
    done = run("fma", "--subset", "small", "--tracks", "16")
    assert done.exit_code == 0
    assert done.stdout.strip() == str(tmp_path / "home/music/fma")
    assert "16 clips fetched, 0 were there, 0 damaged; Electronic 2, Experimental 2" in done.stderr
    assert len(list((tmp_path / "home/music/fma/fma_small").rglob("*.mp3"))) == 16


def test_the_same_command_again_fetches_nothing(run):
    run("fma", "--subset", "small", "--tracks", "16")
    assert "0 clips fetched, 16 were there" in run("fma", "--subset", "small", "--tracks", "16").stderr


def test_whole_archives_go_where_into_says(run, tmp_path, monkeypatch):
    made_here = {
        name: Archive(name, hashlib.sha1(data).hexdigest(), len(data))
        for name, data in [("fma_small", ZIP), ("fma_metadata", METADATA)]
    }
    monkeypatch.setitem(commands.SUBSETS, "small", made_here["fma_small"])
    monkeypatch.setattr(commands, "METADATA", made_here["fma_metadata"])
    done = run("fma", "--subset", "small", "--metadata", "--into", str(tmp_path / "else"))
    assert done.exit_code == 0, done.stderr
    assert (tmp_path / "else/fma_metadata/tracks.csv").exists()
    assert len(list((tmp_path / "else/fma_small").rglob("*.mp3"))) == 24


def test_the_starter_library_comes_from_fma_when_it_answers(run, server, tmp_path):
    done = run("starter")
    assert done.stdout.strip() == str(tmp_path / "home/music/fma")
    server.files.clear()
    assert run("starter").stdout == done.stdout


def test_saying_nothing_is_bad_input(run):
    done = run("fma")
    assert done.exit_code == 2
    assert "--subset small|medium|large|full" in done.stderr


def test_what_went_wrong_ends_with_the_reason(server, monkeypatch, capsys, tmp_path):
    server.files.clear()
    monkeypatch.setenv("SEGUE_FMA_URL", server.url)
    monkeypatch.setenv("SEGUE_HOME", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["segue", "fetch", "fma", "--subset", "small", "--tracks", "8"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert "fma_small.zip does not exist; SEGUE_FMA_URL names where" in capsys.readouterr().err

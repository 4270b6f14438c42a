"""What a person without rights reads: one sentence and exit code 2, whatever the command."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra.settings import inherited_environment

pytestmark = pytest.mark.live

_WITHOUT_ROOTS_RIGHTS = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
"""Root reads everything; without these two capabilities it obeys modes like everybody else."""


def segue(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "infra", *arguments]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("needs setpriv to try this as root")
        command = [*_WITHOUT_ROOTS_RIGHTS, *command]
    environment = {**inherited_environment(), "SEGUE_HOME": str(home), "SEGUE_MONGO_PORT": "0", "SEGUE_KAFKA_PORT": "0"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    for file in ("secret_key", "run/mongo.lock", "logs/mongod.log", "mongo/WiredTiger", "artifacts/x/CURRENT"):
        (home / file).parent.mkdir(parents=True, exist_ok=True)
        (home / file).write_text("x")
    return home


@pytest.mark.parametrize("name", ["secret_key", "run/mongo.lock", "logs/mongod.log", "mongo/WiredTiger", "artifacts"])
def test_what_may_not_be_read_is_named(home: Path, name: str) -> None:
    (home / name).chmod(0)
    run = segue("artifacts", "list", home=home)
    (home / name).chmod(0o700)
    assert run.returncode == 2
    assert run.stderr.startswith(f"segue: {home}/{name} cannot be read (its mode is ")
    assert len(run.stderr.splitlines()) == 1
    assert run.stdout == ""


@pytest.mark.parametrize(
    "command",
    [
        "artifacts list",
        "build index",
        "deadletters list",
        "ingest .",
        "schedule --once",
        "simulate",
        "up",
        "web",
        "worker",
    ],
)
def test_every_command_says_that_the_home_cannot_be_written(home: Path, command: str) -> None:
    home.chmod(0o555)
    run = segue(*command.split(), home=home)
    home.chmod(0o755)
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1)
    assert run.stderr.startswith(f"segue: {home} cannot be written (its mode is dr-xr-xr-x); run `chmod ")


def test_what_the_early_look_does_not_reach_is_said_in_one_sentence_too(home: Path) -> None:
    (home / "artifacts" / "x" / "CURRENT").chmod(0)
    run = segue("artifacts", "list", home=home)
    assert run.returncode == 2
    assert run.stderr.startswith(f"segue: {home}/artifacts/x/CURRENT: Permission denied; run `chmod ")
    assert len(run.stderr.splitlines()) == 1


def test_help_and_settings_work_whatever_the_home_is(home: Path) -> None:
    home.chmod(0o555)
    for arguments in (["build", "index", "--help"], ["settings"]):
        assert segue(*arguments, home=home).returncode == 0
    home.chmod(0o755)

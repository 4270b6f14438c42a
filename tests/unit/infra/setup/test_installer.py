"""uv installs where it is on PATH and can be told what pip is told: by the same constraints, what pip would."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from infra.setup import installer, steps
from infra.setup.installer import install
from infra.setup.stamps import Stamps
from infra.setup.steps import SetUp

PYTHON = Path(sys.executable)
WHAT = ["-c", "constraints.txt", "-e", ".[all]"]


@pytest.fixture
def only_pip(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder that is all of PATH, and a pip that is told nothing."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "env").symlink_to("/usr/bin/env")
    monkeypatch.setenv("PATH", str(programs))
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    return programs


@pytest.fixture
def uv(only_pip: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a uv that installs nothing writes down how set-up called it; set-up can call nothing else."""
    program = only_pip / "uv"
    told = "json.dump([sys.argv[1:], os.environ.get('SSL_CERT_FILE')], open(sys.argv[0] + '.json', 'w'))"
    program.write_text(f"#!{sys.executable}\nimport json, os, sys\n{told}\n")
    program.chmod(0o755)

    def run(command: list[str]) -> None:
        assert str(program) in command
        subprocess.run(command, check=True)

    monkeypatch.setattr(steps, "_run", run)
    monkeypatch.setattr(steps, "PYTHON", PYTHON)
    return only_pip / "uv.json"


def commands_of_install(*, failing: str = "nothing") -> list[list[str]]:
    """Return what is run to install, with one program that fails; nothing is."""
    commands: list[list[str]] = []

    def run(command: Sequence[str]) -> None:
        commands.append(list(command))
        if failing in command:
            raise subprocess.CalledProcessError(2, list(command))

    install(PYTHON, WHAT, run=run)
    return commands


@pytest.mark.usefixtures("only_pip")
def test_pip_installs_where_there_is_no_uv() -> None:
    (command,) = commands_of_install()
    assert command[:4] == [str(PYTHON), "-m", "pip", "install"]
    assert command[-len(WHAT) :] == WHAT


def test_set_up_calls_uv_with_the_same_constraints(uv: Path, tmp_path: Path) -> None:
    SetUp(dev=False, stamps=Stamps(tmp_path / "stamps")).packages()
    arguments, _ = json.loads(uv.read_text())
    assert arguments[:4] == ["pip", "install", "--python", str(PYTHON)]
    assert arguments[-len(WHAT) :] == WHAT
    assert "--compile-bytecode" in arguments


def test_pip_installs_where_uv_fails_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(installer, "_uv", lambda: "/bin/uv")
    monkeypatch.setattr(installer, "_pip_settings", lambda _: [])
    by_uv, by_pip = commands_of_install(failing="/bin/uv")
    assert by_uv[0] == "/bin/uv"
    assert by_pip[:4] == [str(PYTHON), "-m", "pip", "install"]
    assert by_uv[-len(WHAT) :] == by_pip[-len(WHAT) :] == WHAT
    assert capsys.readouterr().err == "set-up: uv ended with 2; pip installs instead\n"


def test_uv_is_told_where_pip_looks_and_whom_it_trusts(
    uv: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in {
        "INDEX_URL": "https://a.example/simple",
        "FIND_LINKS": "/wheels /more",
        "CERT": "/ca.pem",
    }.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    monkeypatch.setenv("PIP_DEFAULT_TIMEOUT", "60")
    SetUp(dev=True, stamps=Stamps(tmp_path / "stamps")).packages()
    arguments, certificates = json.loads(uv.read_text())
    assert certificates == "/ca.pem"
    places = [pair for pair in pairwise(arguments) if pair[0] in ("--index-url", "--find-links")]
    assert sorted(places) == [
        ("--find-links", "/more"), ("--find-links", "/wheels"), ("--index-url", "https://a.example/simple"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("setting", "value"),
    [("INDEX_URL", "https://me:secret@a.example/simple"), ("TRUSTED_HOST", "a"), ("NO_INDEX", "1")],
)
def test_pip_installs_where_uv_cannot_be_told_what_it_is_told(
    uv: Path, monkeypatch: pytest.MonkeyPatch, setting: str, value: str
) -> None:
    monkeypatch.setenv(f"PIP_{setting}", value)
    assert [command[1:4] for command in commands_of_install()] == [["-m", "pip", "install"]]
    assert not uv.exists()

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.paths import ROOT

SCRIPT = ROOT / "infra" / "setup" / "setup.sh"


def test_set_up_finds_a_python_with_headers_and_hands_over(tmp_path: Path) -> None:
    package = tmp_path / "infra" / "setup"
    package.mkdir(parents=True)
    shutil.copy(SCRIPT, package)
    # A whole package, and alone: the real set-up, found by PYTHONPATH, would install into the environment of the tests.
    for folder in (package, package.parent):
        (folder / "__init__.py").touch()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    (package / "__main__.py").write_text("import sys; print('handed over', *sys.argv[1:])")
    run = subprocess.run(
        ["sh", str(package / "setup.sh"), "--dev"], env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout == "handed over --dev\n"


def test_the_script_is_plain_posix_shell() -> None:
    assert subprocess.run(["sh", "-n", str(SCRIPT)], check=False).returncode == 0
    assert SCRIPT.read_text().startswith("#!/bin/sh\n")


def test_a_set_up_environment_has_nothing_left_to_do() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "infra.setup.java_libraries"],
        cwd=SCRIPT.parents[2], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stdout) == (0, "")

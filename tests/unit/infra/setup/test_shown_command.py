import subprocess
import sys

import pytest

from infra.setup.shown_command import run_shown, shorten
from infra.setup.steps import STEPS, _step_title


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


def test_a_command_that_works_prints_nothing_of_its_own(tmp_path, capfd):
    run_shown(python("import sys; print('chunk sizes'); print('npm warn', file=sys.stderr)"), folder=tmp_path)
    assert capfd.readouterr() == ("", "")


def test_a_command_that_fails_shows_what_it_said(tmp_path, capfd):
    with pytest.raises(subprocess.CalledProcessError):
        run_shown(python("print('no such package'); raise SystemExit(3)"), folder=tmp_path)
    assert "no such package" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Collecting librosa>=0.11 (from segue==0.1.0)", "Collecting librosa>=0.11"),
        ("  Downloading scipy-1.17.1-cp311.whl (38.1 MB)", "downloading scipy-1.17.1-cp311.whl (38.1 MB)"),
        ("  Using cached https://example.org/a/b/scipy.whl (38.1 MB)", "downloading scipy.whl (38.1 MB)"),
        ("Installing collected packages: a, b, c", "installing 3 packages"),
        ("Downloading numpy (15.6MiB)", "downloading numpy (15.6MiB)"),
        ("Resolved 120 packages in 1.20s", "Resolved 120 packages in 1.20s"),
    ],
)
def test_what_pip_does_is_told_shortly(line, words):
    assert shorten(line) == words


def test_every_step_says_its_place_among_all():
    assert [_step_title(step).split(":")[0] for step in STEPS] == [
        f"{n} of {len(STEPS)}" for n in range(1, len(STEPS) + 1)
    ]
    assert _step_title("Chromium") == "Chromium"

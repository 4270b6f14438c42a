import subprocess
import sys
from threading import get_ident

import pytest

from infra.web.real_threads import in_real_thread
from recommender.errors import OutOfRange
from tests.paths import ROOT


def test_work_is_done_in_another_thread():
    assert in_real_thread(get_ident) != get_ident()


def test_what_work_raises_is_raised_here_and_not_printed(capfd: pytest.CaptureFixture[str]):
    def refuse() -> None:
        raise OutOfRange("year: too far ahead")

    with pytest.raises(OutOfRange, match="too far ahead"):
        in_real_thread(refuse)
    assert capfd.readouterr().err == ""


def test_the_loop_goes_on_while_lightgbm_is_loaded_by_the_first_question():
    code = """
from infra.web.patching import patch_all
patch_all()
import sys, time
import gevent
from infra.web.real_threads import in_real_thread
from recommender.errors import BadArtifact
from recommender.prediction.lightgbm_text import read_booster

turns = 0
def turn():
    global turns
    while True:
        gevent.sleep(0.001)
        turns += 1
gevent.spawn(turn)
try:
    in_real_thread(lambda: read_booster("tree"))
except BadArtifact:
    print(turns if "lightgbm" in sys.modules else -1)
"""
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(ran.stdout.splitlines()[-1]) >= 10

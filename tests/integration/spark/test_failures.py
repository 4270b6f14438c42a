"""Spark that dies in the middle, in a process of its own: the session of the other tests must live."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.live

_RUN = """
import os, sys
from pathlib import Path
from recommender.errors import SegueError
from spark_jobs.session import SparkConfig, spark_session

def fail(_):
    {in_python}
    return 1

config = SparkConfig(master="local[1]", jars=(), home=Path(sys.argv[1]), driver_memory="512m")
for _ in range(2):
    try:
        with spark_session(config, name="failing") as spark:
            from pyspark import SparkContext
            java = SparkContext._gateway.proc.pid
            {in_driver}
    except SegueError as error:
        print("said:", error)
"""


def ran(home: Path, *, in_driver: str, in_python: str = "pass") -> subprocess.CompletedProcess[str]:
    program = _RUN.format(in_driver=in_driver, in_python=in_python)
    run = subprocess.run(
        [sys.executable, "-c", program, str(home)], capture_output=True, text=True, timeout=240, check=False
    )
    assert run.returncode == 0, run.stderr
    return run


def test_a_killed_java_process_is_one_sentence_and_the_next_session_starts_another(tmp_path: Path) -> None:
    run = ran(tmp_path, in_driver="os.kill(java, 9); spark.range(9).count()")
    lines = run.stdout.splitlines()
    assert [line.startswith("said: Spark's Java process was killed (SIGKILL)") for line in lines] == [True, True]
    assert "Traceback" not in run.stderr


def test_a_killed_python_worker_is_one_sentence(tmp_path: Path) -> None:
    run = ran(
        tmp_path,
        in_driver="spark.sparkContext.parallelize([1]).map(fail).collect()",
        in_python="os.kill(os.getpid(), 9)",
    )
    assert all(line.startswith("said: a Python process of Spark ended") for line in run.stdout.splitlines())
    assert len(run.stdout.splitlines()) == 2

"""`segue status` on real servers: what it says of processes that run, and of those that do not."""

import subprocess
import sys
from dataclasses import replace

import pytest

from infra.settings import Settings
from tests.deadline import eventually
from tests.integration.listening_stack import ListeningStack

pytestmark = pytest.mark.live


def status(settings, *arguments):
    done = subprocess.run(
        [sys.executable, "-P", "-m", "infra", "status", *arguments],
        env=settings.as_environment(), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_servers_that_do_not_run_are_told_and_not_started(tmp_path):
    code, text = status(replace(Settings(), home=tmp_path / "home", mongo_port=0, kafka_port=0))
    assert code == 1
    assert text.count("is not running") == 2
    assert not (tmp_path / "home" / "mongo").exists()


def test_a_health_check_of_workers_is_well_while_they_are(settings):
    stack = ListeningStack(settings)
    try:
        code, text = status(settings, "--role", "taste")
        assert (code, "no worker taste is running here" in text) == (1, True)
        stack.worker("taste")
        eventually(lambda: status(settings, "--role", "taste")[0] == 0, within_s=60, what="well")
        code, text = status(settings)
        assert code == 1  # there is no archive worker and no player
        assert "worker taste/0/" in text
        assert "lag 0" in text
        assert "worker archive" in text
        all_read = f"topic_partitions {settings.kafka_partitions}"
        eventually(
            lambda: all_read in status(settings)[1].replace("\n", " "), within_s=60, what="the topic's partitions"
        )
    finally:
        stack.close()

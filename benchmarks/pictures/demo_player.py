"""A player of the demo library's own: its servers on free ports, its data in a folder that is gone afterwards."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

from infra.invocation import segue_command
from infra.servers.child_process import ChildProcess
from infra.servers.last_words import tail
from infra.servers.listening_port import free_port
from infra.settings import Settings
from recommender.errors import ServerUnavailable
from recommender.waiting import wait_until

READY_WITHIN_S = 1_800.0
"""Listening to the library takes minutes on a slow machine; nothing of it is kept."""
STOPS_WITHIN_S = 60.0


def starter_music() -> Path:
    """Return the folder of the music that `make demo` fetches, fetched now where it is not there."""
    told = subprocess.run(segue_command("fetch", "starter"), stdout=subprocess.PIPE, text=True, check=True)
    return Path(told.stdout.strip().splitlines()[-1])


@contextmanager
def demo_player(music: Path) -> Iterator[str]:
    """Yield the address of a `segue demo` of this music; a demo that runs beside it is not touched.

    Raises `ServerUnavailable` with its last words when it ends before it plays.
    """
    with tempfile.TemporaryDirectory(prefix="segue-pictures-") as folder:
        settings = replace(Settings(), home=Path(folder), mongo_port=0, kafka_port=0, web_port=free_port())
        log = settings.home / "demo.log"
        demo = ChildProcess(
            segue_command("demo", "--music", str(music.absolute())),
            environment=settings.as_environment(),
            output=log,
        )
        try:
            address = f"http://{settings.web_host}:{settings.web_port}"
            _wait_until_ready(demo, f"{address}/health/ready", log)
            yield address
        finally:
            demo.stop(patience_s=STOPS_WITHIN_S)


def _wait_until_ready(demo: ChildProcess, url: str, log: Path) -> None:
    def is_ready_or_over() -> bool:
        return not demo.alive() or _answers_well(url)

    wait_until(is_ready_or_over, deadline_s=READY_WITHIN_S, every_s=0.5)
    if not demo.alive() or not _answers_well(url):
        raise ServerUnavailable("the demo does not play; it said at last: " + " / ".join(tail(log)[-5:]))


def _answers_well(url: str) -> bool:
    try:
        with urlopen(url, timeout=5):
            return True
    except OSError:
        return False

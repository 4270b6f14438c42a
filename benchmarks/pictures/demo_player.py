"""A player of the demo library's own: its servers on free ports, its data in a folder that is gone afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from infra.commands.running.demo import ALL_IS_DONE, GOES_ON
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


@contextmanager
def demo_player(music: Path) -> Iterator[str]:
    """Yield the address of a `segue demo` that has done all with this music; one that runs beside it is not touched.

    Raises `ServerUnavailable` with its last words when it ends before.
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
            _wait_until_done(demo, log)
            yield f"http://{settings.web_host}:{settings.web_port}"
        finally:
            demo.stop(patience_s=STOPS_WITHIN_S)


def _wait_until_done(demo: ChildProcess, log: Path) -> None:
    def has_said(words: str) -> bool:
        return any(words in line for line in tail(log))

    wait_until(
        lambda: not demo.alive() or has_said(ALL_IS_DONE) or has_said(GOES_ON), deadline_s=READY_WITHIN_S, every_s=0.5
    )
    if not demo.alive() or not has_said(ALL_IS_DONE):
        raise ServerUnavailable("the demo does not play; it said at last: " + " / ".join(tail(log)[-5:]))

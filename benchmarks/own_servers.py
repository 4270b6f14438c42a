"""Servers of a benchmark's own: empty, on free ports, gone afterwards."""

import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from infra.servers.jars import kafka_jars
from infra.servers.kafka import Kafka
from infra.servers.listening_port import free_port
from infra.servers.mongod import Mongod
from infra.settings import Settings

HERE = Path(__file__).parents[1]
READY_WITHIN_S = 120


@contextmanager
def own_mongod() -> Iterator[Settings]:
    """Yield settings that name a fresh MongoDB and a fresh home."""
    with tempfile.TemporaryDirectory(prefix="segue-bench-") as folder:
        home = Path(folder)
        mongod = Mongod(data=home / "mongo", log=home / "logs" / "mongod.log", port=free_port())
        mongod.start()
        try:
            yield replace(Settings(), home=home, mongo_uri=mongod.address)
        finally:
            mongod.stop()


@contextmanager
def own_servers() -> Iterator[Settings]:
    """Yield settings that name a fresh MongoDB, a fresh Kafka and a fresh home."""
    with own_mongod() as settings:
        kafka = Kafka(
            data=settings.home / "kafka",
            log=settings.home / "logs" / "kafka.log",
            port=free_port(following=1),
            jars=kafka_jars(Settings()),
        )
        kafka.start()
        try:
            yield replace(settings, kafka_bootstrap=kafka.address, web_port=free_port())
        finally:
            kafka.stop()


def server_pids(settings: Settings) -> dict[str, int]:
    """Return the process ids behind the settings' servers by name."""
    import psutil

    ports = {int(settings.mongo_uri.split("://")[1].split("/")[0].rsplit(":", 1)[1]): "mongod"}
    if settings.kafka_bootstrap:
        ports[int(settings.kafka_bootstrap.rsplit(":", 1)[1])] = "kafka"
    pids = {}
    for child in psutil.Process().children(recursive=True):
        for connection in child.net_connections(kind="tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port in ports:
                pids[ports[connection.laddr.port]] = child.pid
    return pids


@contextmanager
def run_beside(settings: Settings, *command: str, checkout: Path = HERE) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python -m ...` or `segue ...` of a checkout with these settings; its words go into the home's logs."""
    module = ["infra", *command[1:]] if command[0] == "segue" else list(command)
    log = settings.home / "logs" / f"{'-'.join(command[:3])}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    usual = {} if checkout == HERE else Settings().as_environment()  # another checkout may not know all of these
    chosen = {name: text for name, text in settings.as_environment().items() if usual.get(name) != text}
    environment = chosen | {"PYTHONPATH": str(checkout)}
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *module], env=environment, cwd=checkout, stdout=out, stderr=out
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_it_answers(url: str) -> None:
    """Return when the server behind the address answers well."""
    ends = time.monotonic() + READY_WITHIN_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError) as error:
            if time.monotonic() > ends:
                raise RuntimeError(f"{url} did not answer within {READY_WITHIN_S} s: {error}") from error
            time.sleep(0.2)

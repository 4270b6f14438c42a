"""One checkout of segue with a home of its own: its servers and processes, started by its own code."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil

from infra.servers.listening_port import free_port
from infra.settings import PREFIX, inherited_environment
from infra.stores.database import opened_database
from infra.stores.tracks import MongoTrackStore
from recommender.records import Track, TrackId
from recommender.similarity.track_table import TrackTable
from recommender.waiting import wait_until

READY_WITHIN_S = 120.0
STOPS_WITHIN_S = 40.0
_ASK_EVERY_S = 0.01
_UP = b"Ctrl-C stops them"
SERVICES = {
    "taste worker": ("worker", "taste"),
    "archive worker": ("worker", "archive"),
    "schedule": ("schedule",),
}
"""What `segue demo` runs beside the player and its servers."""


@dataclass(frozen=True, kw_only=True)
class Start:
    """One start of the player, from its process to the first time that it says it is ready."""

    wall_s: float
    cpu_s: float
    cpu_10_s: float
    """CPU seconds of its first ten seconds: what was put off until after it was ready counts here."""


@dataclass(frozen=True, kw_only=True)
class Build:
    """A checkout, and where its data are kept meanwhile."""

    name: str
    checkout: Path
    home: Path
    artifacts: Path
    mongo_port: int
    kafka_port: int
    web_port: int

    @classmethod
    def of(cls, name: str, checkout: Path, home: Path, artifacts: Path) -> "Build":
        """Return it with free ports; nothing is started."""
        return cls(
            name=name,
            checkout=checkout.absolute(),
            home=home,
            artifacts=artifacts,
            mongo_port=free_port(),
            kafka_port=free_port(following=1),
            web_port=free_port(),
        )

    @contextmanager
    def process(self, *command: str, options: tuple[str, ...] = ()) -> Iterator[subprocess.Popen[bytes]]:
        """Run `segue COMMAND` of this checkout; `options` are Python's. Its words go into the home's logs."""
        inherited = {name: text for name, text in inherited_environment().items() if not name.startswith(PREFIX)}
        # The schedule would begin to build a map of this index, which is made up, and not rest at all.
        artifacts = self.home / "no_artifacts" if command == SERVICES["schedule"] else self.artifacts
        settings = {
            "HOME": str(self.home),
            "MONGO_PORT": str(self.mongo_port),
            "KAFKA_PORT": str(self.kafka_port),
            "WEB_PORT": str(self.web_port),
            "ARTIFACTS_URL": str(artifacts),
        }
        environment = inherited | {f"{PREFIX}{name}": text for name, text in settings.items()}
        environment["PYTHONPATH"] = str(self.checkout)
        # As on a machine where it has run before: compiled once, and nothing written into the checkout.
        environment["PYTHONPYCACHEPREFIX"] = str(self.home / "bytecode")
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        log = self.log(*command)
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as out:
            program = [sys.executable, *options, "-m", "infra", *command]
            process = subprocess.Popen(program, cwd=self.checkout, env=environment, stdout=out, stderr=out)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=STOPS_WITHIN_S)

    def log(self, *command: str) -> Path:
        """Return where a command writes what it says."""
        return self.home / "logs" / f"{'-'.join(command)}-beside.log"

    @contextmanager
    def servers(self) -> Iterator[dict[str, int]]:
        """Run `segue up`; yield the process ids of it and its servers by name."""
        with self.process("up") as up:

            def are_ready() -> bool:
                if up.poll() is not None:
                    raise RuntimeError(f"segue up ended: {self.log('up').read_text()[-2000:]}")
                return _UP in self.log("up").read_bytes()

            if not wait_until(are_ready, deadline_s=READY_WITHIN_S, every_s=0.05):
                raise RuntimeError("segue up was not ready in time")
            names = {"mongod": "MongoDB", "java": "Kafka"}
            children = {
                names[child.name()]: child.pid for child in psutil.Process(up.pid).children() if child.name() in names
            }
            yield {"up": up.pid, **children}

    @contextmanager
    def services(self) -> Iterator[dict[str, int]]:
        """Run everything but the player beside the servers; yield the process ids by name."""
        with ExitStack() as stack:
            yield {name: stack.enter_context(self.process(*command)).pid for name, command in SERVICES.items()}

    def start_player(self, *, options: tuple[str, ...] = ()) -> Start:
        """Start the player, wait until it is ready, and stop it ten seconds later."""
        began = time.perf_counter()
        with self.process("web", options=options) as web:
            self.wait_until_ready(web)
            wall_s, cpu_s = time.perf_counter() - began, cpu_seconds(web.pid)
            time.sleep(max(0.0, 10.0 - wall_s))
            return Start(wall_s=wall_s, cpu_s=cpu_s, cpu_10_s=cpu_seconds(web.pid))

    def wait_until_ready(self, web: subprocess.Popen[bytes]) -> None:
        """Return when the player says that it plays, takes events and passes slates on."""
        answer = b""

        def is_ready() -> bool:
            nonlocal answer
            if web.poll() is not None:
                raise RuntimeError(f"segue web ended: {self.log('web').read_text()[-2000:]}")
            connection = HTTPConnection("127.0.0.1", self.web_port, timeout=READY_WITHIN_S)
            try:
                connection.request("GET", "/health/ready")
                response = connection.getresponse()
                answer = response.read()
                return response.status == 200
            except (OSError, HTTPException):
                return False
            finally:
                connection.close()

        if not wait_until(is_ready, deadline_s=READY_WITHIN_S, every_s=_ASK_EVERY_S):
            raise RuntimeError(f"segue web was not ready in time: {answer.decode(errors='replace')}")

    def fill(self, table: TrackTable) -> None:
        """Put the tracks of an index into the catalogue; the servers run."""
        uri = f"mongodb://127.0.0.1:{self.mongo_port}/?replicaSet=segue"
        added_at = datetime.now(UTC)
        with opened_database(uri, "segue") as database:
            MongoTrackStore(database).put_many(
                Track(
                    track_id=TrackId(track_id),
                    title=table.titles[row],
                    artist=table.artists[row],
                    album=table.albums[row],
                    genres=table.genres[row],
                    duration_s=float(table.durations_s[row]),
                    url=f"file:///nowhere/{track_id}.mp3",
                    added_at=added_at,
                )
                for row, track_id in enumerate(table.track_ids)
            )


def cpu_seconds(pid: int) -> float:
    """Return what a process has used, user and system."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)

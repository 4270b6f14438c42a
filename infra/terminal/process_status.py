"""How the servers and segue's own processes are: what `segue status` shows."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from infra.servers.ability import MongoWriteProbe, kafka_write_probe
from infra.servers.server_state import read_note
from infra.settings import Settings
from infra.stores.database import open_database
from infra.stores.heartbeats import Heartbeat, MongoHeartbeats
from infra.stores.partition_cover import trouble_of_partitions
from recommender.errors import SegueError


@dataclass(frozen=True)
class StatusLine:
    """One server or process."""

    name: str
    trouble: str
    """Empty when it does its work."""
    figures: str = ""
    host: str = ""


def status_lines(settings: Settings) -> Iterator[StatusLine]:
    """Ask the servers to write, then read what the processes told last; nothing is started."""
    bootstrap = settings.kafka_bootstrap or _noted_address(settings, "kafka")
    yield StatusLine("Kafka", _kafka_trouble(bootstrap))
    mongo_uri = settings.mongo_uri or _noted_address(settings, "mongo")
    if not mongo_uri:
        yield StatusLine("MongoDB", "is not running; `segue up` or `segue demo` starts it")
        return
    database = open_database(mongo_uri, settings.mongo_database)
    with closing(database.client):
        trouble = MongoWriteProbe(database).trouble()
        yield StatusLine("MongoDB", trouble)
        if trouble:
            return
        try:
            beats = MongoHeartbeats(database, settings.cell).all()
        except SegueError as error:
            yield StatusLine("processes", str(error))
            return
    yield from lines_of(beats)


def lines_of(beats: Sequence[Heartbeat]) -> Iterator[StatusLine]:
    """Return a line for each process, and one for each handler that no living worker has, or not wholly."""
    for beat in beats:
        gone = "" if beat.fresh else f"has not been heard of for {beat.age_s:.0f} s"
        figures = ", ".join(f"{name} {value:g}" for name, value in beat.figures.items())
        yield StatusLine(beat.process, gone or beat.trouble, figures, beat.host)
    for role in ("worker taste", "worker archive", "web"):
        if not any(beat.role == role and beat.fresh for beat in beats):
            yield StatusLine(role, "is not running")
        elif trouble := trouble_of_partitions(role, beats):
            yield StatusLine(role, trouble)


def _noted_address(settings: Settings, server: str) -> str:
    note = read_note(settings.home.absolute() / "run" / f"{server}.json")
    return note.address if note and note.alive() else ""


def _kafka_trouble(bootstrap: str) -> str:
    if not bootstrap:
        return "is not running; `segue up` or `segue demo` starts it"
    probe = kafka_write_probe(bootstrap)
    with closing(probe):
        return probe.trouble()

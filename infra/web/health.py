"""Whether an event would be acknowledged and answered: each part this needs, asked anew each time."""

import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from os import getpid
from typing import Any

from pymongo.database import Database

from infra.stores.heartbeats import Heartbeat, MongoHeartbeats
from infra.stores.partition_cover import trouble_of_partitions
from infra.tasks import Tasks
from recommender.artifacts.live import LiveArtifact
from recommender.clock import Clock
from recommender.errors import SegueError, describe
from recommender.similarity.track_index import TrackIndex
from streaming.round_trip import RoundTrip
from streaming.slate_feed import SlateFeed
from webapp.services import Part

WORKERS = ("worker taste", "worker archive")
OF_SESSIONS = "sessions_"
"""How the names of a worker's numbers of the sessions begin."""


@dataclass(frozen=True, kw_only=True)
class WebParts:
    """What the web process needs."""

    database: Database[dict[str, Any]]
    cell: str
    round_trip: RoundTrip
    feed: SlateFeed
    index: LiveArtifact[TrackIndex]
    catalogue_trouble: Callable[[], str]
    """Why there is no catalogue, or nothing."""
    sessions: Callable[[], Mapping[str, float]]
    """Numbers of the sessions: how often they were asked, and what came of it."""
    tasks: Tasks
    clock: Clock

    def ask(self) -> Sequence[Part]:
        """Ask every part."""
        mongo = self._mongo()
        return (
            mongo,
            _part("kafka", self.round_trip.trouble()),
            self._slate_feed(),
            *(self._workers() if mongo.ready else ()),
            _part("index", self._index_trouble()),
            _part("catalogue", self.catalogue_trouble()),
            Part(name="sessions", ready=True, why="", figures=self.sessions()),
            *self._tasks(),
        )

    def beat(self) -> None:
        """Tell the others how this process is; raises `ServerUnavailable`."""
        MongoHeartbeats(self.database, self.cell).beat(
            Heartbeat(
                process=self.process,
                role="web",
                host=socket.gethostname(),
                trouble=self.feed.trouble or self.round_trip.trouble(),
                figures=self._feed_figures(),
            )
        )

    @property
    def process(self) -> str:
        """What this process is called among the heartbeats."""
        return f"web/{socket.gethostname()}/{getpid()}"

    def _mongo(self) -> Part:
        """Write as a listener's taste would be written."""
        try:
            self.beat()
        except SegueError as error:
            return _part("mongo", describe(error))
        return _part("mongo", "")

    def _slate_feed(self) -> Part:
        return Part(name="slates", ready=not self.feed.trouble, why=self.feed.trouble, figures=self._feed_figures())

    def _feed_figures(self) -> dict[str, float]:
        figures = {"not_passed_on": float(self.feed.n_not_passed_on)}
        for name, at in (("read_age_s", self.feed.read_at), ("passed_on_age_s", self.feed.passed_on_at)):
            if at is not None:
                figures[name] = _age_s(at, self.clock())
        return figures

    def _workers(self) -> Iterator[Part]:
        try:
            beats = MongoHeartbeats(self.database, self.cell).all()
        except SegueError as error:
            yield _part("workers", describe(error))
            return
        for role in WORKERS:
            yield part_of_workers(role, [beat for beat in beats if beat.role == role and beat.fresh])

    def _index_trouble(self) -> str:
        if self.index.current() is not None:
            return ""
        return self.index.last_error or "there is no similarity index yet; run `segue build index`"

    def _tasks(self) -> Iterator[Part]:
        for task in self.tasks.states():
            yield Part(
                name=task.name, ready=not task.trouble, why=task.trouble, figures={"age_s": round(task.age_s, 1)}
            )


def part_of_workers(role: str, beats: Sequence[Heartbeat]) -> Part:
    """Return the part that all living workers of one handler are together."""
    if not beats:
        return _part(role, f"no {role} is running; run `segue worker`")
    figures = {name: sum(beat.figures.get(name, 0.0) for beat in beats) for name in ("lag", "stuck_partitions")}
    figures["dead_letters"] = max(beat.figures.get("dead_letters", 0.0) for beat in beats)
    figures["handled_age_s"] = min(beat.figures.get("handled_age_s", 0.0) for beat in beats)
    figures["beat_age_s"] = max(round(beat.age_s, 1) for beat in beats)
    figures["partitions"] = sum(beat.figures.get("partitions", 0.0) for beat in beats)
    for name in sorted({name for beat in beats for name in beat.figures if name.startswith(OF_SESSIONS)}):
        figures[name] = sum(beat.figures.get(name, 0.0) for beat in beats)
    trouble = "; ".join(filter(None, (trouble_of_partitions(role, beats), *(beat.trouble for beat in beats))))
    return Part(name=role, ready=not trouble, why=trouble, figures=figures)


def _part(name: str, trouble: str) -> Part:
    return Part(name=name, ready=not trouble, why=trouble)


def _age_s(at: datetime, now: datetime) -> float:
    return round((now - at).total_seconds(), 1)

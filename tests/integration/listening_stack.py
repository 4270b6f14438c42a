"""Workers as processes, and what must be true after whatever befell them."""

import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from msgspec.structs import replace

from infra.settings import Settings
from infra.stores.activity import MongoActivityArchive
from infra.stores.database import open_database, prepare_database
from infra.stores.listening.plays import MongoPlayStore
from infra.stores.tastes import MongoTasteStore
from recommender.listening.history.plays import count_hearings, hearing_of
from recommender.listening.placing import with_events
from recommender.listening.taste import Taste
from recommender.records import ActivityEvent, ListenerId
from streaming.producer import ActivityProducer, open_producer
from streaming.topics import Topics, ensure_topics
from tests.deadline import eventually
from tests.paths import ROOT


class ListeningStack:
    """Topics, a database and workers of one test's own."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.topics = Topics(settings.cell)
        ensure_topics(settings.kafka_bootstrap, self.topics, partitions=settings.kafka_partitions)
        self.database = open_database(settings.mongo_uri, settings.mongo_database)
        prepare_database(self.database)
        self.tastes = MongoTasteStore(self.database)
        self.archive = MongoActivityArchive(self.database)
        self.plays = MongoPlayStore(self.database)
        self._producer = open_producer(settings.kafka_bootstrap)
        self._processes: list[subprocess.Popen[bytes]] = []

    def publish(self, events: Iterable[ActivityEvent]) -> None:
        """Return when Kafka has them."""
        ActivityProducer(self._producer, self.topics).publish(list(events))

    def worker(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start `segue worker ...`."""
        return self._started([str(Path(sys.executable).with_name("segue")), "worker", *arguments])

    def dying_worker(self, point: str, after: int) -> subprocess.Popen[bytes]:
        """Start a taste worker that kills itself at `point`."""
        return self._started([sys.executable, "-m", "tests.integration.dying_worker", point, str(after)])

    def _started(self, command: list[str]) -> subprocess.Popen[bytes]:
        log = self.settings.home / "workers.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as out:
            process = subprocess.Popen(command, cwd=ROOT, env=self.settings.as_environment(), stdout=out, stderr=out)
        self._processes.append(process)
        return process

    def wait_for_archive(self, n_events: int, *, within_s: float = 60.0) -> None:
        """Return when the archive holds so many events."""
        activity = self.database["activity"]
        eventually(lambda: activity.count_documents({}) >= n_events, within_s=within_s, what=f"{n_events} archived")

    def wait_for_tastes(self, n_events: int, *, within_s: float = 60.0) -> None:
        """Return when the tastes contain so many events together."""
        eventually(lambda: self.n_folded() >= n_events, within_s=within_s, what=f"{n_events} events folded")

    def n_folded(self) -> int:
        """How many events the stored tastes contain."""
        found = self.database["tastes"].aggregate([{"$group": {"_id": None, "n": {"$sum": "$n_events"}}}])
        return next((each["n"] for each in found), 0)

    def check(self, events: Iterable[ActivityEvent]) -> None:
        """Check that the archive holds each event once, and that tastes and counts are those of the archive."""
        wanted = {event.event_id: event.listener_id for event in events}
        assert {each["_id"] for each in self.database["activity"].find({}, {"_id": 1})} == set(wanted)
        for listener_id in set(wanted.values()):
            stored = self.tastes.get_many([listener_id])[listener_id]
            assert stored == self.folded(listener_id), listener_id
            self._check_counts(listener_id)

    def _check_counts(self, listener_id: ListenerId) -> None:
        events = [placed.event for placed in self.archive.of_listener(listener_id)]
        hearings = [hearing for event in events if (hearing := hearing_of(event)) is not None]
        for counted in count_hearings(hearings).values():
            stored = self.plays.of_track(listener_id, counted.track_id)
            assert stored == replace(counted, listened_s=pytest.approx(counted.listened_s)), listener_id
        plays = {hearing.hearing_id for hearing in hearings if hearing.is_play}
        assert {play.play_id for play in self.plays.recent(listener_id, n=len(events))} == plays

    def folded(self, listener_id: ListenerId) -> Taste:
        """The taste that the archive makes in one go."""
        events = self.archive.of_listener(listener_id)
        return with_events(Taste(listener_id=listener_id), events, half_life_days=self.settings.taste_half_life_days)

    def close(self) -> None:
        """End every worker that still runs and drop the database."""
        for process in self._processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self._processes:
            process.wait(timeout=20)
        self._producer.close(within_s=1)
        self.database.client.drop_database(self.database.name)
        self.database.client.close()

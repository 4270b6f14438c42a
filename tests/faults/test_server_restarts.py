"""Servers that die, stop and come back under listeners, while none of segue's own processes is restarted."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from time import monotonic

import pytest
import requests

from infra.servers.kafka import Kafka
from infra.stores.tracks import MongoTrackStore
from recommender.records import Track, TrackId
from streaming.topics import TopicList, topic_settings
from tests.deadline import eventually
from tests.faults.listening_load import ListeningLoad
from tests.faults.stream_checks import wait_until_nothing_waits
from tests.integration.listening_stack import ListeningStack
from tests.integration.web_process import WebProcess, running_web
from tests.processes import paused

pytestmark = [pytest.mark.live, pytest.mark.timeout(900)]
FLOWING_AGAIN_S = 10.0
TRACKS = [f"t{number}" for number in range(20)]


class Segue:
    """Workers and a player on servers of the test's own."""

    def __init__(self, stack: ListeningStack, web: WebProcess) -> None:
        self.stack = stack
        self.web = web
        self.sessions: list[requests.Session] = []
        self.processes = [stack.worker("taste"), stack.worker("archive"), web.process]

    def wait_until_workers_are_ready(self) -> None:
        def ready() -> set[str]:
            parts = self.web.get("/health/ready").json()["parts"]
            return {"worker taste", "worker archive"} <= {part["name"] for part in parts if part["ready"]}

        eventually(ready, within_s=60, what="both workers ready")

    def unready(self) -> set[str]:
        return {each["name"] for each in self.web.get("/health/ready").json()["parts"] if not each["ready"]}

    def load(self, extent) -> ListeningLoad:
        self.sessions = self.sessions or [self.web.listener() for _ in range(extent.n_sockets)]
        return ListeningLoad(self.web, self.sessions, events_per_s=extent.events_per_s, tracks=TRACKS)

    def check(self, load: ListeningLoad) -> None:
        """Nobody was restarted; every acknowledged event is there once, and each taste is the fold of its archive."""
        assert [process.poll() for process in self.processes] == [None] * len(self.processes)
        wait_until_nothing_waits(self.stack)
        activity = self.stack.database["activity"]
        assert {str(each["_id"]) for each in activity.find({}, {"_id": 1})} == set(load.acknowledged)
        for listener_id in activity.distinct("listener_id"):
            stored = self.stack.tastes.get_many([listener_id])[listener_id]
            folded = self.stack.folded(listener_id)
            assert (stored.seen, stored.affinities) == (folded.seen, folded.affinities), listener_id


@pytest.fixture
def segue(settings, own_kafka, own_mongod, tmp_path) -> Iterator[Segue]:
    settings = replace(settings, kafka_bootstrap=own_kafka.address, mongo_uri=own_mongod.address, artifacts_poll_s=0.5)
    stack = ListeningStack(settings)
    MongoTrackStore(stack.database).put_many(Track(track_id=TrackId(each), title=each) for each in TRACKS)
    try:
        with running_web(settings, tmp_path / "web.log") as web:
            segue = Segue(stack, web)
            segue.wait_until_workers_are_ready()
            yield segue
    finally:
        stack.close()


@pytest.mark.parametrize("what", ["Kafka", "MongoDB"])
def test_everything_flows_again_within_seconds_of_a_servers_return(segue, own_kafka, own_mongod, extent, report, what):
    server = own_kafka if what == "Kafka" else own_mongod
    seconds = []
    with segue.load(extent).running() as load:
        load.wait_until_flowing(monotonic(), within_s=60)
        for _ in range(extent.n_restarts):
            server.kill()
            server.start()
            seconds.append(load.wait_until_flowing(monotonic(), within_s=60))
    segue.check(load)
    acknowledged, answered = (max(each) for each in zip(*seconds, strict=True))
    report(
        f"{what} killed and restarted under {extent.events_per_s:g} events/s and {extent.n_sockets} sockets",
        tried=f"{extent.n_restarts} times", good=len(load.acknowledged), lost=0,
        acknowledged_again_s=round(acknowledged, 1), answered_again_s=round(answered, 1),
    )  # fmt: skip
    assert (acknowledged <= FLOWING_AGAIN_S, answered <= FLOWING_AGAIN_S) == (True, True), seconds


@pytest.mark.parametrize("what", ["Kafka", "MongoDB"])
def test_a_server_that_hangs_for_a_while_is_waited_for(segue, own_kafka, own_mongod, extent, report, what):
    server = own_kafka if what == "Kafka" else own_mongod
    with segue.load(extent).running() as load:
        load.wait_until_flowing(monotonic(), within_s=60)
        with paused(server.pid):
            part = {"Kafka": "kafka", "MongoDB": "mongo"}[what]
            eventually(lambda: part in segue.unready(), within_s=10, what=f"{part} told as not ready")
            load.go_on(12)  # longer than any message may be on its way
        acknowledged, answered = load.wait_until_flowing(monotonic(), within_s=60)
    segue.check(load)
    report(
        f"{what} stopped for 12 s (SIGSTOP)",
        tried="once", good=len(load.acknowledged), lost=0,
        acknowledged_again_s=round(acknowledged, 1), answered_again_s=round(answered, 1),
    )  # fmt: skip
    assert (acknowledged <= FLOWING_AGAIN_S, answered <= FLOWING_AGAIN_S) == (True, True)


def lose_everything(kafka: Kafka) -> None:
    """Have the server come back with its folder gone."""
    kafka.kill()
    shutil.rmtree(kafka.data)
    kafka.start()


def test_a_kafka_that_lost_everything_silences_no_listener(segue, own_kafka, extent, report):
    """Nobody but the running player and workers makes the topics again."""
    with segue.load(extent).running() as load:
        load.wait_until_flowing(monotonic(), within_s=60)
        load.go_on(3)
    wait_until_nothing_waits(segue.stack)
    lose_everything(own_kafka)
    with segue.load(extent).running() as after:
        acknowledged, answered = after.wait_until_flowing(monotonic(), within_s=90)
    wait_until_nothing_waits(segue.stack)
    assert segue.stack.n_folded() == len(load.acknowledged) + len(after.acknowledged)
    assert [process.poll() for process in segue.processes] == [None] * len(segue.processes)
    report(
        "Kafka's folder deleted while it was down",
        tried="once", good=len(load.acknowledged) + len(after.acknowledged), lost=0,
        acknowledged_again_s=round(acknowledged, 1), answered_again_s=round(answered, 1),
    )  # fmt: skip


@pytest.mark.parametrize("alone", ["player", "worker"])
def test_each_process_makes_the_topics_of_a_kafka_that_lost_them(segue, own_kafka, alone):
    for process in segue.processes[1:] if alone == "worker" else segue.processes[:-1]:
        process.terminate()
        process.wait(20)
    lose_everything(own_kafka)
    listed, wanted = TopicList(own_kafka.address), topic_settings(segue.stack.topics).keys()
    eventually(lambda: wanted <= set(listed.names()), within_s=30, what="topics made again")

import threading
from pathlib import Path

import pytest
from pymongo import MongoClient

from infra.servers.ability import MongoWriteProbe, kafka_write_probe
from infra.servers.jars import kafka_jars
from infra.servers.kafka import Kafka
from infra.servers.listening_port import free_port
from infra.servers.mongod import Mongod
from infra.settings import Settings
from tests.deadline import eventually
from tests.processes import paused
from tests.small_disk import fill, small_disk

__all__ = ["small_disk"]

pytestmark = pytest.mark.live


def test_a_kafka_whose_disk_is_full_ends_and_works_again_once_there_is_room(small_disk: Path) -> None:
    port = free_port(following=1)
    log = small_disk / "logs" / "kafka.log"
    kafka = Kafka(data=small_disk / "kafka", log=log, port=port, jars=kafka_jars(Settings()))
    kafka.start()
    try:
        probe = kafka_write_probe(kafka.address, within_s=2)
        assert probe.trouble() == ""
        filler = fill(small_disk)
        assert "Kafka stored nothing" in eventually(probe.trouble)
        eventually(lambda: not kafka.alive())
        filler.unlink()
        kafka.start()
        assert probe.trouble() == ""
        probe.close()
    finally:
        kafka.stop()


def kafka_threads() -> int:
    return sum(thread.name.startswith("kafka") for thread in threading.enumerate())


def test_a_kafka_that_hangs_or_is_gone_is_unable_and_able_again_once_it_is_back(own_kafka: Kafka) -> None:
    before = kafka_threads()
    probe = kafka_write_probe(own_kafka.address, within_s=2)
    assert probe.trouble() == ""
    with paused(own_kafka.pid):
        assert "Kafka stored nothing within 2 s" in probe.trouble()
        assert "Kafka stored nothing within 2 s" in probe.trouble()
    assert probe.trouble() == ""
    own_kafka.kill()
    assert "Kafka stored nothing" in probe.trouble()
    assert "Kafka stored nothing" in probe.trouble()
    own_kafka.start()
    assert probe.trouble() == ""
    probe.close()
    assert kafka_threads() == before


def test_a_mongod_that_hangs_or_is_gone_is_unable_and_able_again_once_it_is_back(own_mongod: Mongod) -> None:
    with MongoClient(own_mongod.address) as client:
        probe = MongoWriteProbe(client["music"], within_s=2)
        assert probe.trouble() == ""
        with paused(own_mongod.pid):
            assert "MongoDB stored nothing within 2 s" in probe.trouble()
        assert probe.trouble() == ""
        own_mongod.kill()
        assert "MongoDB stored nothing" in probe.trouble()
        own_mongod.start()
        assert probe.trouble() == ""

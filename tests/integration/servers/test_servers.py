import pytest
from pymongo import MongoClient

from infra.servers.kafka import Kafka
from infra.servers.listening_port import answers
from infra.servers.mongod import Mongod

pytestmark = pytest.mark.live


def test_a_killed_mongod_comes_back_with_its_data_on_the_same_port(own_mongod: Mongod) -> None:
    with MongoClient(own_mongod.address) as client:
        client.music.plays.insert_one({"_id": "kept"})
        own_mongod.kill()
        assert not answers(own_mongod.port)
        own_mongod.start()
        assert client.music.plays.find_one({"_id": "kept"})


def test_a_killed_kafka_comes_back_on_the_same_port(own_kafka: Kafka) -> None:
    own_kafka.kill()
    assert not own_kafka.alive()
    own_kafka.start()
    assert answers(own_kafka.port)

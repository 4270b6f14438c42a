"""A member of a group whose topic was lost takes up the one that is made again."""

import shutil
from time import monotonic
from uuid import uuid4

import pytest

from streaming.clients.confluent_consumer import ConfluentGroupConsumer, Pace
from streaming.topics import Topics, ensure_topics
from tests.deadline import eventually

pytestmark = pytest.mark.live


class Assigned:
    """The newest assignment of a member."""

    def __init__(self):
        self.newest = None

    def on_assigned(self, partitions):
        self.newest = sorted(partitions)

    def on_revoked(self, partitions):  # noqa: ARG002 the port's signature
        self.newest = None

    on_lost = on_revoked


def test_a_member_that_came_back_before_its_topic_takes_up_the_new_one(own_kafka):
    topics, assigned = Topics(f"t{uuid4().hex[:8]}"), Assigned()
    ensure_topics(own_kafka.address, topics, partitions=2)
    member = ConfluentGroupConsumer(own_kafka.address, group=topics.group("taste"), pace=Pace(batch=10))

    def is_assigned(partitions):
        member.poll(within_s=0.1)
        return assigned.newest == partitions

    member.subscribe(topics.activity, assigned)
    eventually(lambda: is_assigned([0, 1]), what="assigned")
    own_kafka.kill()
    shutil.rmtree(own_kafka.data)
    own_kafka.start()
    back_for = monotonic() + 8  # long enough to rejoin, and to be given nothing
    eventually(lambda: is_assigned([]) or monotonic() > back_for, what="back in the group")
    ensure_topics(own_kafka.address, topics, partitions=2)
    eventually(lambda: is_assigned([0, 1]), within_s=20, what="assigned anew")
    member.close()

from structlog.testing import capture_logs

from recommender.errors import ServerUnavailable
from streaming.topic_watch import TopicWatch
from streaming.topics import Topics, topic_settings

WANTED = set(topic_settings(Topics("north")))


class Kafka:
    """Has topics until it loses them."""

    def __init__(self) -> None:
        self.topics = {*WANTED, "somebody.elses"}
        self.away = False
        self.n_made = 0
        self.watch = TopicWatch(Topics("north"), listed=self.listed, make=self.make)

    def listed(self) -> set[str]:
        if self.away:
            raise ServerUnavailable("Kafka does not answer")
        return self.topics

    def make(self) -> None:
        self.n_made += 1
        self.topics |= WANTED


def test_topics_that_are_there_are_left_alone():
    kafka = Kafka()
    kafka.watch.look()
    assert kafka.n_made == 0


def test_topics_that_are_gone_are_made_again_and_the_log_says_which():
    kafka = Kafka()
    kafka.topics = {Topics("north").slates}
    with capture_logs() as logs:
        kafka.watch.look()
        kafka.watch.look()
    assert (kafka.n_made, kafka.topics) == (1, WANTED)
    assert [(log["event"], log["topics"]) for log in logs] == [
        ("topics_recreated", [Topics("north").activity, Topics("north").activity_dead])
    ]


def test_a_kafka_that_is_away_is_told_once_until_it_has_answered():
    kafka = Kafka()
    with capture_logs() as logs:
        for away in (True, True, False, True):
            kafka.away = away
            kafka.watch.look()
    assert [log["event"] for log in logs] == ["topics_not_listed"] * 2

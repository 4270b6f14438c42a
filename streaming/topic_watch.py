"""Topics that are made again: a Kafka that lost its data comes back without any, and makes none by itself."""

from collections.abc import Callable, Collection
from functools import partial

import structlog

from recommender.errors import ServerUnavailable
from streaming.topics import TopicList, Topics, ensure_topics, topic_settings

LOOK_EVERY_S = 5.0
_log = structlog.get_logger(__name__)


class TopicWatch:
    """Looks whether Kafka has the topics of a cell, and makes what is missing."""

    def __init__(self, topics: Topics, *, listed: Callable[[], Collection[str]], make: Callable[[], None]) -> None:
        """Prepare only; `listed` says what there is and `make` makes the rest; both may raise `ServerUnavailable`."""
        self._wanted = topic_settings(topics).keys()
        self._listed = listed
        self._make = make
        self._is_told = False

    def look(self) -> None:
        """Look once; of a Kafka that cannot be asked the log says so once, and the next look asks it again."""
        try:
            missing = sorted(self._wanted - set(self._listed()))
            if missing:
                self._make()
        except ServerUnavailable as error:
            if not self._is_told:
                _log.warning("topics_not_listed", why=str(error))
            self._is_told = True
            return
        self._is_told = False
        if missing:
            _log.warning("topics_recreated", topics=missing)


def topic_watch(bootstrap: str, topics: Topics, *, partitions: int) -> TopicWatch:
    """Return the watch over the topics of a real Kafka; it keeps one connection."""
    make = partial(ensure_topics, bootstrap, topics, partitions=partitions)
    return TopicWatch(topics, listed=TopicList(bootstrap).names, make=make)

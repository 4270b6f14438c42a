"""The questions of the lab, and which artifact kinds answer each."""

from collections.abc import Iterable

TOPICS = ("charts", "popularity", "descriptors", "streams", "releases", "mood")
"""In the order of the lab; each is also the artifact kind of its model."""


def topic_of(kind: str) -> str | None:
    """Return the topic that a kind of artifact belongs to, or None: `streams-anna` answers for `streams`."""
    topic = kind.partition("-")[0]
    return topic if topic in TOPICS else None


def model_kinds(kinds: Iterable[str]) -> tuple[str, ...]:
    """Return the kinds of models: every topic, published or not, each followed by its further kinds by name."""
    further = sorted({kind for kind in kinds if topic_of(kind) and kind not in TOPICS})
    return tuple(kind for topic in TOPICS for kind in (topic, *(each for each in further if topic_of(each) == topic)))

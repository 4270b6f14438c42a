"""What the lab says of the tables that were sent to be trained on."""

from typing import Literal

from msgspec import Struct


class SentTable(Struct, frozen=True, kw_only=True):
    """The newest table of one topic, and how far its training is."""

    topic: str
    name: str
    """The file's name."""
    state: Literal["waiting", "training", "published", "not better", "failed"]
    step: str
    """What the training does now, or why nothing was published."""
    sent_s_ago: float


class TablesAnswer(Struct, frozen=True, kw_only=True):
    """The topics that learn from one table, and the tables that were sent."""

    topics: tuple[str, ...]
    limit_bytes: int
    tables: tuple[SentTable, ...]

"""Whether the living workers of one handler read all partitions together."""

from collections.abc import Sequence

from infra.stores.heartbeats import Heartbeat

GRACE_S = 30.0
"""Partitions move within seconds when a worker joins, leaves or is killed; after so long nobody takes them any more."""


def trouble_of_partitions(role: str, beats: Sequence[Heartbeat]) -> str:
    """Return in words which part of the topic no worker of `role` reads; nothing while partitions are on their way.

    A worker without partitions is well by itself, being one too many: only all of them together tell.
    """
    beats = [beat for beat in beats if beat.role == role and beat.fresh]
    totals = [beat.figures["topic_partitions"] for beat in beats if "topic_partitions" in beat.figures]
    if not totals or min(beat.figures.get("partitions_age_s", 0.0) for beat in beats) < GRACE_S:
        return ""
    n_read, n = sum(beat.figures.get("partitions", 0.0) for beat in beats), max(totals)
    if n == 0:
        return f"{role} has no topic to read; every segue process makes it when it starts"
    if n_read < n:
        return f"nobody reads {n - n_read:.0f} of {n:.0f} partitions ({role}, {len(beats)} alive); restart the workers"
    return ""

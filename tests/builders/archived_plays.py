"""Plays of several listeners as the archive keeps them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from recommender.records import ListenerId, TrackId
from recommender.sequences.open_sessions import ArchivedPlay

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def after_noon(minutes: float) -> datetime:
    """Return the moment so many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def heard_by(listener: str, *tracks: str, begin: float = 0.0, step: float = 3.0) -> list[ArchivedPlay]:
    """Plays of one listener, one every `step` minutes from `begin` minutes after noon on."""
    return [
        ArchivedPlay(
            f"{listener}/{begin + step * place:010.2f}/{track}".encode(),
            ListenerId(listener),
            TrackId(track),
            after_noon(begin + step * place),
        )
        for place, track in enumerate(tracks)
    ]


class MadeArchive:
    """An archive that was told its plays; `n_reads` counts how often it was asked."""

    def __init__(self, *plays: ArchivedPlay) -> None:
        self.plays = list(plays)
        self.n_reads = 0

    def read(self, after: tuple[datetime, bytes], *, until: datetime, n: int) -> Sequence[ArchivedPlay]:
        """Return the oldest plays behind a time and id."""
        self.n_reads += 1
        ordered = sorted(self.plays, key=lambda play: (play.at, play.play_id))
        return [play for play in ordered if (play.at, play.play_id) > after and play.at <= until][:n]
